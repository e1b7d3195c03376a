package harness

import (
	"crypto/rand"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// The flaws of what surrounds an ID token: metadata, codes, token responses and the protected resource.
func init() {
	for name, f := range map[string]func(*authserver.Options){
		"refuses hashed challenges": func(o *authserver.Options) {
			o.Authorize.PKCE.Method = func(a *authserver.Authorization) error {
				if a.Params.Get("code_challenge_method") == "S256" {
					return &authserver.Error{Status: http.StatusBadRequest, Code: "invalid_request", Description: "this method is not supported"}
				}
				return nil
			}
		},
		"issues long codes": func(o *authserver.Options) {
			o.Authorize.Code.Make = func(*authserver.Authorization) (string, error) { return long(2_000), nil }
		},
		"issues long tokens": func(o *authserver.Options) {
			o.Access.Make = func(*authserver.Call) (string, error) { return long(8_000), nil }
		},
		"refuses every code": func(o *authserver.Options) {
			o.Token.Code.Lookup = func(*authserver.Call) (*authserver.Record, error) {
				return nil, &authserver.Error{Status: http.StatusBadRequest, Code: "invalid_grant"}
			}
		},
		"adds members to its token response": token(func(m map[string]any) { m["x_unknown"] = map[string]any{"a": []int{1}} }),
		"says neither how long a token lives nor for what it is": token(func(m map[string]any) {
			delete(m, "expires_in")
			delete(m, "scope")
		}),
		"writes the type of its tokens in small letters":         token(func(m map[string]any) { m["token_type"] = "bearer" }),
		"writes the type of its tokens in capital letters":       token(func(m map[string]any) { m["token_type"] = "BEARER" }),
		"issues no ID token":                                     token(func(m map[string]any) { delete(m, "id_token") }),
		"issues tokens of a type of its own":                     token(func(m map[string]any) { m["token_type"] = "foo" }),
		"wants more scope":                                       refusing(http.StatusForbidden, "insufficient_scope"),
		"says that the token has ended":                          refusing(http.StatusUnauthorized, "invalid_token"),
		"publishes metadata that name members that nobody knows": metadata(func(m map[string]any) { m["x_unknown"] = map[string]any{"a": []int{1}} }),
		"publishes metadata that name another issuer":            metadata(func(m map[string]any) { m["issuer"] = "https://other.example" }),
		"publishes metadata that name its issuer with a slash after it": metadata(func(m map[string]any) {
			m["issuer"] = m["issuer"].(string) + "/" // it is our own document
		}),
		"does not announce the issuer of its answers": metadata(func(m map[string]any) {
			delete(m, "authorization_response_iss_parameter_supported")
		}),
	} {
		flaws[name] = f
	}
}

// long is a random text of so many characters.
func long(n int) string { return strings.Repeat("x", n-26) + rand.Text() }

// token changes the members of token responses.
func token(change func(m map[string]any)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.Token.Reply.Success
		o.Token.Reply.Success = func(c *authserver.Call, r *authserver.Reply) {
			next(c, r)
			change(r.Members)
		}
	}
}

// refusing has the protected resource refuse every token, and UserInfo, which is the API that many applications know.
func refusing(status int, code string) func(*authserver.Options) {
	return func(o *authserver.Options) {
		no := func(*authserver.Presented) (*authserver.Record, error) {
			return nil, &authserver.Error{Status: status, Code: code}
		}
		o.Resource.Lookup, o.Userinfo.Lookup = no, no
	}
}

// metadata changes both well-known documents.
func metadata(change func(m map[string]any)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.Metadata.Reply
		o.Metadata.Reply = func(kind string, r *authserver.Reply) {
			next(kind, r)
			change(r.Members)
		}
	}
}
