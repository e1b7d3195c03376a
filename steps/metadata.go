package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`a client reads the metadata`, func(w *World) any { return w.readsMetadata })
	when(`a client looks where the (metadata|OpenID configuration) has to be`, func(w *World) any { return w.looks })
	when(`a client reads the OpenID configuration`, func(w *World) any { return w.readsOpenID })
	when(`a client reads the metadata of an issuer that does not exist`, func(w *World) any { return w.readsStranger })
	when(`a client reads the server's keys`, func(w *World) any { return w.readsKeys })

	when(`the server changes its keys`, func(w *World) any { return w.changesKeys })

	given(`another issuer on the same host`, func(w *World) any { return w.hasSibling })
	when(`a client reads the metadata of both issuers`, func(w *World) any { return w.readsBoth })
	then(`each names its own issuer`, func(w *World) any {
		return func() error {
			return check.NamesOwn(w.documents, []string{w.in.Profile.Issuer, w.in.Profile.Siblings[0]})
		}
	})

	given(`its response named the issuer`, func(w *World) any { return w.namedIssuer })

	then(`it finds the metadata at a well-known location`, func(w *World) any { return w.foundMetadata })
	then(`it gets a JSON object of the right media type`, func(w *World) any { return w.every(check.JSONDocument) })
	then(`it finds there the very issuer that it asked for`, func(w *World) any {
		return w.each(func(a oauth.Answer) error { return check.Names(a, "issuer", w.in.Profile.Issuer) })
	})
	then(`no member is an empty list`, func(w *World) any { return w.each(check.NoEmptyList) })
	then(`every member that is known has its right type`, func(w *World) any { return w.each(check.MemberTypes) })
	then(`"([^"]+)" (.+)`, func(w *World) any { return w.member })
	then(`both documents agree`, func(w *World) any { return func() error { return check.Agree(w.documents) } })
	then(`it gets no document`, func(w *World) any { return func() error { return check.NoDocument(w.last) } })
	then(`it finds public keys alone`, func(w *World) any { return func() error { return check.PublicKeys(w.last) } })
	then(`it finds a key set that says what its keys are for`, func(w *World) any { return func() error { return check.KeySet(w.last) } })
}

