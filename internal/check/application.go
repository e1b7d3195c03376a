package check

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// AsksForCode demands what RFC 6749 section 4.1.1 makes of an authorization request: a code, for a client that is one of
// these, and, where it names a redirect URI, one that is registered.
func AsksForCode(q url.Values, clients, redirects []string) error {
	switch {
	case q.Get("response_type") != "code":
		return verdict.Mismatchf("response_type=code", "%q", q.Get("response_type"))
	case !slices.Contains(clients, q.Get("client_id")):
		return verdict.Mismatchf("the client_id it was given", "%q", q.Get("client_id"))
	case q.Has("redirect_uri") && !slices.Contains(redirects, q.Get("redirect_uri")):
		return verdict.Mismatchf("no redirect_uri, or a registered one", "%q", q.Get("redirect_uri"))
	}
	return nil
}

var verifierForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// VerifierSyntax is RFC 7636 section 4.1.
func VerifierSyntax(verifier string) error {
	if !verifierForm.MatchString(verifier) {
		return verdict.Mismatchf("43 to 128 letters, digits and -._~", "%d characters", len(verifier))
	}
	return nil
}

// VerifierHidden demands that no parameter of an authorization request holds the code verifier (RFC 9700 section 2.1.1).
func VerifierHidden(request url.Values, verifier string) error {
	for name, values := range request {
		for _, v := range values {
			if strings.Contains(v, verifier) {
				return verdict.Mismatchf("a code verifier that nobody sees before it is used", "it in %s", name)
			}
		}
	}
	return nil
}

// SecretNotInURL demands that a client's secret is no part of a query (RFC 6749 section 2.3.1).
func SecretNotInURL(query url.Values, secret string) error {
	for name, values := range query {
		for _, v := range values {
			if secret != "" && v == secret {
				return verdict.Mismatchf("no client secret in a URL", "it in the parameter %s", name)
			}
		}
	}
	return nil
}

// digestForm is how 256 bits are written in base64url, without padding (RFC 7636 section 4.2 and appendix A).
var digestForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// DigestForm demands the form of an S256 digest where a challenge is said to be one.
func DigestForm(challenge, method string) error {
	if method == "S256" && !digestForm.MatchString(challenge) {
		return verdict.Mismatchf("an S256 digest in base64url: 43 characters", "%d characters, or other ones", len(challenge))
	}
	return nil
}

// DigestOf demands that a challenge is the S256 digest of its verifier (RFC 7636 section 4.2).
func DigestOf(challenge, method, verifier string) error {
	sum := sha256.Sum256([]byte(verifier))
	if want := base64.RawURLEncoding.EncodeToString(sum[:]); method != "S256" || challenge != want {
		return verdict.Mismatchf("a challenge by S256 that the verifier hashes to", "the method %q and another challenge", method)
	}
	return nil
}

// Redeems demands the parameters of RFC 6749 section 4.1.3: the code as it was given, and the redirect URI of before, where
// there was one.
func Redeems(form url.Values, code, redirect string, sent bool) error {
	switch {
	case form.Get("grant_type") != "authorization_code":
		return verdict.Mismatchf("grant_type=authorization_code", "%q", form.Get("grant_type"))
	case form.Get("code") != code:
		return verdict.Mismatchf("the code that was given", "another")
	case sent && form.Get("redirect_uri") != redirect:
		return verdict.Mismatchf("the redirect_uri of the authorization request", "%q", form.Get("redirect_uri"))
	}
	return nil
}

// clientMethods are the ways in which a request authenticates its client.
func clientMethods(h http.Header, form url.Values) (found []string) {
	if strings.HasPrefix(strings.ToLower(h.Get("Authorization")), "basic ") {
		found = append(found, "the Authorization header")
	}
	for _, name := range []string{"client_secret", "client_assertion"} {
		if form.Has(name) {
			found = append(found, name)
		}
	}
	return found
}

// OneClientMethod demands at most one way of authenticating the client (RFC 6749 section 2.3).
func OneClientMethod(h http.Header, form url.Values) error {
	if found := clientMethods(h, form); len(found) > 1 {
		return verdict.Mismatchf("one way of client authentication", "%s", strings.Join(found, " and "))
	}
	return nil
}

// Authenticated demands a way of authenticating the client.
func Authenticated(h http.Header, form url.Values) error {
	if len(clientMethods(h, form)) == 0 && !form.Has("client_id") {
		return verdict.Mismatchf("client authentication", "none")
	}
	return nil
}

// IntrospectionAuthenticates demands that whoever asks about a token proves who asks, as a client or by a token of its own (RFC 7662
// section 2.1): an identifier alone proves nothing.
func IntrospectionAuthenticates(h http.Header, form url.Values) error {
	if h.Get("Authorization") == "" && len(clientMethods(h, form)) == 0 {
		return verdict.Mismatchf("an introspection that authenticates", "one that does not")
	}
	return nil
}

