package steps

import (
	"context"
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
	when(`its metadata are read`, func(w *World) any { return w.readResource })
	when(`the metadata of another path are read`, func(w *World) any { return w.readOtherResource })

	// answer judges what came, document what is in it: where there is none there is nothing to be judged.
	answer := func(judge func(*World, oauth.Answer) error) func(w *World) any {
		return func(w *World) any { return func(context.Context) error { return judge(w, w.last) } }
	}
	document := func(judge func(*World, oauth.Answer) error) func(w *World) any {
		return answer(func(w *World, a oauth.Answer) error {
			if a.Status != http.StatusOK || a.JSON == nil {
				return fmt.Errorf("there is no document to look at: %s", a)
			}
			return judge(w, a)
		})
	}
	then(`the document is there`, answer(func(_ *World, a oauth.Answer) error {
		if a.Status != http.StatusOK {
			return verdict.Mismatchf("the document at "+a.URL, "%s", a)
		}
		return nil
	}))
	then(`the document is a JSON object of its type`, answer(func(_ *World, a oauth.Answer) error {
		kind, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		if a.JSON == nil || !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
			return verdict.Mismatchf("a JSON object as application/json", "%q, %v", kind, a.NoJSON)
		}
		return nil
	}))
	then(`the document names the resource`, document(func(_ *World, a oauth.Answer) error { return check.ResourceNamed(a) }))
	then(`the document names the resource that was asked for`, document(func(w *World, a oauth.Answer) error { return check.ResourceIs(a, w.identifier()) }))
	then(`the document is not that of this resource`, answer(func(w *World, a oauth.Answer) error {
		if a.None != nil || a.Status >= http.StatusInternalServerError {
			return fmt.Errorf("the metadata of another path were not answered: %s", a)
		}
		if a.Status == http.StatusOK && check.ResourceIs(a, w.identifier()) == nil {
			return verdict.Mismatchf("another document, or none", "the one of this resource")
		}
		return nil
	}))
	then(`the document has no member without a value`, document(func(_ *World, a oauth.Answer) error { return check.NoEmptyMembers(a) }))
	then(`the document offers no algorithm none`, document(func(_ *World, a oauth.Answer) error { return check.ResourceSigns(a) }))
	then(`the document lists the scopes that it wants`, document(func(w *World, a oauth.Answer) error {
		list, ok := a.JSON["scopes_supported"].([]any)
		if !ok || w.in.Profile.API.Scope != "" && !slices.Contains(list, any(w.in.Profile.API.Scope)) {
			return verdict.Mismatchf("scopes_supported with the scope that a token needs here", "%v", a.JSON["scopes_supported"])
		}
		return nil
	}))
	then(`the document names an issuer that can be asked`, document(func(w *World, a oauth.Answer) error {
		if err := lacksMember(a, "authorization_servers"); err != nil {
			return err
		}
		if list, ok := a.JSON["authorization_servers"].([]any); !ok || !slices.Contains(list, any(w.in.Profile.Issuer)) {
			return verdict.Mismatchf("the issuer whose tokens it takes, among the authorization servers", "%v", a.JSON["authorization_servers"])
		}
		return nil
	}))
	then(`each way of sending a token that the document offers works`, func(w *World) any { return w.offeredWaysWork })
	then(`the challenge leads to the metadata`, func(w *World) any {
		return func(ctx context.Context) error {
			return ofChallenge(func(oauth.Answer) error { return w.leadsToMetadata(ctx) })(w.last)
		}
	})
}

// identifier is the resource's identifier: what the aud of its tokens is.
func (w *World) identifier() string {
	if a := w.in.Profile.API; a.Audience != "" {
		return a.Audience
	}
	return w.in.Profile.API.URL
}

// located is where the metadata of a resource are (RFC 9728 section 3.1): between host and path.
func located(identifier, path string) (string, error) {
	u, err := url.Parse(identifier)
	if err != nil || u.Host == "" {
		return "", &verdict.NotApplicable{Reason: fmt.Sprintf("its identifier %q is no URL with a host, so that it can have no metadata", identifier), Section: "RFC 9728 section 1.2"}
	}
	u.Path = "/.well-known/oauth-protected-resource" + strings.TrimSuffix(u.Path+path, "/")
	return u.String(), nil
}

// elsewhere is a skip where the identifier is not at the address under test: its metadata are then no business of that server's.
func (w *World) elsewhere() error {
	id, err := url.Parse(w.identifier())
	at, err2 := url.Parse(w.in.Profile.API.URL)
	if err != nil || err2 != nil || id.Scheme != at.Scheme || id.Host != at.Host {
		return &verdict.NotApplicable{Reason: "its identifier " + w.identifier() + " is not at the address under test, and so are not its metadata", Section: "RFC 9728 section 3"}
	}
	return nil
}

// readResource reads the metadata. Whoever has none, and does not say otherwise in a challenge, does without, as it may.
func (w *World) readResource(ctx context.Context) error {
	if err := w.elsewhere(); err != nil {
		return err
	}
	at, err := located(w.identifier(), "")
	if err != nil {
		return err
	}
	a, err := w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
	if err != nil {
		return err
	}
	if a.Status != http.StatusOK {
		if err := w.knock(ctx, w.in.Profile.API.URL, ""); err != nil {
			return err
		}
		if params, _ := check.BearerChallenge(w.last); params["resource_metadata"] == nil {
			return &verdict.NotApplicable{Reason: "it publishes no metadata, and says of none", Section: "RFC 9728 section 1"}
		}
	}
	w.last = a
	return nil
}

func (w *World) readOtherResource(ctx context.Context) error {
	if err := w.readResource(ctx); err != nil {
		return err
	}
	if w.last.Status != http.StatusOK {
		return fmt.Errorf("there is no document of this resource to tell from another: %s", w.last)
	}
	at, err := located(w.identifier(), "-of-nobody")
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
	return err
}

func (w *World) offeredWaysWork(ctx context.Context) error {
	if err := lacksMember(w.last, "bearer_methods_supported"); err != nil {
		return err
	}
	list, _ := w.last.JSON["bearer_methods_supported"].([]any)
	for way, how := range map[string]string{"header": "", "body": "in a form", "query": "in the URL"} {
		if !slices.Contains(list, any(way)) {
			continue
		}
		if err := w.askGood(ctx, how); err != nil {
			return err
		}
		if opens, err := check.Opens(w.last); err != nil || !opens {
			return verdict.Mismatchf("a good token to open it by the way "+way+", which it offers", "%s", w.last)
		}
	}
	return nil
}

func (w *World) leadsToMetadata(ctx context.Context) error {
	params, ok := check.BearerChallenge(w.last)
	if !ok {
		return fmt.Errorf("there is no challenge: %s", w.last)
	}
	if len(params["resource_metadata"]) == 0 {
		w.note("the challenge does not name the metadata, as it may")
		return nil
	}
	at := params["resource_metadata"][0]
	a, err := w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
	if err != nil {
		return verdict.Mismatchf("a document at "+at, "%v", err)
	}
	if a.Status != http.StatusOK || a.JSON["resource"] == nil {
		return verdict.Mismatchf("the metadata at "+at, "%s", a)
	}
	return nil
}
