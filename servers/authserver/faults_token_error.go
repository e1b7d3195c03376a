package authserver

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"
)

// tokenErrorFaults break how the token endpoint refuses.
var tokenErrorFaults = []Fault{
	tokenErrors("token-error-as-text", "rfc6749-5.2-error-status-400-json", func(c *Call, e *Error, r *Reply) {
		if e.Status == http.StatusBadRequest {
			r.Header.Set("Content-Type", "text/plain")
		}
	}),
	tokenErrors("unauthenticated-told-nothing", "rfc6749-5.2-error-status-400-json", func(c *Call, e *Error, r *Reply) {
		if e.Code == "invalid_client" && c.Form.Has("grant_type") && c.HTTP.Header.Get("Authorization") == "" {
			r.Members = map[string]any{}
		}
	}),
	// Whatever else has something refused is refused all the same: it is one thing that is wrong.
	{
		Name: "token-errors-come-as-successes", Violates: "rfc6749-5.2-error-status-400-json", At: "token.reply.error",
		AlsoRed: []string{"rfc9449-8-as-nonce-error"}, // the status is part of how a nonce is asked for
		Apply: func(o *Options) {
			clean := o.Token.Reply.Error
			o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
				clean(c, e, r)
				if strings.HasSuffix(c.HTTP.URL.Path, "/token") {
					r.Status = http.StatusOK
				}
			}
		},
	},
	tokenErrors("token-errors-come-as-unimplemented", "rfc6749-5.2-error-status-400-json", func(_ *Call, e *Error, r *Reply) {
		if e.Code == "unsupported_grant_type" {
			r.Status = http.StatusNotImplemented
		}
	}),
	tokenErrors("token-error-repeats-input", "rfc6749-5.2-error-charset", func(c *Call, e *Error, r *Reply) {
		if e.Code == "unsupported_grant_type" {
			r.Members["error_description"] = "there is no grant " + c.Grant
		}
	}),
	{
		Name: "own-tokens-for-everybody-with-a-secret", Violates: "rfc6749-5.2-error-unauthorized-client", At: "token.allowed",
		Apply: func(o *Options) {
			allowCredentials(o, func(c *Call) bool { return c.Client.Kind == "confidential" })
		},
	},
	{
		Name: "unregistered-grant-is-an-invalid-one", Violates: "rfc6749-5.2-error-unauthorized-client", At: "token.allowed",
		Apply: func(o *Options) {
			clean := o.Token.Allowed
			o.Token.Allowed = func(c *Call) error {
				if err := clean(c); err != nil && c.Client.Kind == "confidential" {
					return errGrant
				}
				return clean(c)
			}
		},
	},
	{
		Name: "scope-refused-as-a-request", Violates: "rfc6749-5.2-error-invalid-scope", At: "token.credentials.scope",
		Apply: func(o *Options) {
			ownScope(o, func(c *Call, clean error) error {
				if clean != nil && !malformed(c) {
					return problem("invalid_request", "the client may not have that scope")
				}
				return clean
			})
		},
	},
	{
		Name: "malformed-scope-refused-as-a-grant", Violates: "rfc6749-5.2-error-invalid-scope", At: "token.credentials.scope",
		Apply: func(o *Options) {
			ownScope(o, func(c *Call, clean error) error {
				if clean != nil && malformed(c) {
					return errGrant
				}
				return clean
			})
		},
	},
	{
		// CVE-2024-52287
		Name: "unknown-scope-granted-to-machines", Violates: "rfc6749-5.2-error-invalid-scope", At: "token.credentials.scope",
		Apply: func(o *Options) {
			ownScope(o, func(c *Call, clean error) error {
				if clean == nil || malformed(c) || len(strings.Fields(c.Form.Get("scope"))) < 2 {
					return clean
				}
				c.Scope = strings.Fields(c.Form.Get("scope"))
				return nil
			})
		},
	},
	{
		Name: "code-redeemed-for-more", Violates: "rfc6749-5.2-error-invalid-scope", At: "token.code.expired",
		Apply: func(o *Options) {
			clean := o.Token.Code.Expired
			o.Token.Code.Expired = func(c *Call) error {
				if more := strings.Fields(c.Form.Get("scope")); len(more) > 0 {
					c.Record.Scope = more
				}
				return clean(c)
			}
		},
	},
	failsOn("fails-on-broken-encoding", func(_ *Call, e *Error) bool { return e == errEncoding }),
	failsOn("fails-on-odd-text", func(_ *Call, e *Error) bool { return e == errText }),
	failsOn("fails-on-large-bodies", func(_ *Call, e *Error) bool { return e == errTooLarge }),
	failsOn("fails-on-multipart", declared("multipart/form-data")),
	{
		Name: "fails-on-json", Violates: "rfc6749-5.2-error-no-5xx", At: "token.reply.error",
		AlsoRed: []string{"rfc6749-3.2-token-wrong-content-type"}, // a failure is no refusal
		Apply:   func(o *Options) { fail(o, declared("application/json")) },
	},
	failsOn("fails-on-odd-clients", func(c *Call, e *Error) bool {
		id, _, _ := c.HTTP.BasicAuth()
		return e == errClient && strings.Contains(id, "%00")
	}),
	failsOn("fails-on-many-parameters", func(c *Call, _ *Error) bool { return len(c.Form) > 500 }),
	failsOn("fails-on-tables", func(c *Call, _ *Error) bool { return c.Form.Has("code[a][b]") }),
	failsOn("fails-on-two-content-types", func(c *Call, _ *Error) bool { return len(c.HTTP.Header.Values("Content-Type")) > 1 }),
	endpointFails("introspection-fails-on-odd-requests", "introspect.wire", func(o *Options) *WireSeam { return &o.Introspect.Wire }),
	endpointFails("revocation-fails-on-odd-requests", "revoke.wire", func(o *Options) *WireSeam { return &o.Revoke.Wire }),
	{
		Name: "dead-after-odd-text", Violates: "rfc6749-5.2-error-no-5xx", At: "token.reply.error",
		Apply: func(o *Options) {
			var dead sync.Map // *Server
			clean, method := o.Token.Reply.Error, o.Token.Method
			o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
				clean(c, e, r)
				if e == errText {
					dead.Store(c.s, true)
				}
			}
			o.Token.Method = func(c *Call) error {
				if _, ok := dead.Load(c.s); ok {
					return problem("invalid_request", "try again later")
				}
				return method(c)
			}
		},
	},
}