// BasicEncoded demands identifier and secret form-encoded within HTTP Basic (RFC 6749 section 2.3.1).
func BasicEncoded(h http.Header, id, secret string) error {
	user, password, ok := (&http.Request{Header: h}).BasicAuth()
	if !ok {
		return verdict.Mismatchf("credentials by HTTP Basic", "something else")
	}
	u, err := url.QueryUnescape(user)
	p, err2 := url.QueryUnescape(password)
	if err != nil || err2 != nil || u != id || p != secret {
		return verdict.Mismatchf("identifier and secret, each form-encoded", "credentials that do not decode to them")
	}
	return nil
}

// AssertsItself demands the claims of RFC 7523 section 3 in a client assertion.
func AssertsItself(raw, client string, servers []string, now time.Time) error {
	t, err := oauth.ParseJWT(raw)
	if err != nil {
		return verdict.Mismatchf("a signed JWT", "%v", err)
	}
	exp, dated := seconds(t, "exp")
	switch {
	case t.Text("iss") != client || t.Text("sub") != client:
		return verdict.Mismatchf("the client as iss and sub", "%q and %q", t.Text("iss"), t.Text("sub"))
	case !dated || !exp.After(now):
		return verdict.Mismatchf("an exp that lies ahead", "%v", t.Claims["exp"])
	}
	for _, a := range audiences(t) {
		if slices.Contains(servers, a) {
			return nil
		}
	}
	return verdict.Mismatchf("the authorization server as aud", "%v", t.Claims["aud"])
}

// tokenPlaces are where a request carries an access token (RFC 6750 section 2).
func tokenPlaces(h http.Header, query, form url.Values) (found []string) {
	if strings.HasPrefix(strings.ToLower(h.Get("Authorization")), "bearer ") {
		found = append(found, "the header")
	}
	if form.Has("access_token") {
		found = append(found, "the body")
	}
	if query.Has("access_token") {
		found = append(found, "the URL")
	}
	return found
}

// NoToken demands a request without an access token, as one without TLS has to be (RFC 6750 section 5.3).
func NoToken(h http.Header, query, form url.Values) error {
	if found := tokenPlaces(h, query, form); len(found) > 0 {
		return verdict.Mismatchf("no token without TLS", "one in %s of a request over plain http", strings.Join(found, " and "))
	}
	return nil
}

// TokenInHeader demands the token in the Authorization header (RFC 6750 section 2.1).
func TokenInHeader(h http.Header, query, form url.Values) error {
	if found := tokenPlaces(h, query, form); !slices.Contains(found, "the header") {
		return verdict.Mismatchf("the token in the Authorization header", "%s", strings.Join(append(found, ""), " "))
	}
	return nil
}

// TokenOnce demands that a token is sent in one place (RFC 6750 section 2).
func TokenOnce(h http.Header, query, form url.Values) error {
	if found := tokenPlaces(h, query, form); len(found) > 1 {
		return verdict.Mismatchf("the token in one place", "%s", strings.Join(found, " and "))
	}
	return nil
}

// TokenNotInURL demands that no token stands in a URL (RFC 6750 section 2.3).
func TokenNotInURL(query url.Values) error {
	if query.Has("access_token") {
		return verdict.Mismatchf("no access_token in the URL", "one")
	}
	return nil
}

// TokenInBody demands, where a token stands in the body, a method that has one and the content type of forms (RFC 6750
// section 2.2).
func TokenInBody(method string, h http.Header, body string) error {
	form := strings.HasPrefix(strings.ToLower(h.Get("Content-Type")), "application/x-www-form-urlencoded")
	if strings.Contains(body, "access_token") && (!form || method == http.MethodGet) {
		return verdict.Mismatchf("a token in a body only as a form, and not with GET", "%s with content type %q", method, h.Get("Content-Type"))
	}
	return nil
}

var loaded = regexp.MustCompile(`(?i)<(?:img|script|iframe|link|object|embed|source|video|audio)\b[^>]*\b(?:src|href|data)\s*=\s*["']?(?:https?:)?//([^/"'\s>]+)`)

// LoadsNothingElsewhere demands that a page loads nothing from another host than its own (RFC 9700 section 4.2.4).
func LoadsNothingElsewhere(page, host string) error {
	for _, m := range loaded.FindAllStringSubmatch(page, -1) {
		if !strings.EqualFold(m[1], host) {
			return verdict.Mismatchf("a page that loads nothing from elsewhere", "something from %s", m[1])
		}
	}
	return nil
}
