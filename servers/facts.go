package servers

import "slices"

// Facts are what preflight found out about a target.
type Facts struct {
	Endpoints    map[string]string // by metadata member without _endpoint: "token", "authorization"; "jwks" for jwks_uri
	Capabilities map[string]string // name: how it was found
	Metadata     map[string]any    // the discovery document; nil where there is none
	Notes        []string
}

// Can says whether the target has a capability.
func (f Facts) Can(name string) bool { _, ok := f.Capabilities[name]; return ok }

// A Capability is something a target may lack without violating anything by itself.
type Capability struct {
	Name   string
	Member string // the metadata member that claims it; "" where none does
	Value  string // what the member must hold; "" where being there is enough
	Means  string // in words, for the reason of a skip
}

// Capabilities is the closed table of what a scenario may need, and of what a profile's supports may name.
var Capabilities = []Capability{
	{"authorization_code", "grant_types_supported", "authorization_code", "the authorization code grant"},
	{"client_credentials", "grant_types_supported", "client_credentials", "the client credentials grant"},
	{"refresh_token", "grant_types_supported", "refresh_token", "refresh tokens"},
	{"metadata", "", "", "metadata at a well-known location"},
	{"oauth_metadata", "", "", "metadata at /.well-known/oauth-authorization-server"},
	{"openid", "", "", "OpenID Connect"},
	{"userinfo", "userinfo_endpoint", "", "the UserInfo endpoint"},
	{"introspection", "introspection_endpoint", "", "token introspection"},
	{"introspection_bearer", "introspection_endpoint_auth_methods_supported", "Bearer", "token introspection for callers with an access token of their own"},
	{"signed_introspection", "introspection_signing_alg_values_supported", "", "signed introspection responses"},
	{"revocation", "revocation_endpoint", "", "token revocation"},
	{"logout", "end_session_endpoint", "", "an endpoint where applications have their users sign out"},
	{"registration", "registration_endpoint", "", "dynamic client registration"},
	{"pkce", "code_challenge_methods_supported", "", "PKCE"},
	{"pkce_s256", "code_challenge_methods_supported", "S256", "PKCE with S256"},
	{"pkce_plain", "code_challenge_methods_supported", "plain", "PKCE with plain"},
	{"client_secret_basic", "token_endpoint_auth_methods_supported", "client_secret_basic", "client authentication by HTTP Basic"},
	{"client_secret_post", "token_endpoint_auth_methods_supported", "client_secret_post", "client authentication in the body"},
	{"private_key_jwt", "token_endpoint_auth_methods_supported", "private_key_jwt", "client authentication by a signed assertion"},
	{"client_secret_jwt", "token_endpoint_auth_methods_supported", "client_secret_jwt", "client authentication by an assertion keyed with the secret"},
	{"iss_parameter", "authorization_response_iss_parameter_supported", "true", "iss in the authorization response"},
	{"dpop", "dpop_signing_alg_values_supported", "", "DPoP, which binds tokens to keys"},
	{"form_post", "response_modes_supported", "form_post", "the response mode form_post"},
	{"fragment", "response_modes_supported", "fragment", "the response mode fragment for codes"},
	{"offline_access", "scopes_supported", "offline_access", "the scope offline_access"},
	{"claims_parameter", "claims_parameter_supported", "true", "the claims parameter"},
	{"issuer_path", "", "", "an issuer with a path"},
	{"https", "", "", "an issuer on https"},
	{"clock", "", "", "a clock that the suite can move"},
	{"key_change", "", "", "keys that the suite can have changed, as those of a built-in server"},
	{"second_issuer", "", "", "a sign-in at a second issuer"},
	{"api_call", "", "", "a page that makes it use its user's token"},
	{"machine_call", "", "", "a page that makes it get a token for itself"},
	{"third_party_login", "", "", "a sign-in that others may have it begin"},
	{"webfinger", "", "", "a sign-in that begins with who the user is"},
	{"rs256", "", "", "ID tokens that are signed with RS256"},
	{"signed_metadata", "", "", "signed metadata, and their precedence"},
	{"at_hash", "", "", "a look at whether the ID token vouches for the access token"},
	{"jwt_tokens", "", "", "access tokens that it validates itself"},
	{"introspected_tokens", "", "", "access tokens that it asks the issuer about"},
	{"at_jwt", "", "", "the profile for JWT access tokens (RFC 9068)"},
	{"second_scope", "", "", "an address that wants another scope"},
	{"browsers", "", "", "pages of other origins that call it"},
	{"resource", "", "", "a place where an access token can be used"},
}

// CapabilityNamed finds a row of the table.
func CapabilityNamed(name string) (Capability, bool) {
	i := slices.IndexFunc(Capabilities, func(c Capability) bool { return c.Name == name })
	if i < 0 {
		return Capability{}, false
	}
	return Capabilities[i], true
}
