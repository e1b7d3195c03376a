package authserver

import "net/http"

// unshared tells pages that they may call an endpoint, and keeps its answer from them.
func unshared(name, violates, at string) Fault {
	return Fault{Name: name, Violates: violates, At: "transport.share", Apply: func(o *Options) {
		clean := o.Transport.Share
		o.Transport.Share = func(h http.Header, path string, preflight bool) {
			if preflight || path != at {
				clean(h, path, preflight)
			}
		}
	}}
}

// hidesNonce lets pages read all but the nonce for their proofs.
func hidesNonce(name, variant, at string) Fault {
	return Fault{Name: name, Violates: "rfc9449-8-cors-nonce-exposed", At: "transport.share", Variant: variant, Apply: func(o *Options) {
		clean := o.Transport.Share
		o.Transport.Share = func(h http.Header, path string, preflight bool) {
			if clean(h, path, preflight); path == at && !preflight {
				h.Set("Access-Control-Expose-Headers", "WWW-Authenticate")
			}
		}
	}}
}

// corsFaults break what pages of other origins may read.
var corsFaults = []Fault{
	{
		Name: "cors-at-authorization", Violates: "rfc9700-2.6-no-cors-at-authorization", At: "transport.cross",
		Apply: func(o *Options) {
			clean := o.Transport.Cross
			o.Transport.Cross = func(path string) bool { return path == "/authorize" || clean(path) }
		},
	},
	unshared("cors-token-half", "rfc9700-2.6-cors-allowed-elsewhere", "/token"),
	unshared("cors-metadata-half", "rfc9700-2.6-cors-allowed-elsewhere", "/.well-known/"),
	unshared("cors-keys-half", "rfc9700-2.6-cors-allowed-elsewhere", "/jwks"),
	unshared("cors-registration-half", "rfc9700-2.6-cors-allowed-elsewhere", "/register"),
	unshared("cors-revocation-half", "rfc7009-2.3-cors", "/revoke"),
	{
		Name: "cors-not-at-userinfo", Violates: "oidc-core-5.3-userinfo-cors", At: "transport.cross", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Transport.Cross
			o.Transport.Cross = func(path string) bool { return path != "/userinfo" && clean(path) }
		},
	},
	hidesNonce("cors-nonce-hidden-at-token", "", "/token"),
	hidesNonce("cors-nonce-hidden-at-userinfo", "oidc", "/userinfo"),
}
