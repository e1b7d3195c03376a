package steps

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// noSuch is a value that no server knows, for whatever parameter.
const noSuch = "oauthspec_no_such"

// parameters are an authorization request's, by the nouns that scenarios use for them.
var parameters = map[string]string{
	"scope": "scope", "state": "state", "response type": "response_type", "response mode": "response_mode",
	"client identifier": "client_id",
}

func init() {
	for _, noun := range []string{"scope", "state", "response type", "response mode"} {
		plainly("without the "+noun, oauth.Without(parameters[noun]))
		plainly("with an empty "+noun, oauth.With(parameters[noun], ""))
	}
	for _, noun := range []string{"response type", "client identifier"} {
		plainly("with the "+noun+" twice", oauth.Twice(parameters[noun]))
	}
	phrase("with its redirect URI twice", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.Twice("redirect_uri")}, nil
	})
	phrase("with the scope twice", func(w *World) ([]oauth.Mutation, error) {
		s := w.scopeOr("openid")
		return []oauth.Mutation{oauth.With("scope", s, s)}, nil
	})
	plainly("with two different states", func(r *oauth.Request) { oauth.With("state", oauth.Random(16), oauth.Random(16))(r) })
	plainly("by form post", func(r *oauth.Request) { r.Method = http.MethodPost })
	plainly("with an unknown parameter", oauth.With(noSuch, "1"))
	plainly("with an unknown response type beside a code", oauth.With("response_type", "code "+noSuch))
	plainly("with an unknown response type", oauth.With("response_type", noSuch))
	plainly("with an unknown response mode", oauth.With("response_mode", noSuch))
	plainly("with the response type none", oauth.With("response_type", "none"))
	plainly("with a registration of its own", oauth.With("registration", `{"client_name":"another"}`))
	plainly("with an unknown client identifier", func(r *oauth.Request) { r.Form.Set("client_id", noSuch+oauth.Random(8)) })
	plainly("without its client identifier", oauth.Without("client_id"))
	for _, mode := range []string{"query", "fragment", "form_post"} {
		plainly("with the response mode "+mode, oauth.With("response_mode", mode))
	}
	plainly("with a quote and a backslash in the response type", oauth.With("response_type", `no "such\ type`))
	plainly("with letters beyond ASCII in the response type", oauth.With("response_type", "größe"))
	plainly("with a line break in the response type", oauth.With("response_type", "no\r\nsuch"))
	phrase("with an unknown scope", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("scope", strings.TrimSpace(w.scopeOr("")+" "+noSuch))}, nil
	})
	phrase("with the scope openid and an unknown one", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("scope", "openid "+noSuch)}, nil
	})
	phrase("at the last of its redirect URIs", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("redirect_uri", w.client.Redirects[len(w.client.Redirects)-1])}, nil
	})
	plainly("for openid without the redirect URI", oauth.With("scope", "openid"), oauth.Without("redirect_uri"))
}

// scopeOr is the scope that the client asks for, or a word where it asks for none.
func (w *World) scopeOr(otherwise string) string {
	if s := w.needScope(w.client); s != "" {
		return s
	}
	return otherwise
}

// plainScope asks for what the client may have without OpenID Connect, where the redirect URI is required
// (OpenID Connect Core section 3.1.2.1).
func plainScope(c servers.Client) oauth.Mutation {
	words := slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool {
		return slices.Contains([]string{"openid", "offline_access"}, s)
	})
	if len(words) == 0 {
		return oauth.Without("scope")
	}
	return oauth.With("scope", strings.Join(words, " "))
}
