package builtin

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
	"github.com/oauthspec/oauthspec/servers/resource"
	"github.com/oauthspec/oauthspec/servers/seam"
)

// resources are the variants of the reference resource server.
func (p *Pool) resources() ([]servers.Variant, error) {
	var all []servers.Variant
	for _, name := range resource.Variants() {
		o, err := resource.Defaults(name)
		if err != nil {
			return nil, err
		}
		q := questions(name, resource.Variants(), resource.Defaults, resource.Faults(), "rs/")
		all = append(all, servers.Variant{Name: resourceName(name), Role: "rs", Against: resourceAgainst(name), Acquire: p.acquireResource(o, nil), Ask: p.acquireResource(o, q)})
	}
	return all, nil
}

// resourceAgainst says which sets a variant is green for: OAuth 2.1 takes back what the generous one takes.
func resourceAgainst(variant string) []string {
	if variant == "generous" {
		return []string{"oauth2.0"}
	}
	return []string{"oauth2.1"}
}

// resourceName tells a variant of the resource server from those of other roles.
func resourceName(variant string) string { return "rs/" + variant }

// alg is what the issuers of built-in servers sign with where nothing is to be seen of RS256, which takes ten times as long.
const alg = "ES256"

// patience is how long the API waits for its issuer, which in this process answers at once or not at all.
const patience = time.Second

// acquireResource makes a fresh API for each scenario, and two issuers of which it trusts the first.
func (p *Pool) acquireResource(o resource.Options, q func() *seam.Questions[resource.Options]) func(context.Context) (*servers.Instance, error) {
	return func(context.Context) (*servers.Instance, error) {
		slots, release, err := p.borrowSome(o.Variant == "generous", false, false)
		if err != nil {
			return nil, err
		}
		h, err := harness.New(nil, alg, []string{slots[1].url, slots[2].url})
		if err != nil {
			release()
			return nil, err
		}
		o := o
		o.URL, o.Issuer, o.ClientID, o.Secret = slots[0].url, slots[1].url, "api", rand.Text()
		o.Timeout = patience
		api, err := resource.New(o)
		if err != nil {
			release()
			return nil, fmt.Errorf("make an API: %w", err)
		}
		answers, idle := begun(q)
		api.Ask(answers)
		for i, handler := range []http.Handler{api, h.Handler(0), h.Handler(1)} {
			slots[i].handler.Store(&handler)
		}
		profile := servers.Profile{Issuer: o.Issuer, Suite: &servers.Suite{Issuer: o.Issuer, Alg: alg}, Intrusive: true, Supports: resourceSupports(o.Variant),
			Clients: []servers.Client{{Name: "api", Kind: servers.Confidential, ID: o.ClientID, Secret: o.Secret}},
			API: &servers.API{URL: o.URL + "/data", Audience: api.Resource(), Scope: resource.ReadScope, Other: o.URL + "/admin", Needs: resource.WriteScope,
				Validates: resourceValidates(o.Variant)}}
		return &servers.Instance{Profile: profile, Transport: slots[0].way(slots[0].transport), Advance: api.Advance, Touched: api.Touched, Idle: idle, Harness: h, Fresh: true,
			Release: func() { api.Close(); release() }}, nil
	}
}

func resourceSupports(variant string) map[string]bool {
	return map[string]bool{"at_jwt": resourceValidates(variant) == "jwt", "signed_introspection": variant == "signed-introspection", "browsers": true}
}

func resourceValidates(variant string) string {
	if strings.HasSuffix(variant, "introspection") {
		return "introspection"
	}
	return "jwt"
}

// borrowSome borrows several slots at once, over TLS where it says so; release gives them back.
func (p *Pool) borrowSome(overTLS ...bool) (slots []*slot, release func(), err error) {
	release = func() {
		for _, s := range slots {
			p.giveBack(s)
		}
	}
	for _, over := range overTLS {
		s, err := p.borrow(over)
		if err != nil {
			release()
			return nil, nil, err
		}
		slots = append(slots, s)
	}
	return slots, release, nil
}
