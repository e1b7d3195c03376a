package steps

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a confidential client with an address for after signing out`, func(w *World) any { return w.aClientToLeave })
	given(`somebody else has signed in to the client`, func(w *World) any { return w.attackerSignsIn })

	when(`the client has its user sign out(?: (.+))?`, func(w *World) any { return w.signsOut })
	when(`the user goes to sign out unasked`, func(w *World) any { return w.goesToSignOut })
	when(`another site has the user's browser go and sign out(?: (.+))?`, func(w *World) any { return w.forgesSignOut })

	then(`the browser is back at the client, with the state that was sent`, func(w *World) any { return w.backAtClient })
	then(`the browser is not sent where it was to go`, func(w *World) any {
		return func() error { return check.NotAt(w.arrival(), w.sent.Form.Get("post_logout_redirect_uri")) }
	})
	then(`the user is (signed out|still signed in)`, func(w *World) any { return w.signedOut })

	// Whether an ID token is known again is another requirement's matter.
	alone := []oauth.Mutation{oauth.Without("id_token_hint"), oauth.Without("post_logout_redirect_uri")}
	plainly("by a posted form", append(alone, func(r *oauth.Request) { r.Method = http.MethodPost })...)
	plainly("in an unusual language", append(alone, oauth.With("ui_locales", "tlh-Latn"))...)
	plainly("to an attacker's address", oauth.With("post_logout_redirect_uri", "https://attacker.example/out"))
	phrase("to another client's address", func(w *World) ([]oauth.Mutation, error) {
		_, address, err := w.otherAddress()
		return []oauth.Mutation{oauth.With("post_logout_redirect_uri", address)}, err
	})
	phrase("in another client's name", func(w *World) ([]oauth.Mutation, error) {
		c, _, err := w.otherAddress()
		return []oauth.Mutation{oauth.With("client_id", c.ID)}, err
	})
	phrase("in another client's name and to its address", func(w *World) ([]oauth.Mutation, error) {
		c, address, err := w.otherAddress()
		return []oauth.Mutation{oauth.With("client_id", c.ID), oauth.With("post_logout_redirect_uri", address)}, err
	})
	for _, name := range []string{"an added query", "another path segment", "a letter more at its end", "a step up to another path",
		"another host behind its own", "the path in capitals", "its host as the user name at another", "its URI in the query of another"} {
		phrase("to its address with "+name, awry(flaws[name]))
	}
	phrase("by an ID token that nobody signed", hinted(func(head, payload, _ string) string {
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + payload + "."
	}))
	phrase("by an ID token with another signature", hinted(func(head, payload, signature string) string {
		b, err := base64.RawURLEncoding.DecodeString(signature)
		if err != nil || len(b) == 0 {
			return ""
		}
		b[0] ^= 1
		return head + "." + payload + "." + base64.RawURLEncoding.EncodeToString(b)
	}))
	phrase("by somebody else's ID token", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("id_token_hint", w.last.Text("id_token"))}, nil
	})
}

// aClientToLeave is an ordinary confidential client with a place for its users to come back to.
func (w *World) aClientToLeave() (err error) {
	const what = "a confidential client with an address for after signing out"
	w.client, err = w.pick(what, func(c servers.Client) bool { return kind(servers.Confidential)(c) && len(c.Logout) > 0 })
	if err != nil {
		return lacks(strings.TrimPrefix(what, "a "), "clients: [{name: …, logout: [URI]}], as in its post_logout_redirect_uris")
	}
	return nil
}

// otherAddress is another client and an address that only it has registered.
func (w *World) otherAddress() (servers.Client, string, error) {
	for _, c := range w.in.Profile.Clients {
		for _, address := range c.Logout {
			if c.ID != w.client.ID && !slices.Contains(w.client.Logout, address) {
				return c, address, nil
			}
		}
	}
	return servers.Client{}, "", lacks("other client with an address of its own for after signing out", "clients: [{name: …, logout: [URI]}]")
}

