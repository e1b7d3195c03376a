package check

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

// IssuerRelation is the link relation of an issuer (OpenID Connect Discovery section 2).
const IssuerRelation = "http://openid.net/specs/connect/1.0/issuer"

// Provider demands that an issuer that WebFinger names on the server's own host is the server's, to the letter; that of another host may
// be a user's own choice. Who does not know the user, or has no WebFinger, names none.
func Provider(a oauth.Answer, issuer string) error {
	if a.Status != http.StatusOK || a.JSON == nil {
		return nil
	}
	own, err := url.Parse(issuer)
	if err != nil {
		return err
	}
	links, _ := a.JSON["links"].([]any)
	for _, l := range links {
		link, _ := l.(map[string]any)
		href, _ := link["href"].(string)
		if link["rel"] != IssuerRelation {
			continue
		}
		u, err := url.Parse(href)
		if err != nil || u.Host == "" || u.RawQuery != "" || strings.ContainsAny(href, "?#") || u.Host == own.Host && href != issuer {
			return verdict.Mismatchf("the issuer "+issuer, "%s", show(link["href"]))
		}
	}
	return nil
}
