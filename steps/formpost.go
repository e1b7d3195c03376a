package steps

import (
	"fmt"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	then(`the code is in the posted form`, func(w *World) any { return w.codePosted })
	then(`the error is in the posted form, if it came to the client`, func(w *World) any { return w.errorPosted })
	then(`the page that carried it shows what came along as text`, func(w *World) any { return w.carrierText })
	then(`the browser has posted it by itself`, func(w *World) any { return w.postedItself })
	then(`the form goes to the redirect URI as it was asked for, by POST`, func(w *World) any { return w.formWent })
}

// carrierText looks at the last page, which is the one that a response came from.
func (w *World) carrierText() error {
	n := len(w.landing.Pages)
	if n == 0 {
		return nil // a script that posts without a page shows nothing
	}
	return textOnly(w.landing.Pages[n-1])
}

func (w *World) codePosted() error {
	if err := w.leftWithResponse(); err != nil {
		return err
	}
	return check.Posted(w.response, "code", w.sent.Form.Get("state"))
}

// leftWithResponse is a server error where no response came, which says nothing of forms.
func (w *World) leftWithResponse() error {
	if w.landing.Stopped {
		return nil
	}
	if w.landing.Status >= 500 || w.landing.Status == 0 {
		return fmt.Errorf("there is no response to judge: %s", w.arrived())
	}
	return verdict.Mismatchf("a response in a form that goes to the client", "%s", w.arrived())
}

// errorPosted has nothing to say of a server that shows the error to the user alone, or that found no reason for one.
func (w *World) errorPosted() error {
	switch {
	case !w.landing.Stopped && w.landing.Status >= 500:
		return fmt.Errorf("there is no response to judge: %s", w.arrived())
	case !w.landing.Stopped:
		return &verdict.NotApplicable{Reason: "no error came to the client: " + w.arrived()}
	case w.response.Has("code"):
		return &verdict.NotApplicable{Reason: "the server had no error to tell"}
	}
	return check.Posted(w.response, "error", w.sent.Form.Get("state"))
}

func (w *World) postedItself() error {
	if w.landing.Pushed {
		return verdict.Mismatchf("a form that the page submits", "one that waits for somebody to do it")
	}
	return nil
}

func (w *World) formWent() error {
	if err := w.leftWithResponse(); err != nil {
		return err
	}
	return check.PostedTo(w.landing.Method, w.landing.RawURL, w.expected())
}
