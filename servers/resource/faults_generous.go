package resource

import (
	"net/http"
	"net/url"
	"strings"
)

// generousFaults break what an API that takes and publishes more than it has to does beyond the others.
var generousFaults = []Fault{
	{
		Name: "url-token-cached", Violates: "rfc6750-2.3-query-token-cache-control", At: "access.reply", Variant: "generous",
		Apply: func(o *Options) {
			o.Access.Reply = func(t *Token, h http.Header, _ map[string]any) {
				if t.HTTP.URL.Query().Has("access_token") {
					h.Set("Cache-Control", "public, max-age=60")
				}
			}
		},
	},
	{
		Name: "url-token-twice", Violates: "rfc6750-3.1-invalid-request", At: "bearer.query", Variant: "generous",
		Apply: func(o *Options) {
			o.Bearer.Query = func(r *http.Request) (string, error) { return r.URL.Query().Get("access_token"), nil }
		},
	},
	{
		Name: "form-token-twice", Violates: "rfc6750-3.1-invalid-request", At: "bearer.body", Variant: "generous",
		Apply: func(o *Options) {
			o.Bearer.Body = func(r *http.Request, body []byte) (string, error) {
				form, err := url.ParseQuery(string(body))
				if !isForm(r) || err != nil {
					return "", nil
				}
				return form.Get("access_token"), nil
			}
		},
	},
	{
		Name: "plain-http-served", Violates: "rfc6750-5.2-rs-tls", At: "transport.plain", Variant: "generous",
		Apply: func(o *Options) { o.Transport.Plain = func(*http.Request) bool { return true } },
	},
	{
		Name: "keys-over-plain-http", Violates: "rfc9728-2-jwks-uri", At: "metadata.document", Variant: "generous",
		Apply: func(o *Options) {
			o.Metadata.Document = func(m map[string]any) {
				at, _ := m["jwks_uri"].(string)
				m["jwks_uri"] = strings.Replace(at, "https:", "http:", 1)
			}
		},
	},
	{
		Name: "keys-without-a-use", Violates: "rfc9728-2-jwks-uri", At: "metadata.keys", Variant: "generous",
		Apply: func(o *Options) {
			o.Metadata.Keys = func(own []Key) (all []Key) {
				for _, k := range own {
					k.Use = ""
					all = append(all, k)
				}
				return all
			}
		},
	},
	{
		Name: "metadata-signed-by-nobody", Violates: "rfc9728-2.2-signed-metadata", At: "metadata.sign", Variant: "generous",
		Apply: func(o *Options) {
			o.Metadata.Sign = func(_ *Server, claims map[string]any) (string, error) { return signed(claims) }
		},
	},
	{
		Name: "metadata-not-signed", Violates: "rfc9728-2.2-signed-metadata", At: "metadata.sign", Variant: "generous",
		Apply: func(o *Options) {
			clean := o.Metadata.Sign
			o.Metadata.Sign = func(s *Server, claims map[string]any) (string, error) {
				text, err := clean(s, claims)
				_, rest, _ := strings.Cut(text, ".")
				payload, _, _ := strings.Cut(rest, ".")
				return "eyJhbGciOiJub25lIn0." + payload + ".", err // {"alg":"none"}
			}
		},
	},
}

// signedFaults believe answers about tokens that are not to be (RFC 8725 §3.11, RFC 7519 §7.2).
var signedFaults = []Fault{
	answersOf("answer-of-another-type", "signed.type", func(o *Options) *func(*Token) error { return &o.Signed.Type }),
	answersOf("answer-changed", "signed.signature", func(o *Options) *func(*Token) error { return &o.Signed.Signature }),
	answersOf("answer-of-another-issuer", "signed.issuer", func(o *Options) *func(*Token) error { return &o.Signed.Issuer }),
	answersOf("answer-to-somebody-else", "signed.audience", func(o *Options) *func(*Token) error { return &o.Signed.Audience }),
}

func answersOf(name, at string, seam func(o *Options) *func(*Token) error) Fault {
	return Fault{Name: name, Violates: "rfc9701-8.1-rs-checks-typ", At: at, Variant: "signed-introspection",
		Apply: func(o *Options) { *seam(o) = func(*Token) error { return nil } }}
}
