package steps

import (
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	// Ways to ask.
	phrase("for a refresh token", forRefresh)
	phrase("for several scopes", severalScopes)
	plainly("with a state of reserved characters", oauth.With("state", "a b+c&d=e/f?g#h:i@j;k,l"))
	plainly("with a state of blanks at its ends", oauth.With("state", "  blanks at both ends "))
	plainly("with a state of percent signs", oauth.With("state", "%2B%26%3D%25%20%zz%"))
	plainly("with a state of markup characters", oauth.With("state", `<b>"'\{}|`+"`&amp;^~"))
	phrase("with a state of a thousand characters", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("state", oauth.Random(750))}, nil
	})

	// Ways to redeem.
	plainly("without the redirect URI", oauth.Without("redirect_uri"))
	phrase("with another of its redirect URIs", otherRedirect)
	plainly("with a redirect URI of somebody else", oauth.With("redirect_uri", "https://attacker.example/cb"))
	plainly("with a path below the redirect URI", func(r *oauth.Request) { r.Form.Set("redirect_uri", r.Form.Get("redirect_uri")+"/") })
	plainly("without a grant type", oauth.Without("grant_type"))
	plainly("leaves it out", oauth.Without("code"))
	plainly("by GET", oauth.ByGET())
	phrase("in the name of the first", nameFirst)
	phrase("as another client of its own kind", asAnother)
	phrase("with a client secret that is wrong", wrongSecret)
	phrase("sends a made-up code", code(func(string) string { return oauth.Random(32) }))
	phrase("sends half of its code", code(func(c string) string { return c[:len(c)/2] }))
	phrase("sends its code in the other case", code(otherCase))
	phrase("sends its code with one character changed", code(changed))
}

// code redeems what becomes of the code.
func code(of func(string) string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("code", of(w.code))}, nil
	}
}

// changed changes a character before the last quarter: the last one of a base64 text may carry bits that mean nothing.
func changed(c string) string {
	i := len(c) * 3 / 4
	with := "A"
	switch {
	case c == "":
		return with
	case c[i] == 'A':
		with = "B"
	}
	return c[:i] + with + c[i+1:]
}

// forRefresh asks as a client of this target must to be given a refresh token.
func forRefresh(w *World) ([]oauth.Mutation, error) {
	r := w.in.Profile.Refresh
	if r == nil {
		return nil, nil
	}
	return []oauth.Mutation{func(q *oauth.Request) {
		if r.Scope != "" {
			q.Form.Set("scope", strings.TrimSpace(q.Form.Get("scope")+" "+r.Scope))
		}
		for name, value := range r.Params {
			q.Form.Set(name, value)
		}
	}}, nil
}

func severalScopes(w *World) ([]oauth.Mutation, error) {
	if len(strings.Fields(w.needScope(w.client))) < 2 {
		return nil, lacks("client with two scopes", "clients: [{name: "+w.client.Name+", scopes: [ONE, TWO]}]")
	}
	return nil, nil
}

func otherRedirect(w *World) ([]oauth.Mutation, error) {
	for _, u := range w.client.Redirects {
		if u != w.sent.Form.Get("redirect_uri") {
			return []oauth.Mutation{oauth.With("redirect_uri", u)}, nil
		}
	}
	return nil, lacks("second redirect URI of client "+w.client.Name, "clients: [{name: "+w.client.Name+", redirects: [URL, URL]}]")
}

// nameFirst sends the first client's identifier beside the authentication of another. It has to leave that intact.
func nameFirst(w *World) ([]oauth.Mutation, error) {
	if m := w.other.AuthMethod(); m == "client_secret_post" {
		return nil, lacks("another client that authenticates without a client_id", "clients: [{kind: confidential, auth: client_secret_basic}]")
	}
	return []oauth.Mutation{oauth.With("client_id", w.client.ID)}, nil
}

func asAnother(w *World) ([]oauth.Mutation, error) {
	c, err := w.pickKind("another", w.client.Kind, w.client.Name)
	if err != nil {
		return nil, err
	}
	return []oauth.Mutation{oauth.AuthAs(w.auth(c))}, nil
}

func wrongSecret(w *World) ([]oauth.Mutation, error) {
	a := w.auth(w.client)
	if !slices.Contains([]string{"client_secret_basic", "client_secret_post"}, a.Method) {
		return nil, lacks("client with a secret", "clients: [{name: "+w.client.Name+", secret: …}]")
	}
	a.Secret += "-and-more"
	return []oauth.Mutation{oauth.AuthAs(a)}, nil
}
