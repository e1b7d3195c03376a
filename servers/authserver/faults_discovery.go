package authserver

import "strings"

// discoveryFaults break what an OpenID client learns before it signs anybody in.
var discoveryFaults = append([]Fault{
	{
		Name: "openid-configuration-inserted", Violates: "oidc-discovery-4-well-known-appended", At: "metadata.path", Variant: "tls",
		Gross: true, // the others read it where it has to be
		Apply: func(o *Options) {
			o.Metadata.Path = func(s *Server, path string) string {
				switch path {
				case "/.well-known/openid-configuration" + s.path:
					return "openid"
				case s.path + "/.well-known/openid-configuration":
					return ""
				}
				return metadataPath(s, path)
			}
		},
	},
	inBoth("openid-no-rs256", "oidc-discovery-3-rs256-listed", sets("id_token_signing_alg_values_supported", []string{"ES256"})),
	configured("openid-no-userinfo-endpoint", "oidc-discovery-3-userinfo-endpoint", omits("userinfo_endpoint")),
	inBoth("openid-scope-unlisted", "oidc-discovery-3-scopes-openid", sets("scopes_supported", []string{"profile"})),
	configured("openid-no-claims-listed", "oidc-discovery-3-claims-supported", omits("claims_supported")),
	configured("openid-ui-locale-underscore", "oidc-discovery-3-locales-syntax", sets("ui_locales_supported", []string{"en_GB"})),
	configured("openid-claims-locale-words", "oidc-discovery-3-locales-syntax", sets("claims_locales_supported", []string{"British English"})),
	configured("openid-no-registration-endpoint", "oidc-discovery-3-registration-endpoint", omits("registration_endpoint")),
	inBoth("openid-request-offered", "oidc-discovery-3-request-flags-defaults", sets("request_parameter_supported", true)),
	inBoth("openid-request-uri-not-denied", "oidc-discovery-3-request-flags-defaults", omits("request_uri_parameter_supported")),
	{
		Name: "webfinger-other-issuer", Violates: "oidc-discovery-2-webfinger-answer", At: "metadata.provider", Variant: "oidc",
		Apply: func(o *Options) { o.Metadata.Provider = func(s *Server) string { return s.o.Issuer + "/" } },
	},
	{
		Name: "jwks-rotated-at-once", Violates: "oidc-core-10.1.1-key-rotation-server", At: "jwks.keys", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.JWKS.Keys
			o.JWKS.Keys = func(s *Server) []map[string]any {
				keys := clean(s)
				return keys[len(keys)-len(s.o.SigningAlgs):]
			}
		},
	},
	{
		Name: "jwks-with-private-key-of-oauth", Violates: "rfc7517-9.2-keys-not-disclosed", At: "jwks.keys",
		Apply: func(o *Options) {
			clean := o.JWKS.Keys
			o.JWKS.Keys = func(s *Server) []map[string]any {
				return append(clean(s), map[string]any{"kty": "oct", "kid": "internal", "alg": "HS256", "k": "VGhpcyB3b3VsZCBiZSBhIHNlY3JldA"})
			}
		},
	},
	{
		Name: "jwks-with-private-key", Violates: "oidc-discovery-3-jwks-no-private", At: "jwks.keys", Variant: "oidc",
		Gross:   true,                                       // a library that reads the keys may refuse them
		AlsoRed: []string{"rfc7517-9.2-keys-not-disclosed"}, // which is the same of every server
		Apply: func(o *Options) {
			clean := o.JWKS.Keys
			o.JWKS.Keys = func(s *Server) []map[string]any {
				keys := clean(s)
				keys[0]["d"] = "VGhpcyB3b3VsZCBiZSB0aGUgcHJpdmF0ZSBleHBvbmVudA"
				return keys
			}
		},
	},
}, missingMembers()...)

// configured changes the members of the OpenID configuration alone.
func configured(name, violates string, change func(m map[string]any), also ...string) Fault {
	return Fault{Name: name, Violates: violates, AlsoRed: also, At: "metadata.reply", Variant: "oidc", Apply: func(o *Options) {
		o.Metadata.Reply = func(kind string, r *Reply) {
			if kind == "openid" {
				change(r.Members)
			}
		}
	}}
}

// inBoth changes the members of both documents of an OpenID provider, so that they still agree.
func inBoth(name, violates string, change func(m map[string]any)) Fault {
	f := published(name, violates, change)
	f.Variant = "oidc"
	return f
}

// missingMembers are one fault for each member that an OpenID configuration has to have.
func missingMembers() []Fault {
	also := map[string]string{ // what RFC 8414 asks of the same member, and of either document
		"issuer":                                "rfc8414-3.3-issuer-equals-lookup",
		"authorization_endpoint":                "rfc8414-2-authorization-endpoint",
		"token_endpoint":                        "rfc8414-2-token-endpoint",
		"response_types_supported":              "rfc8414-2-response-types",
		"id_token_signing_alg_values_supported": "oidc-discovery-3-rs256-listed", // nothing is listed at all
		"jwks_uri":                              "", "subject_types_supported": "",
	}
	var out []Fault
	for member, too := range also {
		f := configured("openid-no-"+strings.ReplaceAll(member, "_", "-"), "oidc-discovery-3-required-members", omits(member))
		if too != "" {
			f.AlsoRed = []string{too}
		}
		out = append(out, f)
	}
	return out
}
