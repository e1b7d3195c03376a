package authserver

import "strings"

// published changes the members of both well-known documents.
func published(name, violates string, change func(m map[string]any)) Fault {
	return Fault{Name: name, Violates: violates, At: "metadata.reply", Apply: func(o *Options) {
		o.Metadata.Reply = func(_ string, r *Reply) { change(r.Members) }
	}}
}

// sets is a member with a value that it must not have.
func sets(member string, v any) func(map[string]any) {
	return func(m map[string]any) { m[member] = v }
}

// omits leaves members out.
func omits(members ...string) func(map[string]any) {
	return func(m map[string]any) {
		for _, name := range members {
			delete(m, name)
		}
	}
}

// metadataFaults break what a client learns about the server before it talks to it.
var metadataFaults = append([]Fault{
	{
		Name: "metadata-gone", Violates: "rfc8414-3-published", At: "metadata.path",
		Gross:   true,                                       // nothing is left to judge
		AlsoRed: []string{"rfc9700-2.6-metadata-published"}, // which recommends the same
		Apply:   func(o *Options) { o.Metadata.Path = func(*Server, string) string { return "" } },
	},
	{
		Name: "metadata-path-appended", Violates: "rfc8414-3.1-path-insertion", At: "metadata.path", Variant: "tls",
		AlsoRed: []string{"rfc8414-3.1-multi-issuer"}, // neither issuer has any where it has to be
		Apply: func(o *Options) {
			o.Metadata.Path = func(s *Server, path string) string {
				if path == s.path+"/.well-known/oauth-authorization-server" {
					return "oauth"
				}
				if strings.HasSuffix(path, "openid-configuration") {
					return metadataPath(s, path)
				}
				return ""
			}
		},
	},
	{
		Name: "metadata-as-text", Violates: "rfc8414-3.2-status-and-type", At: "metadata.reply",
		Apply: func(o *Options) {
			o.Metadata.Reply = func(_ string, r *Reply) { r.Header.Set("Content-Type", "text/plain") }
		},
	},
	{
		Name: "metadata-for-anybody", Violates: "rfc8414-3.2-error-status", At: "metadata.path",
		Apply: func(o *Options) {
			o.Metadata.Path = func(s *Server, path string) string {
				if strings.HasPrefix(path, "/.well-known/oauth-authorization-server") {
					return "oauth"
				}
				return metadataPath(s, path)
			}
		},
	},
	{
		Name: "metadata-documents-differ", Violates: "rfc8414-3-same-as-openid-configuration", At: "metadata.reply", Variant: "oidc",
		Apply: func(o *Options) {
			o.Metadata.Reply = func(kind string, r *Reply) {
				if kind == "openid" {
					r.Members["grant_types_supported"] = []string{"authorization_code"}
				}
			}
		},
	},
	published("metadata-empty-list", "rfc8414-3.2-zero-elements-omitted", sets("ui_locales_supported", []string{})),
	published("metadata-other-issuer", "rfc8414-3.3-issuer-equals-lookup", func(m map[string]any) { m["issuer"] = m["issuer"].(string) + "/" }),
	published("metadata-no-authorization-endpoint", "rfc8414-2-authorization-endpoint", omits("authorization_endpoint")),
	published("metadata-no-token-endpoint", "rfc8414-2-token-endpoint", omits("token_endpoint")),
	published("metadata-no-response-types", "rfc8414-2-response-types", omits("response_types_supported")),
	published("metadata-no-scopes", "rfc8414-2-scopes-supported", omits("scopes_supported")),
	published("metadata-authorization-fragment", "rfc6749-3.1-authz-no-fragment", func(m map[string]any) {
		m["authorization_endpoint"] = m["authorization_endpoint"].(string) + "#login"
	}),
	published("metadata-token-fragment", "rfc6749-3.2-token-no-fragment", func(m map[string]any) {
		m["token_endpoint"] = m["token_endpoint"].(string) + "#token"
	}),
	published("metadata-no-token-algs", "rfc8414-2-jwt-auth-algs-required", omits("token_endpoint_auth_signing_alg_values_supported")),
	published("metadata-no-revocation-algs", "rfc8414-2-revocation-introspection-methods", omits("revocation_endpoint_auth_signing_alg_values_supported")),
	published("metadata-no-introspection-algs", "rfc8414-2-revocation-introspection-methods", omits("introspection_endpoint_auth_signing_alg_values_supported")),
	published("metadata-scopes-as-text", "rfc8414-2-member-types", sets("acr_values_supported", "one two")),
	published("metadata-unsigned-statement", "rfc8414-2.1-signed-metadata-iss", sets("signed_metadata", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.")),
	published("metadata-no-challenge-methods", "rfc9700-2.1.1-pkce-metadata", omits("code_challenge_methods_supported")),
	published("metadata-grant-nobody-serves", "rfc8414-2-grant-types-default",
		sets("grant_types_supported", []string{"authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"})),
	besides(published("metadata-device-grant-without-address", "rfc8628-4-metadata",
		sets("grant_types_supported", []string{"authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"})),
		false, "rfc8414-2-grant-types-default"), // nor does anybody serve it
	published("metadata-par-demanded-only-there", "rfc9126-5-metadata", sets("require_pushed_authorization_requests", true)),
	published("metadata-dpop-with-a-secret", "rfc9449-5.1-metadata-algs", sets("dpop_signing_alg_values_supported", []string{"ES256", "HS256"})),
	published("metadata-resource-by-nickname", "rfc9728-4-as-lists-resources", sets("protected_resources", []string{"api"})),
	published("metadata-signed-mode-without-algs", "jarm-4-metadata", sets("response_modes_supported", []string{"query", "fragment", "form_post", "jwt"})),
	{
		Name: "metadata-of-the-first-tenant", Violates: "rfc8414-3.1-multi-issuer", At: "metadata.oauth", Variant: "tls",
		Apply: func(o *Options) {
			clean := o.Metadata.OAuth
			o.Metadata.OAuth = func(s *Server, m map[string]any) {
				clean(s, m)
				m["issuer"] = strings.Replace(m["issuer"].(string), "/other", "/tenant", 1)
			}
		},
	},
	variant("oauth2.1", published("metadata-no-secret-in-body", "oauth21-2.4.1-secret-post-supported",
		sets("token_endpoint_auth_methods_supported", []string{"client_secret_basic", "private_key_jwt", "client_secret_jwt", "none"}))),
	published("metadata-no-iss-flag", "rfc9207-3-metadata-flag", omits("authorization_response_iss_parameter_supported")),
}, append(plainEndpoints(), noneListed()...)...)

// plainEndpoints are one fault for each URL that has to be https.
func plainEndpoints() []Fault {
	insecure := func(name, member, violates string) Fault {
		f := published(name, violates, func(m map[string]any) {
			if at, ok := m[member].(string); ok {
				m[member] = strings.Replace(at, "https:", "http:", 1)
			}
		})
		f.Variant = "tls"
		return f
	}
	issuer := insecure("metadata-http-issuer", "issuer", "rfc8414-2-issuer")
	issuer.AlsoRed = []string{"rfc8414-3.3-issuer-equals-lookup", "rfc8414-3.1-multi-issuer"} // it was asked for by its https form
	out := []Fault{issuer, insecure("metadata-http-jwks", "jwks_uri", "rfc8414-2-jwks-uri")}
	for _, e := range []string{"authorization", "token", "introspection", "revocation", "userinfo"} {
		out = append(out, insecure("metadata-http-"+e, e+"_endpoint", "rfc8414-2-endpoints-https"))
	}
	return append(out, Fault{
		Name: "jwks-mixed-without-use", Violates: "rfc8414-2-jwks-uri", At: "jwks.reply", Variant: "tls",
		Apply: func(o *Options) {
			o.JWKS.Reply = func(r *Reply) {
				keys := r.Members["keys"].([]map[string]any)
				encrypting := map[string]any{}
				for k, v := range keys[0] {
					encrypting[k] = v
				}
				encrypting["use"], encrypting["kid"] = "enc", "enc-1"
				delete(keys[0], "use")
				r.Members["keys"] = append(keys, encrypting)
			}
		},
	})
}

// noneListed are faults that offer unsigned assertions, one for each endpoint.
func noneListed() []Fault {
	var out []Fault
	for _, e := range []string{"token", "revocation", "introspection"} {
		out = append(out, published("metadata-none-"+e, "rfc8414-2-jwt-auth-algs-no-none",
			sets(e+"_endpoint_auth_signing_alg_values_supported", []string{"RS256", "ES256", "none"})))
	}
	return out
}
