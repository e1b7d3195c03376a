package steps

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`the application meets an authorization server whose metadata name (.+)`, func(w *World) any { return w.meets })

	then(`it sends its user there`, func(w *World) any { return w.beginsThere })
	then(`it sends nobody there`, func(w *World) any { return w.sentNobody })
	then(`the metadata were read by GET below the issuer`, func(w *World) any { return w.readMetadata })
}

// meets has the application, just started, begin a sign-in at a server with strange metadata.
func (w *World) meets(ctx context.Context, named string) error {
	return w.meetsFlawed(ctx, "publishes metadata that name "+named)
}

// meetsFlawed is meets for a server that is strange in any way.
func (w *World) meetsFlawed(ctx context.Context, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(flaw); err != nil {
		return err
	}
	if err := w.meetsAnew(ctx, flaw); err != nil || w.restarts.down != nil {
		return err
	}
	return w.leave(ctx, useragent.Start{URL: app.Start})
}

// beginsThere is beginsHere for an application that has to have read what is strange about the server.
func (w *World) beginsThere(ctx context.Context) error {
	if w.landing.Stopped {
		if err := w.tookMetadata(); err != nil {
			return err
		}
	}
	return w.beginsHere(ctx)
}

// leave has the application send the user's browser off, by the pages that it shows before a sign-in, and stops before our issuer
// is reached. A page that leads no further is where it sends nobody.
func (w *World) leave(ctx context.Context, start useragent.Start) error {
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	w.landing, err = s.Visit(ctx, start, useragent.Plan{Consent: true, Steps: pages(w.in.Profile.Login),
		Stop: func(u *url.URL) bool { return w.ours(u) || isStranger(u) }})
	w.log = append(w.log, w.landing.Log...)
	var stuck *useragent.Stuck
	if errors.As(err, &stuck) {
		return nil
	}
	return err
}

func (w *World) sentNobody(ctx context.Context) error {
	if w.landing.Stopped {
		if err := w.tookMetadata(); err != nil {
			return err
		}
		return verdict.Mismatchf("no sign-in at a server whose metadata are another's", "one that begins at %s", strings.Split(w.landing.RawURL, "?")[0])
	}
	return w.cleanSignIn(ctx)
}

// tookMetadata is a skip where the application has read no metadata of the server that it met: what they say makes no difference to it.
func (w *World) tookMetadata() error {
	at := 0
	if second := w.in.Harness.Issuers()[1] + "/"; w.landing.Stopped && strings.HasPrefix(w.landing.RawURL, second) {
		at = 1
	}
	for _, r := range w.in.Harness.Received() {
		if r.Issuer == at && strings.HasPrefix(r.Endpoint, ".well-known/") && r.Endpoint != ".well-known/webfinger" {
			return nil
		}
	}
	return &verdict.NotApplicable{Reason: "the application reads no metadata: its endpoints are configured", Section: "RFC 8414 section 3"}
}

func (w *World) readMetadata(context.Context) error {
	if err := w.tookMetadata(); err != nil {
		return err
	}
	if len(w.requests(".well-known/openid-configuration")) == 0 {
		return verdict.Mismatchf("the document at issuer + /.well-known/openid-configuration to be read", "only another one")
	}
	for _, r := range w.requests(".well-known/openid-configuration") {
		if r.Method != http.MethodGet || r.Status != http.StatusOK {
			return verdict.Mismatchf("GET of the document", "%s, answered with status %d", r.Method, r.Status)
		}
	}
	return nil
}
