package authserver

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// Assertion is a client's JWT (RFC 7523 §3).
type Assertion struct {
	JWS    *jose.JSONWebSignature
	Alg    string
	Claims jwt.Claims
}

// The alg none is not among them, so such an assertion does not even parse.
var assertionAlgs = []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA, jose.HS256}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

func (c *Call) byAssertion() error {
	o := &c.s.o.Token.Client
	if err := use(c.s, &o.Assertion.Type)(c); err != nil {
		return err
	}
	a, err := use(c.s, &o.Assertion.Parse)(c, c.Form.Get("client_assertion"))
	if err != nil {
		return err
	}
	if c.Client, err = c.find(use(c.s, &o.Assertion.Client)(c, a)); err != nil {
		return err
	}
	c.Method = "private_key_jwt"
	if a.Alg == string(jose.HS256) {
		c.Method = "client_secret_jwt"
	}
	for _, check := range []func(*Call) error{
		func(c *Call) error { return use(c.s, &o.Same)(c, c.Client.ID) },
		func(c *Call) error { return use(c.s, &o.Offered)(c) },
		func(c *Call) error { return use(c.s, &o.Assertion.Alg)(c, a.Alg) },
	} {
		if err := check(c); err != nil {
			return err
		}
	}
	as := &o.Assertion
	for _, check := range []*func(*Call, *Assertion) error{
		&as.Signature, &as.Issuer, &as.Subject, &as.Audience, &as.Expiry, &as.NotBefore, &as.ID,
	} {
		if err := use(c.s, check)(c, a); err != nil {
			return err
		}
	}
	return nil
}

func parseAssertion(_ *Call, raw string) (*Assertion, error) {
	if strings.ContainsAny(raw, " \t\r\n") { // the library skips them; RFC 7519 §7.2 forbids them
		return nil, problem("invalid_client", "there is white space in the assertion")
	}
	jws, err := jose.ParseSignedCompact(raw, assertionAlgs)
	if err != nil || len(jws.Signatures) != 1 {
		return nil, problem("invalid_client", "the assertion is not a signed JWT")
	}
	a := &Assertion{JWS: jws, Alg: jws.Signatures[0].Header.Algorithm}
	if err := json.Unmarshal(jws.UnsafePayloadWithoutVerification(), &a.Claims); err != nil {
		return nil, problem("invalid_client", "the assertion's claims are not those of a JWT")
	}
	return a, nil
}

func rejectIf(bad bool, why string) error {
	if bad {
		return problem("invalid_client", why)
	}
	return nil
}

// leeway is how far clocks may differ.
const leeway = 30 * time.Second

func (o *ClientSeams) assertionSeams() {
	as := &o.Assertion
	as.Type = func(c *Call) error {
		return rejectIf(c.Form.Get("client_assertion_type") != assertionType || !c.Form.Has("client_assertion"),
			"an assertion and its type belong together")
	}
	as.Parse = parseAssertion
	as.Client = func(_ *Call, a *Assertion) string { return a.Claims.Subject }
	as.Keys = func(c *Call, fresh bool) []jose.JSONWebKey { return c.Client.keys.get(fresh) }
	as.Alg = func(_ *Call, alg string) error {
		return rejectIf(!slices.Contains(assertionAlgs, jose.SignatureAlgorithm(alg)), "the algorithm is not accepted")
	}
	as.Signature = func(c *Call, a *Assertion) error { return rejectIf(!c.verifies(a), "the signature does not verify") }
	as.Issuer = func(c *Call, a *Assertion) error {
		return rejectIf(a.Claims.Issuer != c.Client.ID, "the issuer is not the client")
	}
	as.Subject = func(c *Call, a *Assertion) error {
		return rejectIf(a.Claims.Subject != c.Client.ID, "the subject is not the client")
	}
	as.Audience = func(c *Call, a *Assertion) error {
		good := c.s.o.TokenURLAudience && slices.Contains(a.Claims.Audience, c.s.o.Issuer+"/token")
		good = good || slices.Contains(a.Claims.Audience, c.s.o.Issuer)
		sole := c.s.o.TokenURLAudience || len(a.Claims.Audience) == 1
		return rejectIf(!good || !sole, "the audience is not this server")
	}
	as.Expiry = func(c *Call, a *Assertion) error {
		exp, now := a.Claims.Expiry, c.s.now()
		return rejectIf(exp == nil || !now.Before(exp.Time()) || exp.Time().After(now.Add(c.s.o.Lifetimes.Assertion)),
			"it has no expiry, is expired, or lasts too long")
	}
	as.NotBefore = func(c *Call, a *Assertion) error {
		soon := c.s.now().Add(leeway)
		return rejectIf(a.Claims.NotBefore != nil && a.Claims.NotBefore.Time().After(soon) ||
			a.Claims.IssuedAt != nil && a.Claims.IssuedAt.Time().After(soon), "it is of the future")
	}
	as.ID = func(c *Call, a *Assertion) error {
		key := c.Client.ID + "\x00" + a.Claims.ID
		until := c.s.now().Add(c.s.o.Lifetimes.Assertion)
		return rejectIf(a.Claims.ID == "" || !use(c.s, &c.s.o.Store.UseAssertion)(c.s, key, until),
			"its jti is missing or was used before")
	}
}

// verifies tries the client's keys that fit, and fetches them anew when none does.
func (c *Call) verifies(a *Assertion) bool {
	if a.JWS == nil {
		return false
	}
	if a.Alg == string(jose.HS256) {
		_, err := a.JWS.Verify([]byte(c.Client.Secret))
		return c.Client.Secret != "" && err == nil
	}
	for _, fresh := range []bool{false, true} {
		for _, k := range use(c.s, &c.s.o.Token.Client.Assertion.Keys)(c, fresh) {
			if kid := a.JWS.Signatures[0].Header.KeyID; kid != "" && k.KeyID != "" && kid != k.KeyID {
				continue
			}
			if _, err := a.JWS.Verify(k.Key); err == nil {
				return true
			}
		}
	}
	return false
}
