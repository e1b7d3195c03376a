package authserver

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// leadingTo lets the browser go to addresses that the client has not registered.
func leadingTo(name, violates string, too func(a *Authorization, registered, uri string) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "logout.match", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Logout.Match
		o.Logout.Match = func(a *Authorization, c *Client, uri string) bool {
			return clean(a, c, uri) || slices.ContainsFunc(c.PostLogout, func(r string) bool { return too(a, r, uri) })
		}
	}}
}

// believing takes an id_token_hint that is not the server's for one that is.
func believing(name string, which func(alg string) bool) Fault {
	return Fault{Name: name, Violates: "oidc-rpinit-4-bad-hint", At: "logout.hint", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Logout.Hint
		o.Logout.Hint = func(a *Authorization) error {
			err := clean(a)
			part := strings.Split(a.Params.Get("id_token_hint"), ".")
			if err == nil || len(part) != 3 {
				return err
			}
			var head struct{ Alg string }
			var claims struct {
				Sub string
				Aud any
			}
			for i, into := range []any{&head, &claims} {
				b, bad := base64.RawURLEncoding.DecodeString(part[i])
				if bad != nil || json.Unmarshal(b, into) != nil {
					return err
				}
			}
			if !which(head.Alg) {
				return err
			}
			a.HintSub, a.HintAud = claims.Sub, claims.Aud
			return nil
		}
	}}
}

// mistaking has another client than that of the ID token for the one that asks.
func mistaking(name string, whom func(a *Authorization, aud string) string) Fault {
	return Fault{Name: name, Violates: "oidc-rpinit-2-client-id-mismatch", At: "logout.client", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Logout.Client
		o.Logout.Client = func(a *Authorization) (string, error) {
			if aud, one := a.HintAud.(string); one && a.Params.Get("client_id") != "" {
				return whom(a, aud), nil
			}
			return clean(a)
		}
	}}
}

// notAsking signs a user out of whom nobody has shown an ID token.
func notAsking(name string, when func(a *Authorization) bool) Fault {
	return Fault{Name: name, Violates: "oidc-rpinit-2-confirm-without-hint", At: "logout.ask", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Logout.Ask
		o.Logout.Ask = func(a *Authorization, x *SignIn) bool { return clean(a, x) && !when(a) }
	}}
}

// stumbling refuses requests to sign out.
func stumbling(name, violates string, over func(r *http.Request) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "logout.wire", Variant: "oidc", Apply: func(o *Options) {
		o.Logout.Wire = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
			if over(r) {
				http.Error(w, "that is not served here", http.StatusBadRequest)
				return
			}
			next(w, r)
		}
	}}
}

// logoutFaults break how users sign out (OpenID Connect RP-Initiated Logout §2, §3, §4).
var logoutFaults = []Fault{
	{
		Name: "logout-keeps-session", Violates: "oidc-rpinit-2-full-request", At: "logout.end", Variant: "oidc",
		AlsoRed: []string{"oidc-rpinit-2-get-and-post", "oidc-rpinit-2-no-params", "oidc-rpinit-2-logout-hint-ui-locales"}, // nor in any other way
		Apply:   func(o *Options) { o.Logout.End = func(*Authorization, http.ResponseWriter) {} },
	},
	{
		Name: "logout-state-dropped", Violates: "oidc-rpinit-2-full-request", At: "logout.state", Variant: "oidc",
		Apply: func(o *Options) { o.Logout.State = func(*Authorization) string { return "" } },
	},
	stumbling("logout-not-posted", "oidc-rpinit-2-get-and-post", func(r *http.Request) bool {
		return r.Method == http.MethodPost && r.Header.Get("Origin") == "" && r.Header.Get("Referer") == ""
	}),
	stumbling("logout-not-unasked", "oidc-rpinit-2-no-params", func(r *http.Request) bool { return r.Method == http.MethodGet && r.URL.RawQuery == "" }),
	stumbling("logout-locales-refused", "oidc-rpinit-2-logout-hint-ui-locales", func(r *http.Request) bool { return r.URL.Query().Has("ui_locales") }),
	notAsking("logout-without-hint", func(a *Authorization) bool { return a.HintSub == "" }),
	notAsking("logout-by-any-hint", func(a *Authorization) bool { return a.HintSub != "" }),
	mistaking("logout-client-named", func(a *Authorization, _ string) string { return a.Params.Get("client_id") }),
	mistaking("logout-client-not-compared", func(_ *Authorization, aud string) string { return aud }),
	believing("logout-hint-unsigned", func(alg string) bool { return alg == "none" }),
	believing("logout-hint-unchecked", func(alg string) bool { return alg != "none" }),
	leadingTo("logout-anywhere", "oidc-rpinit-3-unregistered-uri", func(_ *Authorization, _, uri string) bool {
		return strings.HasPrefix(uri, "https://attacker.example/out")
	}),
	leadingTo("logout-to-any-client", "oidc-rpinit-3-unregistered-uri", func(a *Authorization, _, uri string) bool {
		return slices.ContainsFunc(a.s.o.Clients, func(c Client) bool { return slices.Contains(c.PostLogout, uri) })
	}),
	leadingTo("logout-query-ignored", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool { return strings.HasPrefix(uri, r+"?") }),
	leadingTo("logout-path-below", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool {
		return strings.HasPrefix(uri, r+"/") && !strings.Contains(uri, "..")
	}),
	leadingTo("logout-prefix", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool {
		return strings.HasPrefix(uri, r) && !strings.ContainsAny(uri[len(r):], "/?")
	}),
	leadingTo("logout-step-up", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool { return strings.HasPrefix(uri, r+"/../") }),
	leadingTo("logout-case-ignored", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool { return strings.EqualFold(r, uri) }),
	leadingTo("logout-host-begins", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool {
		return strings.HasPrefix(uri, strings.TrimSuffix(r, "/out")+".")
	}),
	leadingTo("logout-host-as-user", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool {
		return strings.HasPrefix(uri, strings.TrimSuffix(r, "/out")+"@")
	}),
	leadingTo("logout-contains", "oidc-rpinit-3-uri-exact", func(_ *Authorization, r, uri string) bool {
		u, err := url.Parse(uri)
		return err == nil && strings.Contains(u.RawQuery, r)
	}),
}
