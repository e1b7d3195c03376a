package authserver

import (
	"slices"
	"strings"
)

// assertionFaults break what a client assertion has to say, apart from who signed it.
var assertionFaults = []Fault{
	{
		Name:     "rs256-refused",
		Violates: "rfc7523-5-rs256-mti",
		At:       "token.client.assertion.alg",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Alg
			o.Token.Client.Assertion.Alg = func(c *Call, alg string) error {
				if alg == "RS256" {
					return errClient
				}
				return clean(c, alg)
			}
		},
	},
	{
		Name:     "assertion-needs-client-id", // which RFC 7521 section 4.2 leaves to the client
		Violates: "rfc7523-2.2-private-key-jwt",
		At:       "token.client.offered",
		Gross:    true, // no client here sends it
		AlsoRed: []string{
			"rfc7523-5-rs256-mti",             // with whatever algorithm
			"rfc8414-2-auth-methods-truthful", // it is listed
		},
		Apply: func(o *Options) {
			refuseOffered(o, func(c *Call) bool { return c.Method == "private_key_jwt" && !c.Form.Has("client_id") })
		},
	},
	{
		Name:     "assertion-beside-another-name",
		Violates: "rfc7521-4.2-client-id-matches-assertion",
		At:       "token.client.same",
		Apply: func(o *Options) {
			clean := o.Token.Client.Same
			o.Token.Client.Same = func(c *Call, id string) error {
				if c.Form.Has("client_assertion") {
					return nil
				}
				return clean(c, id)
			}
		},
	},
	{
		Name:     "private-key-jwt-listed-and-refused",
		Violates: "rfc8414-2-auth-methods-truthful",
		At:       "token.client.assertion.alg",
		Gross:    true,                                    // most clients with a key have one for ES256
		AlsoRed:  []string{"rfc7523-2.2-private-key-jwt"}, // it is offered
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Alg
			o.Token.Client.Assertion.Alg = func(c *Call, alg string) error {
				if alg == "ES256" {
					return errClient
				}
				return clean(c, alg)
			}
		},
	},
	{
		Name:     "secret-jwt-offered-and-refused",
		Violates: "rfc7523-2.2-client-secret-jwt",
		At:       "token.client.offered",
		AlsoRed:  []string{"rfc8414-2-auth-methods-truthful"}, // it is listed
		Apply: func(o *Options) {
			refuseOffered(o, func(c *Call) bool { return c.Method == "client_secret_jwt" })
		},
	},
	typeTaken("assertion-without-type", func(kind string) bool { return kind == "" }),
	typeTaken("assertion-of-any-type", func(kind string) bool { return kind != "" }),

	subject("subject-of-another-client", func(c *Call, a *Assertion) bool { return c.s.clients[a.Claims.Subject] != nil }),
	subject("subject-of-nobody", func(c *Call, a *Assertion) bool {
		return c.s.clients[a.Claims.Subject] == nil && a.Claims.Subject != ""
	}),
	subject("subject-left-out", func(_ *Call, a *Assertion) bool { return a.Claims.Subject == "" }),

	waves("audience-elsewhere", "audience", func(c *Call, a *Assertion) bool { return len(a.Claims.Audience) > 0 }),
	waves("audience-begins", "audience", func(c *Call, a *Assertion) bool {
		return slices.ContainsFunc(a.Claims.Audience, func(aud string) bool { return strings.HasPrefix(aud, c.s.o.Issuer) })
	}),
	waves("audience-left-out", "audience", func(_ *Call, a *Assertion) bool { return len(a.Claims.Audience) == 0 }),
	waves("assertion-expired", "expiry", func(_ *Call, a *Assertion) bool { return a.Claims.Expiry != nil }),
	waves("assertion-not-yet-valid", "notbefore", func(*Call, *Assertion) bool { return true }),
	waves("issuer-left-out", "issuer", func(_ *Call, a *Assertion) bool { return a.Claims.Issuer == "" }),
	waves("issuer-somebody", "issuer", func(_ *Call, a *Assertion) bool { return a.Claims.Issuer != "" }),
	{
		Name:     "assertion-lasts-for-ever",
		Violates: "oidc-core-9-jwt-auth-claims",
		At:       "token.client.assertion.expiry",
		Variant:  "oidc",
		Apply: func(o *Options) {
			checkUnless(&o.Token.Client.Assertion.Expiry, func(_ *Call, a *Assertion) bool { return a.Claims.Expiry == nil })
		},
	},

	{
		Name:     "issuer-as-audience-invalid-grant",
		Violates: "rfc7523-3-aud-issuer-accepted",
		At:       "token.client.assertion.audience",
		Apply: func(o *Options) {
			audienceIs(o, func(c *Call) string { return c.s.o.Issuer })
		},
	},
	{
		Name:     "token-url-as-audience-invalid-grant",
		Violates: "rfc7523-3-aud-token-endpoint",
		At:       "token.client.assertion.audience",
		Variant:  "oauth2.1",
		Apply: func(o *Options) {
			audienceIs(o, func(c *Call) string { return c.s.o.Issuer + "/token" })
		},
	},
	{
		Name:     "assertion-good-for-a-while",
		Violates: "oidc-core-9-jwt-auth-jti-once",
		At:       "token.client.assertion.id",
		Variant:  "oidc",
		Apply:    func(o *Options) { o.Token.Client.Assertion.ID = func(*Call, *Assertion) error { return nil } },
	},
	{
		Name:     "replayed-assertion-jti-known", // what fosite answers
		Violates: "rfc7523-3-jti-replay",
		At:       "token.client.assertion.id",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.ID
			o.Token.Client.Assertion.ID = func(c *Call, a *Assertion) error {
				if clean(c, a) != nil {
					return problem("jti_known", "the assertion was used before")
				}
				return nil
			}
		},
	},
}

