package steps

import "fmt"

// arrived says in words where the browser ended, without a value that could be a secret.
func (w *World) arrived() string {
	if !w.landing.Stopped {
		titled := ""
		if w.landing.Title != "" {
			titled = fmt.Sprintf(", %q", w.landing.Title)
		}
		return fmt.Sprintf("a page of the server (%d, %s%s)", w.landing.Status, w.landing.Kind, titled)
	}
	if e := w.response.Get("error"); e != "" {
		return fmt.Sprintf("error %q at %s", e, w.response.At)
	}
	if w.response.Has("code") {
		return "a code at " + w.response.At
	}
	if w.response.Has("access_token") {
		return "an access token at " + w.response.At
	}
	return "neither code nor error at " + w.response.At
}

// responded is an error where the browser did not come back to the client: there is no response to judge.
func (w *World) responded() error {
	if !w.landing.Stopped {
		return fmt.Errorf("there is no response to judge: the browser ended at %s", w.arrived())
	}
	return nil
}
