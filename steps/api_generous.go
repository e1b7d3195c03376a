package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`an API that takes a token (in the URL|in a form)`, func(w *World) any { return w.takes })
	when(`it is asked over plain http with a good token`, func(w *World) any { return w.askPlainly })
	then(`no cache keeps the answer for others`, func(w *World) any { return func() error { return check.KeptPrivate(w.last) } })
	then(`the keys of the document are on https, and say what each is for`, func(w *World) any { return w.keysPublished })
	then(`the signed metadata of the document are signed, and say by whom`, func(w *World) any {
		return func() error {
			if w.last.Status != http.StatusOK {
				return fmt.Errorf("there is no document to look at: %s", w.last)
			}
			if err := lacksMember(w.last, "signed_metadata"); err != nil {
				return err
			}
			return check.SignedMetadata(w.last)
		}
	})

	twice := func(put func(r *oauth.Request, pair string)) how {
		return func(*World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{func(r *oauth.Request) {
				_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
				r.Header.Del("Authorization")
				pair := url.Values{"access_token": {token}}.Encode()
				put(r, pair+"&"+pair)
			}}, nil
		}
	}
	phrase("twice in the URL", twice(func(r *oauth.Request, pair string) { r.URL += "?" + pair }))
	phrase("twice in a form", twice(func(r *oauth.Request, pair string) {
		r.Method, r.Body = http.MethodPost, []byte(pair)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}))
}

// takes is a skip where a token is not taken in a place in which it may be.
func (w *World) takes(ctx context.Context, where string) error {
	if err := w.askGood(ctx, where); err != nil {
		return err
	}
	opens, err := check.Admits(w.last)
	if err == nil && !opens {
		return &verdict.NotApplicable{Reason: "it takes no token " + where, Section: map[bool]string{true: "RFC 6750 section 2.3", false: "RFC 6750 section 2.2"}[where == "in the URL"]}
	}
	return err
}

// askPlainly asks without TLS. On loopback nobody listens on the way, so that an API there may do without.
func (w *World) askPlainly(ctx context.Context) error {
	u, err := url.Parse(w.in.Profile.API.URL)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return &verdict.NotApplicable{Reason: "it is on loopback, without TLS", Change: "api: {url: https://…}"}
	}
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	w.calls.token = token
	return w.plainly(ctx, oauth.Request{Method: http.MethodGet, URL: u.String(), Header: bearer(token)})
}

func (w *World) keysPublished(ctx context.Context) error {
	if w.last.Status != http.StatusOK {
		return fmt.Errorf("there is no document to look at: %s", w.last)
	}
	if err := lacksMember(w.last, "jwks_uri"); err != nil {
		return err
	}
	at := w.last.Text("jwks_uri")
	switch u, err := url.Parse(at); {
	case err != nil || u.Host == "":
		return verdict.Mismatchf("jwks_uri as a URL", "%q", at)
	case u.Scheme != "https" && strings.HasPrefix(w.in.Profile.API.URL, "http:"):
		return &verdict.NotApplicable{Reason: "neither it nor its keys are on https"}
	case u.Scheme != "https":
		return verdict.Mismatchf("jwks_uri on https", "%q", u.Scheme)
	}
	keys, err := w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
	if err == nil && keys.None != nil {
		err = errors.New(keys.String())
	}
	if err != nil {
		return fmt.Errorf("read the keys that the document points to: %w", err)
	}
	return check.KeysPublished(keys)
}