// wellKnown are the places where an issuer's metadata can stand: inserted before the issuer's path (RFC 8414 section 3.1),
// and appended to it (OpenID Connect Discovery section 4).
func wellKnown(issuer string) (inserted, appended, insertedOpenID string, err error) {
	u, err := url.Parse(issuer)
	if err != nil {
		return "", "", "", err
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	host := u.Scheme + "://" + u.Host
	return host + "/.well-known/oauth-authorization-server" + path,
		strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration",
		host + "/.well-known/openid-configuration" + path, nil
}

// A place is where metadata may stand; what preflight found there has to be there still.
type place struct {
	url   string
	known bool
}

// readsMetadata reads what stands at the well-known locations, those last where preflight found something.
func (w *World) readsMetadata(ctx context.Context) error {
	inserted, appended, third, err := wellKnown(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	at := []place{{inserted, w.facts.Capabilities["oauth_metadata"] == "metadata"}, {appended, w.facts.Capabilities["openid"] == "metadata"}}
	if third != appended {
		at = append(at, place{third, false})
	}
	slices.SortStableFunc(at, func(a, b place) int {
		if a.known == b.known {
			return 0
		} else if b.known {
			return -1
		}
		return 1
	})
	return w.reads(ctx, at...)
}

// looks reads the one place that RFC 8414 section 3.1 or OpenID Connect Discovery section 4 demands; what comes back
// counts, whatever it is.
func (w *World) looks(ctx context.Context, what string) error {
	at, appended, _, err := wellKnown(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	if what != "metadata" {
		at = appended
	}
	a, err := w.http.Do(ctx, oauth.Request{URL: at})
	w.documents = []oauth.Answer{a}
	return err
}

func (w *World) readsOpenID(ctx context.Context) error {
	_, appended, _, err := wellKnown(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	return w.reads(ctx, place{appended, true})
}

// reads keeps what is found. Where there is nothing, whatever says so counts as that; where there was something, a breakdown
// tells nothing of it.
func (w *World) reads(ctx context.Context, at ...place) error {
	w.documents = nil
	for _, p := range at {
		a, err := w.http.Do(ctx, oauth.Request{URL: p.url})
		if err != nil {
			return err
		}
		if p.known && (a.None != nil || a.Status >= http.StatusInternalServerError) {
			return fmt.Errorf("read the metadata at %s: %s", p.url, a)
		}
		if a.None == nil && a.Status == http.StatusOK {
			w.documents = append(w.documents, a)
		}
	}
	return nil
}

// readsStranger asks for a path below the well-known location that belongs to no issuer.
func (w *World) readsStranger(ctx context.Context) error {
	inserted, _, _, err := wellKnown(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, oauth.Request{URL: inserted + "/no-such-issuer-" + oauth.Random(8)})
	return err
}

func (w *World) readsKeys(ctx context.Context) error {
	at, err := w.endpoint("jwks")
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, oauth.Request{URL: at})
	return err
}

func (w *World) hasSibling() error {
	if len(w.in.Profile.Siblings) == 0 {
		return lacks("another issuer on the same host", "siblings: [URL]")
	}
	return nil
}

// readsBoth reads the metadata of either issuer where this one has them.
func (w *World) readsBoth(ctx context.Context) error {
	w.documents = nil
	for _, issuer := range []string{w.in.Profile.Issuer, w.in.Profile.Siblings[0]} {
		at, appended, _, err := wellKnown(issuer)
		if err != nil {
			return err
		}
		if !w.facts.Can("oauth_metadata") {
			at = appended
		}
		a, err := w.http.Do(ctx, oauth.Request{URL: at})
		if err != nil {
			return err
		}
		w.documents = append(w.documents, a)
	}
	return nil
}

// changesKeys proves that there is a key that was not there before.
func (w *World) changesKeys(ctx context.Context) error {
	if w.in.Rotate == nil {
		return lacks("keys that the suite can have changed", "")
	}
	before, err := w.published(ctx)
	if err != nil {
		return err
	}
	if w.signed(ctx) != nil {
		return &verdict.NotApplicable{Reason: "the ID token is not signed with a published key, even before the keys are changed"}
	}
	w.in.Rotate()
	after, err := w.published(ctx)
	if err != nil {
		return err
	}
	for _, k := range after.Keys {
		if len(before.Key(k.KeyID)) == 0 {
			return nil
		}
	}
	return errors.New("the server was told to change its keys and publishes no new one")
}

func (w *World) foundMetadata() error {
	if len(w.documents) == 0 {
		return &verdict.Mismatch{Want: "metadata at a well-known location", Got: "none at any"}
	}
	return nil
}

// every applies a check to every document that was read. That there is one is a requirement of its own.
func (w *World) every(f func(oauth.Answer) error) func() error {
	return func() error {
		if len(w.documents) == 0 {
			return errors.New("there is no metadata to judge")
		}
		for _, a := range w.documents {
			if err := f(a); err != nil {
				return err
			}
		}
		return nil
	}
}

// each applies a check of members to every document; that they are JSON objects is a requirement of its own.
func (w *World) each(f func(oauth.Answer) error) func() error {
	return w.every(func(a oauth.Answer) error {
		if a.JSON == nil {
			return fmt.Errorf("there is no JSON object to judge at %s: %s", a.URL, a)
		}
		return f(a)
	})
}

// member judges one member of each document by a property named in words.
func (w *World) member(name, property string) error {
	p, err := check.PropertyNamed(property)
	if err != nil {
		return err
	}
	return w.each(func(a oauth.Answer) error { return p(name, a.JSON) })()
}

func (w *World) namedIssuer() error {
	if !w.response.Has("iss") {
		return &verdict.NotApplicable{Reason: "the server does not send iss in its authorization responses"}
	}
	return nil
}
