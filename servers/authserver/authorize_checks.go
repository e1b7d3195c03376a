package authserver

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// repeatsIdentity says whether who asks or where to answer is ambiguous.
func repeatsIdentity(v url.Values) bool { return len(v["client_id"]) > 1 || len(v["redirect_uri"]) > 1 }

// absolute says whether a URI is one, without a fragment (RFC 6749 §3.1.2).
func absolute(uri string) bool {
	u, err := url.Parse(uri)
	return err == nil && u.Scheme != "" && !strings.Contains(uri, "#")
}

// requestSeams are the clean reading of an authorization request.
func (o *AuthorizeSeams) requestSeams() {
	o.Identity = func(*Authorization) error {
		return problem("invalid_request", "client_id or redirect_uri stands more than once")
	}
	o.Client = func(a *Authorization) (*Client, error) {
		if r, ok := a.s.client(a.Params.Get("client_id")); ok {
			return r.Client, nil
		}
		return nil, problem("invalid_request", "the client is not known")
	}
	o.Redirect.Syntax = func(_ *Authorization, uri string) error {
		if !absolute(uri) {
			return problem("invalid_request", "the redirect URI is not an absolute one without a fragment")
		}
		return nil
	}
	o.Redirect.Plain = func(_ *Authorization, uri string) error {
		if u, err := url.Parse(uri); err == nil && u.Scheme == "http" && !loopback(u.Hostname()) {
			return problem("invalid_request", "the redirect URI is not protected by TLS")
		}
		return nil
	}
	o.Redirect.Match = func(a *Authorization, registered, requested string) bool {
		if a.Client.Kind == "native" { // RFC 8252 §7.3
			registered, requested = withoutLoopbackPort(registered), withoutLoopbackPort(requested)
		}
		return registered == requested // RFC 3986 §6.2.1
	}
	o.Redirect.Default = func(a *Authorization) (string, error) {
		openid := a.s.o.OpenID && has(strings.Fields(a.Params.Get("scope")), "openid")
		if len(a.Client.Redirects) != 1 || a.s.o.RequireRedirect || openid {
			return "", problem("invalid_request", "redirect_uri is missing")
		}
		return a.Client.Redirects[0], nil
	}
	o.State = func(a *Authorization) string {
		if len(a.Params["state"]) != 1 {
			return ""
		}
		return a.Params.Get("state")
	}
	o.Params = func(a *Authorization) error {
		if name := repeated(a.Params); name != "" {
			return problem("invalid_request", "the parameter "+name+" stands more than once")
		}
		return nil
	}
	o.RequestObject = func(a *Authorization) error {
		switch {
		case a.Params.Has("request"):
			return problem("request_not_supported", "request objects are not served")
		case a.Params.Has("request_uri"):
			return problem("request_uri_not_supported", "request objects are not served")
		case a.s.o.OpenID && a.Params.Has("registration"):
			return problem("registration_not_supported", "clients are registered beforehand")
		}
		return nil
	}
	o.ResponseType = func(a *Authorization) error {
		asked := strings.Fields(a.Params.Get("response_type"))
		slices.Sort(asked)
		if len(asked) == 0 {
			return problem("invalid_request", "response_type is missing")
		}
		if !has(a.s.o.ResponseTypes, strings.Join(asked, " ")) {
			return problem("unsupported_response_type", "this response type is not served here")
		}
		a.ResponseType = asked
		return nil
	}
	o.ResponseMode = func(a *Authorization) error {
		mode := a.Params.Get("response_mode")
		if mode == "" {
			return nil
		}
		if !has(a.s.o.ResponseModes, mode) {
			return problem("invalid_request", "this response mode is not served here")
		}
		a.Mode = mode
		return nil
	}
	o.Grant = func(a *Authorization) error {
		if !has(a.Client.ResponseTypes, strings.Join(a.ResponseType, " ")) {
			return problem("unauthorized_client", "the client is not registered for this response type")
		}
		return nil
	}
	o.Scope, o.Key = authorizeScope, checkKey
	o.pkceSeams()
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// withoutLoopbackPort drops the port of a loopback URI and leaves any other as it is.
func withoutLoopbackPort(uri string) string {
	for _, host := range []string{"http://127.0.0.1", "http://[::1]", "http://localhost"} {
		rest, ok := strings.CutPrefix(uri, host)
		if !ok || rest == "" || rest[0] != ':' {
			continue
		}
		digits := rest[1:]
		end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(digits)
		}
		if end > 0 && end <= 5 && (end == len(digits) || strings.ContainsRune("/?", rune(digits[end]))) {
			return host + digits[end:]
		}
	}
	return uri
}

func authorizeScope(a *Authorization) error {
	asked := scopeOr(a.Params.Get("scope"), a.s.o.DefaultScope)
	for _, word := range asked {
		if word == "" || printable(word) != word {
			return problem("invalid_scope", "the scope is malformed")
		}
	}
	openid := a.s.o.OpenID && has(asked, "openid")
	for _, word := range asked {
		switch {
		case word == "offline_access" && openid && !has(strings.Fields(a.Params.Get("prompt")), "consent"):
			// Ignored without the user's consent (OpenID Connect Core §11).
		case has(a.Client.Scopes, word):
			a.Scope = append(a.Scope, word)
		case !openid: // OpenID Connect Core §3.1.2.1 has unknown scopes ignored
			return problem("invalid_scope", "the client may not have that scope")
		}
	}
	return nil
}

func (o *AuthorizeSeams) pkceSeams() {
	o.PKCE.Required = func(a *Authorization) error {
		native := a.Client.Kind == "native" // RFC 8252 §8.1
		if (a.s.o.RequirePKCE || native) && !a.Params.Has("code_challenge") {
			return problem("invalid_request", "code_challenge is missing")
		}
		return nil
	}
	o.PKCE.Challenge = func(a *Authorization) error {
		c := a.Params.Get("code_challenge")
		if c == "" && !a.Params.Has("code_challenge_method") {
			return nil
		}
		s256 := a.Params.Get("code_challenge_method") == "S256"
		if len(c) < 43 || len(c) > 128 || s256 && len(c) != 43 || strings.ContainsFunc(c, reserved) {
			return problem("invalid_request", "the code challenge is malformed")
		}
		return nil
	}
	o.PKCE.Method = func(a *Authorization) error {
		m := a.Params.Get("code_challenge_method")
		plain := m == "plain" || m == "" && a.Params.Has("code_challenge")
		if plain && !a.s.o.PlainPKCE || m != "" && m != "plain" && m != "S256" {
			return problem("invalid_request", "this code challenge method is not served here")
		}
		return nil
	}
}

// reserved says whether a character may not stand in a code verifier or challenge (RFC 7636 §4.1).
func reserved(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~", r))
}
