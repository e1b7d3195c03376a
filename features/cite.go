package features

import "strings"

// A document that requirements are cited from: the prefix of an id, its name, and where its sections are.
type document struct{ prefix, name, section, appendix string }

const (
	rfcBase    = "https://www.rfc-editor.org/rfc/"
	openidBase = "https://openid.net/specs/"
)

var documents = []document{
	{"oidc-core", "OpenID Connect Core 1.0", openidBase + "openid-connect-core-1_0.html#rfc.section.", openidBase + "openid-connect-core-1_0.html#rfc.appendix."},
	{"oidc-discovery", "OpenID Connect Discovery 1.0", openidBase + "openid-connect-discovery-1_0.html#rfc.section.", ""},
	{"oidc-registration", "OpenID Connect Dynamic Client Registration 1.0", openidBase + "openid-connect-registration-1_0.html#rfc.section.", ""},
	{"oidc-rpinit", "OpenID Connect RP-Initiated Logout 1.0", openidBase + "openid-connect-rpinitiated-1_0.html#rfc.section.", ""},
	{"oauth21", "OAuth 2.1 (draft)", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1#section-", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1#appendix-"},
	{"multiresp", "OAuth 2.0 Multiple Response Type Encoding Practices", openidBase + "oauth-v2-multiple-response-types-1_0.html#rfc.section.", ""},
	{"formpost", "OAuth 2.0 Form Post Response Mode", openidBase + "oauth-v2-form-post-response-mode-1_0.html#rfc.section.", ""},
	{"fetch", "Fetch Standard (CORS)", "https://fetch.spec.whatwg.org/#cors-preflight-fetch", ""}, // its sections have names
	{"fapi1-adv", "FAPI 1.0 Advanced", openidBase + "openid-financial-api-part-2-1_0.html#rfc.section.", ""},
	{"jarm", "JWT Secured Authorization Response Mode", openidBase + "oauth-v2-jarm.html#section-", ""},
}

// cite takes a requirement's id apart into its document, its section and a link to it; document is "" where it is unknown.
func cite(id string) (doc, section, link string) {
	m := idTag.FindStringSubmatch(id)
	if m == nil {
		return "", "", ""
	}
	prefix, section := m[1], m[2] // a requirement of a whole document names no section
	appendix := section >= "a"
	section = strings.ToUpper(section)
	if n, ok := strings.CutPrefix(prefix, "rfc"); ok {
		kind := "#section-"
		if appendix {
			kind = "#appendix-"
		}
		if section == "" {
			kind = ""
		}
		return "RFC " + n, section, rfcBase + prefix + kind + section
	}
	for _, d := range documents {
		if d.prefix != prefix {
			continue
		}
		if appendix {
			return d.name, section, d.appendix + section
		}
		return d.name, section, d.section + section
	}
	return "", "", ""
}
