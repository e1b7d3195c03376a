package authserver

import (
	"net/http"
	"net/url"
	"strings"
)

// atGrant says that the call is a client of the usual kind that authenticates by Basic at one grant.
func atGrant(c *Call, grant string) bool {
	return c.Grant == grant && c.Method == "client_secret_basic" && c.Client.Kind == "confidential"
}

// clientAuthFaults break which methods of client authentication there are, and how many a request may use.
var clientAuthFaults = []Fault{
	{
		Name:     "basic-refused",
		Violates: "rfc6749-2.3.1-basic-supported",
		At:       "token.client.offered",
		AlsoRed: []string{
			"rfc6749-2.3.1-basic-form-encoding", // its clients use Basic
			"rfc8414-2-auth-methods-truthful",   // which is listed
		},
		Gross: true, // Basic is what most clients use
		Apply: func(o *Options) {
			refuseOffered(o, func(c *Call) bool {
				return atGrant(c, "client_credentials") && has(c.Client.Grants, c.Grant)
			})
		},
	},
	basicAndName("client_credentials"),
	basicAndName("authorization_code"),
	basicAndName("refresh_token"),
	{
		Name:     "post-refused",
		Violates: "rfc6749-2.3.1-secret-in-body",
		At:       "token.client.offered",
		Gross:    true,                                        // every client that sends its secret in the body
		AlsoRed:  []string{"rfc8414-2-auth-methods-truthful"}, // it is listed
		Apply: func(o *Options) {
			refuseOffered(o, func(c *Call) bool { return c.Method == "client_secret_post" })
		},
	},
	{
		Name:     "secret-read-from-query",
		Violates: "rfc6749-2.3.1-secret-not-in-uri",
		At:       "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				if q := c.HTTP.URL.Query(); q.Has("client_secret") {
					c.Form.Set("client_id", q.Get("client_id"))
					c.Form.Set("client_secret", q.Get("client_secret"))
				}
				return clean(c)
			}
		},
	},
	firstMethodWins("basic-before-body", "client_secret_basic", "client_secret"),
	firstMethodWins("assertion-before-basic", "assertion", "client_assertion"),
	firstMethodWins("basic-before-assertion", "client_secret_basic", "client_assertion"), // CVE-2026-16093
	{
		Name:     "guessing-unhindered",
		Violates: "rfc6749-2.3.1-secret-brute-force",
		At:       "token.client.throttle",
		Apply:    func(o *Options) { o.Token.Client.Throttle = func(*Call) error { return nil } },
	},
	{
		Name:     "shared-secrets-only",
		Violates: "rfc9700-2.5-asymmetric-client-auth",
		At:       "metadata.oauth",
		Apply: func(o *Options) {
			clean := o.Metadata.OAuth
			o.Metadata.OAuth = func(s *Server, m map[string]any) {
				clean(s, m)
				m["token_endpoint_auth_methods_supported"] = []string{"client_secret_basic", "client_secret_post", "client_secret_jwt", "none"}
			}
		},
	},
	answersBasic("basic-failure-400", func(r *Reply) { r.Status = http.StatusBadRequest }),
	answersBasic("challenge-missing", func(r *Reply) { r.Header.Del("WWW-Authenticate") }),
	answersBasic("challenge-for-bearer", func(r *Reply) { r.Header.Set("WWW-Authenticate", `Bearer realm="clients"`) }),
}

func refuseOffered(o *Options, when func(*Call) bool) {
	clean := o.Token.Client.Offered
	o.Token.Client.Offered = func(c *Call) error {
		if when(c) {
			return errClient
		}
		return clean(c)
	}
}

// basicAndName takes a client that authenticates by Basic and also names itself for one that authenticates twice.
func basicAndName(grant string) Fault {
	return Fault{
		Name: "basic-and-name-are-two-methods-" + grant, Violates: "rfc6749-2.3.1-basic-supported", At: "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				if c.Grant == grant && c.HTTP.Header.Get("Authorization") != "" && c.Form.Has("client_id") && !c.Form.Has("client_secret") {
					return problem("invalid_request", "the client authenticates in more than one way")
				}
				return clean(c)
			}
		},
	}
}

// firstMethodWins looks at one method and overlooks the other.
func firstMethodWins(name, method, beside string) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-2.3-one-auth-method-per-request", At: "token.client.methods",
		Apply: func(o *Options) {
			clean := o.Token.Client.Methods
			o.Token.Client.Methods = func(c *Call) error {
				if c.HTTP.Header.Get("Authorization") != "" && c.Form.Has(beside) {
					c.Method = method
					return nil
				}
				return clean(c)
			}
		},
	}
}

func answersBasic(name string, change func(*Reply)) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-5.2-error-invalid-client-401", At: "token.reply.error",
		Apply: func(o *Options) {
			clean := o.Token.Reply.Error
			o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
				clean(c, e, r)
				if c.Grant != "" && c.Method == "client_secret_basic" && e.Code == "invalid_client" {
					change(r)
				}
			}
		},
	}
}

// basicFaults break how Basic credentials are decoded.
var basicFaults = []Fault{
	decodes("basic-not-decoded", func(id, secret string) (string, string) { return url.QueryEscape(id), url.QueryEscape(secret) }),
	decodes("basic-plus-stays-plus", func(id, secret string) (string, string) {
		return strings.ReplaceAll(id, " ", "+"), strings.ReplaceAll(secret, " ", "+")
	}),
	decodes("basic-decoded-twice", func(id, secret string) (string, string) { return again(id), again(secret) }),
	decodes("basic-decoded-before-split", func(id, secret string) (string, string) {
		first, second, _ := strings.Cut(id+":"+secret, ":")
		return first, second
	}),
	decodes("basic-ascii-only", func(id, secret string) (string, string) {
		drop := func(r rune) rune {
			if r > '~' {
				return -1
			}
			return r
		}
		return strings.Map(drop, id), strings.Map(drop, secret)
	}),
	decodes("basic-escapes-html", func(id, secret string) (string, string) {
		return strings.ReplaceAll(id, "&", "&amp;"), strings.ReplaceAll(secret, "&", "&amp;")
	}),
}

func decodes(name string, change func(id, secret string) (string, string)) Fault {
	return Fault{
		Name: name, Violates: "rfc6749-2.3.1-basic-form-encoding", At: "token.client.basic",
		Apply: func(o *Options) {
			clean := o.Token.Client.Basic
			o.Token.Client.Basic = func(c *Call) (string, string, error) {
				id, secret, err := clean(c)
				id, secret = change(id, secret)
				return id, secret, err
			}
		},
	}
}

func again(s string) string {
	if d, err := url.QueryUnescape(s); err == nil {
		return d
	}
	return s
}