func typeTaken(name string, when func(kind string) bool) Fault {
	return Fault{
		Name: name, Violates: "rfc7523-2.2-assertion-type-wrong", At: "token.client.assertion.type",
		Apply: func(o *Options) {
			clean := o.Token.Client.Assertion.Type
			o.Token.Client.Assertion.Type = func(c *Call) error {
				if when(c.Form.Get("client_assertion_type")) {
					return nil
				}
				return clean(c)
			}
		},
	}
}

// subject takes the issuer for the client, whatever the subject is.
func subject(name string, when func(*Call, *Assertion) bool) Fault {
	return Fault{
		Name: name, Violates: "rfc7523-3-sub-is-client-id", At: "token.client.assertion.client",
		Apply: func(o *Options) {
			as := &o.Token.Client.Assertion
			clean := as.Client
			as.Client = func(c *Call, a *Assertion) string {
				if when(c, a) {
					return a.Claims.Issuer
				}
				return clean(c, a)
			}
			checkUnless(&as.Subject, when)
		},
	}
}

// waves lets assertions through that a check was made to stop.
func waves(name, check string, when func(*Call, *Assertion) bool) Fault {
	return Fault{
		Name: name, Violates: "rfc7523-3.2-client-error", At: "token.client.assertion." + check,
		Apply: func(o *Options) {
			as := &o.Token.Client.Assertion
			checkUnless(map[string]*func(*Call, *Assertion) error{
				"audience": &as.Audience, "expiry": &as.Expiry, "notbefore": &as.NotBefore, "issuer": &as.Issuer}[check], when)
		},
	}
}

func checkUnless(check *func(*Call, *Assertion) error, when func(*Call, *Assertion) bool) {
	clean := *check
	*check = func(c *Call, a *Assertion) error {
		if when(c, a) {
			return nil
		}
		return clean(c, a)
	}
}

// audienceIs refuses one audience in words that are not for clients.
func audienceIs(o *Options, audience func(*Call) string) {
	clean := o.Token.Client.Assertion.Audience
	o.Token.Client.Assertion.Audience = func(c *Call, a *Assertion) error {
		if slices.Contains(a.Claims.Audience, audience(c)) {
			return problem("invalid_grant", "the audience is not this server")
		}
		return clean(c, a)
	}
}
