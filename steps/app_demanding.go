package steps

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`an application that asks for a class of authentication`, func(w *World) any { return w.asksFor("class of authentication", asksClass) })
	given(`an application that asks for a sign-in of late`, func(w *World) any {
		return w.asksFor("sign-in of late", func(q url.Values) bool { return q.Get("max_age") != "" })
	})
	given(`an application whose ID tokens are encrypted`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.Encrypted != nil }, "did not register to have its ID tokens encrypted")
	})
	given(`an application whose ID tokens are encrypted to an RSA key, by another algorithm than RSA1_5`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool {
			return c.Encrypted != nil && c.Encrypted.Alg != "RSA1_5" && strings.HasPrefix(c.Encrypted.Alg, "RSA")
		}, "did not register to have its ID tokens encrypted to an RSA key")
	})
	given(`an application that is told about its users in signed answers`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return slices.Contains(c.Traits, "userinfo-signed") }, "did not register to have UserInfo signed (traits: [userinfo-signed])")
	})
}

// asksFor is a skip where the authorization requests of the clean sign-in before did not ask for something.
func (w *World) asksFor(what string, asks func(url.Values) bool) func(context.Context) error {
	return func(context.Context) error {
		for _, r := range w.signs.before {
			if r.Endpoint == "authorize" && asks(asked(r)) {
				return nil
			}
		}
		return &verdict.NotApplicable{Reason: "the application asks for no " + what, Section: "OpenID Connect Core section 3.1.2.1"}
	}
}

// asksClass says whether a request asks for acr, which the value 0 is no answer to (OpenID Connect Core sections 2, 3.1.2.1, 5.5.1.1).
func asksClass(q url.Values) bool {
	if classes := strings.Fields(q.Get("acr_values")); len(classes) > 0 {
		return !slices.Contains(classes, "0")
	}
	var claims struct {
		IDToken map[string]struct {
			Value  string   `json:"value"`
			Values []string `json:"values"`
		} `json:"id_token"`
	}
	if json.Unmarshal([]byte(q.Get("claims")), &claims) != nil {
		return false
	}
	acr := claims.IDToken["acr"]
	return (acr.Value != "" || len(acr.Values) > 0) && acr.Value != "0" && !slices.Contains(acr.Values, "0")
}
