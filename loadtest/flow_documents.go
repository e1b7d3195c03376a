package loadtest

import (
	"context"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

var discovery = kind{
	name: "discovery", about: "a client reads the metadata (RFC 8414)", needs: []string{"metadata"},
	ready: func(_ context.Context, s *setup) (flow, error) {
		issuer := s.target.Issuer
		at := strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
		if !s.facts.Can("openid") {
			p, err := placeOf(issuer)
			if err != nil {
				return nil, refusef("issuer: %v", err)
			}
			at = strings.TrimSuffix(issuer, p.target) + "/.well-known/oauth-authorization-server" + strings.TrimSuffix(p.target, "/")
		}
		return s.document("metadata", at, func(body gjson.Result) string {
			if body.Get("issuer").Str != issuer {
				return fmt.Sprintf("metadata of the issuer %q", printable(body.Get("issuer").Str, 100))
			}
			return ""
		})
	},
}

var jwks = kind{
	name: "jwks", about: "a resource server reads the keys (RFC 7517)",
	ready: func(_ context.Context, s *setup) (flow, error) {
		at, err := s.endpoint("jwks")
		if err != nil {
			return nil, err
		}
		return s.document("jwks", at.url, func(body gjson.Result) string {
			if keys := body.Get("keys"); !keys.IsArray() || !keys.Get("0.kty").Exists() {
				return "a JWK Set without keys"
			}
			return ""
		})
	},
}

// document reads one JSON object at one URL.
type document struct {
	step, check string
	request     *request
	judge       *judge
	right       func(body gjson.Result) string
}

func (s *setup) document(step, at string, right func(gjson.Result) string) (flow, error) {
	p, err := placeOf(at)
	if err != nil {
		return nil, refusef("%s: %v", step, err)
	}
	q, err := prepare(oauth.Request{URL: at}, &p, s.o.UserAgent)
	return &document{step, "the " + step + " document is the right one", q, s.judge, right}, err
}

func (d *document) hit(h *hand) outcome {
	a, err := h.send(d.step, d.request)
	switch {
	case err != nil:
		return silence(err)
	case a.status != 200:
		return refused(a)
	}
	what := "200 without a JSON object"
	if gjson.ValidBytes(a.body) {
		if body := gjson.ParseBytes(a.body); body.IsObject() {
			what = d.right(body)
		}
	}
	d.judge.checked(d.check, what)
	if what != "" {
		return failed(d.check, what)
	}
	return outcome{}
}
