package authserver

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// metadata serves both well-known documents: RFC 8414 §3.1 inserts its path before the issuer's, OpenID Connect
// Discovery §4 appends it.
func (s *Server) metadata(w http.ResponseWriter, r *http.Request) {
	kind := use(s, &s.o.Metadata.Path)(s, r.URL.EscapedPath())
	if kind == "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.NotFound(w, r)
		return
	}
	m := map[string]any{}
	use(s, &s.o.Metadata.OAuth)(s, m)
	if s.o.OpenID {
		use(s, &s.o.Metadata.OpenID)(s, m)
	}
	reply := newReply(w, http.StatusOK)
	reply.Members = m
	use(s, &s.o.Metadata.Reply)(kind, reply)
	reply.write(w)
}

func metadataPath(s *Server, path string) string {
	switch {
	case path == "/.well-known/oauth-authorization-server"+s.path:
		return "oauth"
	case s.o.OpenID && path == s.path+"/.well-known/openid-configuration":
		return "openid"
	}
	return ""
}

func oauthMetadata(s *Server, m map[string]any) {
	at := func(path string) string { return s.o.Issuer + path }
	methods := append(slices.Clone(s.o.AuthMethods), "none")
	algs := []string{"RS256", "PS256", "ES256", "EdDSA"}
	if has(methods, "client_secret_jwt") {
		algs = append(algs, "HS256")
	}
	maps.Copy(m, map[string]any{
		"issuer":                                         s.o.Issuer,
		"authorization_endpoint":                         at("/authorize"),
		"token_endpoint":                                 at("/token"),
		"jwks_uri":                                       at("/jwks"),
		"introspection_endpoint":                         at("/introspect"),
		"revocation_endpoint":                            at("/revoke"),
		"scopes_supported":                               s.o.Scopes,
		"response_types_supported":                       s.o.ResponseTypes,
		"response_modes_supported":                       s.o.ResponseModes,
		"grant_types_supported":                          s.o.GrantTypes,
		"token_endpoint_auth_methods_supported":          methods,
		"revocation_endpoint_auth_methods_supported":     methods,
		"introspection_endpoint_auth_methods_supported":  append(slices.Clone(s.o.AuthMethods), "Bearer"),
		"code_challenge_methods_supported":               challengeMethods(s),
		"introspection_signing_alg_values_supported":     s.o.SigningAlgs,
		"authorization_response_iss_parameter_supported": true,
		"dpop_signing_alg_values_supported":              proofAlgs,
	})
	if s.o.Registration {
		m["registration_endpoint"] = at("/register")
	}
	if slices.ContainsFunc(methods, func(m string) bool { return strings.HasSuffix(m, "_jwt") }) {
		for _, endpoint := range []string{"token", "revocation", "introspection"} {
			m[endpoint+"_endpoint_auth_signing_alg_values_supported"] = algs
		}
	}
}

func challengeMethods(s *Server) []string {
	if s.o.PlainPKCE {
		return []string{"S256", "plain"}
	}
	return []string{"S256"}
}

func openIDMetadata(s *Server, m map[string]any) {
	claims := []string{"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash"}
	for _, scope := range []string{"profile", "email", "address", "phone"} {
		claims = append(claims, scopeClaims[scope]...)
	}
	maps.Copy(m, map[string]any{
		"userinfo_endpoint":                     s.o.Issuer + "/userinfo",
		"end_session_endpoint":                  s.o.Issuer + "/logout",
		"subject_types_supported":               []string{"public", "pairwise"},
		"id_token_signing_alg_values_supported": s.o.SigningAlgs,
		"userinfo_signing_alg_values_supported": s.o.SigningAlgs,
		"acr_values_supported":                  []string{acrPassword},
		"claim_types_supported":                 []string{"normal"},
		"claims_supported":                      claims,
		"claims_parameter_supported":            true,
		"request_parameter_supported":           false,
		"request_uri_parameter_supported":       false,
		"prompt_values_supported":               knownPrompts,
	})
}

func metadataSeams() MetadataSeams {
	return MetadataSeams{Wire: plainWire, Path: metadataPath, OAuth: oauthMetadata, OpenID: openIDMetadata, Reply: func(string, *Reply) {},
		Provider: func(s *Server) string { return s.o.Issuer }}
}

func (s *Server) jwks(w http.ResponseWriter, _ *http.Request) {
	reply := newReply(w, http.StatusOK)
	reply.Members = map[string]any{"keys": use(s, &s.o.JWKS.Keys)(s)}
	use(s, &s.o.JWKS.Reply)(reply)
	reply.write(w)
}

// publicKeys lists the keys of all generations, so that what was signed before a rotation still verifies.
func publicKeys(s *Server) (keys []map[string]any) {
	for g := range s.rotated.Load() + 1 {
		for _, alg := range s.o.SigningAlgs {
			k, err := key(alg, g)
			if err != nil {
				continue // signing with it reports why
			}
			raw, err := k.Public().MarshalJSON()
			if m := map[string]any{}; err == nil && json.Unmarshal(raw, &m) == nil {
				keys = append(keys, m)
			}
		}
	}
	return keys
}

func jwksSeams() JWKSSeams {
	return JWKSSeams{Wire: plainWire, Keys: publicKeys, Reply: func(*Reply) {}}
}