// awry is an address that is not quite the registered one.
func awry(change func(uri) string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		for _, raw := range w.client.Logout {
			u, err := url.Parse(raw)
			if err != nil {
				continue
			}
			if changed := change(uri{u}); changed != "" && !slices.Contains(w.client.Logout, changed) {
				return []oauth.Mutation{oauth.With("post_logout_redirect_uri", changed)}, nil
			}
		}
		return nil, &verdict.NotApplicable{Reason: "client " + w.client.Name + " has no address that this flaw can be put into"}
	}
}

// hinted is the user's ID token made over.
func hinted(change func(head, payload, signature string) string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		if _, err := idTokenOf(w.first); err != nil {
			return nil, err
		}
		part := strings.Split(w.first.Text("id_token"), ".")
		if len(part) != 3 || part[2] == "" {
			return nil, lacks("ID token that is signed", "")
		}
		made := change(part[0], part[1], part[2])
		if made == "" {
			return nil, errors.New("the ID token's signature cannot be read")
		}
		return []oauth.Mutation{oauth.With("id_token_hint", made)}, nil
	}
}

// signingOut is a proper request of the client's to have its user sign out.
func (w *World) signingOut(how string) (oauth.Request, error) {
	at, err := w.endpoint("end_session")
	if err != nil {
		return oauth.Request{}, err
	}
	m, err := w.mutations(how)
	if err != nil {
		return oauth.Request{}, err
	}
	f := url.Values{"id_token_hint": {w.first.Text("id_token")}, "state": {oauth.Random(16)}}
	if len(w.client.Logout) > 0 {
		f.Set("post_logout_redirect_uri", w.client.Logout[0])
	}
	return oauth.Request{Method: http.MethodGet, URL: at, Form: f}.Apply(m...)
}

// signsOut has the user say yes where that is asked.
func (w *World) signsOut(ctx context.Context, how string) error {
	r, err := w.signingOut(how)
	if err != nil {
		return err
	}
	return w.visit(ctx, r, visit{signOut: true})
}

// goesToSignOut is a user who has found the address, and says yes.
func (w *World) goesToSignOut(ctx context.Context) error {
	at, err := w.endpoint("end_session")
	if err != nil {
		return err
	}
	return w.visit(ctx, oauth.Request{Method: http.MethodGet, URL: at}, visit{signOut: true})
}

// forgesSignOut is a link that the user did not mean to follow, and a page that is left alone.
func (w *World) forgesSignOut(ctx context.Context, how string) error {
	at, err := w.endpoint("end_session")
	if err != nil {
		return err
	}
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	r, err := oauth.Request{Method: http.MethodGet, URL: at, Form: url.Values{}}.Apply(m...)
	if err != nil {
		return err
	}
	s, err := w.session(ctx, "")
	if err != nil {
		return err
	}
	w.sent = r
	return w.open(ctx, s, useragent.Start{URL: withQuery(r.URL, r.Form), From: w.foreignSite()}, visit{noLogin: true})
}

// attackerSignsIn gets an ID token that is another user's.
func (w *World) attackerSignsIn(ctx context.Context) error {
	mallory := w.attackerAccount()
	if mallory.Name == w.user.Name {
		return lacks("second user", "users: [{name: …}, {name: …}]")
	}
	if err := w.obtain(ctx, visit{who: "an attacker", user: mallory}, nil, withOpenID); err != nil {
		return err
	}
	if err := mustGrant(w.redeem(ctx, w.client)); err != nil {
		return err
	}
	return check.HasIDToken(w.last)
}

func (w *World) backAtClient() error {
	return check.BackAfterLogout(w.arrival(), w.sent.Form.Get("post_logout_redirect_uri"), w.sent.Form.Get("state"))
}

// signedOut asks for authorization in silence. That a user who is still signed in need not be asked was seen when the session was.
func (w *World) signedOut(ctx context.Context, which string) error {
	if err := w.authorize(ctx, visit{noLogin: true}, withOpenID, oauth.With("prompt", "none")); err != nil {
		return err
	}
	if which == "signed out" {
		return check.SignedOut(w.arrival())
	}
	if err := w.unlessUnanswered(nil); err != nil {
		return err
	}
	if w.response.Get("code") == "" && w.response.Get("error") == "login_required" {
		return verdict.Mismatchf("a user who is signed in until asked", "%s", w.arrived())
	}
	return nil
}