func tokenErrors(name, violates string, change func(*Call, *Error, *Reply)) Fault {
	return Fault{Name: name, Violates: violates, At: "token.reply.error", Apply: func(o *Options) {
		clean := o.Token.Reply.Error
		o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
			clean(c, e, r)
			change(c, e, r)
		}
	}}
}

// failsOn turns some refusals into failures.
func failsOn(name string, when func(*Call, *Error) bool) Fault {
	return Fault{Name: name, Violates: "rfc6749-5.2-error-no-5xx", At: "token.reply.error", Apply: func(o *Options) { fail(o, when) }}
}

func fail(o *Options, when func(*Call, *Error) bool) {
	clean := o.Token.Reply.Error
	o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
		clean(c, e, r)
		if when(c, e) {
			r.Status, r.Members = http.StatusInternalServerError, map[string]any{"error": "server_error"}
		}
	}
}

func declared(mediaType string) func(*Call, *Error) bool {
	return func(c *Call, _ *Error) bool {
		t, _, err := mime.ParseMediaType(c.HTTP.Header.Get("Content-Type"))
		return err == nil && t == mediaType
	}
}

// malformed says that the scope has characters which no scope may have.
func malformed(c *Call) bool { return printable(c.Form.Get("scope")) != c.Form.Get("scope") }

// endpointFails has an endpoint fail on whatever is not a plain form.
func endpointFails(name, at string, wire func(*Options) *WireSeam) Fault {
	return Fault{Name: name, Violates: "rfc6749-5.2-error-no-5xx", At: at, Apply: func(o *Options) {
		f := wire(o)
		clean := *f
		*f = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
			b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
			r.Body = io.NopCloser(bytes.NewReader(b))
			form, broken := url.ParseQuery(string(b))
			token := form.Get("token")
			odd := len(r.Header.Values("Content-Type")) != 1 || !isForm(r.Header) || len(form) > 500 || strings.Contains(token, "\x00") || !utf8.ValidString(token)
			if err != nil || broken != nil || odd {
				http.Error(w, `{"error":"server_error"}`, http.StatusInternalServerError)
				return
			}
			clean(w, r, next)
		}
	}}
}
