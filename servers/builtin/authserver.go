package builtin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/seam"
)

// against says which sets each variant of the authorization server is green for.
var against = map[string][]string{
	"oauth2.0": {"oauth2.0"},
	"oauth2.1": {"oauth2.1"},
	"oidc":     {"oauth2.0", "oidc"},
	"tls":      {"oauth2.0", "oidc"},
}

// Servers is the reference servers of all roles as one target, in all their variants. They live in the pool.
func Servers(p *Pool) (servers.Target, error) {
	t, err := AuthServer(p)
	if err != nil {
		return t, err
	}
	clients, err := p.clients()
	if err != nil {
		return t, err
	}
	resources, err := p.resources()
	t.Variants = slices.Concat(t.Variants, clients, resources)
	return t, err
}

// AuthServer is the reference authorization server as a target, in all its variants. Its servers live in the pool.
func AuthServer(p *Pool) (servers.Target, error) {
	t := servers.Target{Name: "builtin", Builtin: true}
	for _, name := range authserver.Variants() {
		o, err := authserver.Defaults(name)
		if err != nil {
			return t, err
		}
		q := questions(name, authserver.Variants(), authserver.Defaults, authserver.Faults(), "")
		t.Variants = append(t.Variants, servers.Variant{Name: name, Role: "as", Against: against[name], Acquire: p.acquire(o, nil), Ask: p.acquire(o, q)})
	}
	return t, nil
}

// acquire makes a fresh server for each scenario, behind a borrowed address; with questions, it is asked them.
func (p *Pool) acquire(o authserver.Options, q func() *seam.Questions[authserver.Options]) func(context.Context) (*servers.Instance, error) {
	described := sync.OnceValue(func() []servers.Client { return registered(o) })
	return func(context.Context) (*servers.Instance, error) {
		s, err := p.borrow(o.Variant == "tls")
		if err != nil {
			return nil, err
		}
		o := o
		o.Issuer = s.url
		if o.Variant == "tls" {
			o.Issuer += "/tenant"
		}
		as, err := authserver.New(o)
		if err != nil {
			p.giveBack(s)
			return nil, fmt.Errorf("make an authorization server: %w", err)
		}
		answers, idle := begun(q)
		as.Ask(answers)
		h := http.Handler(as)
		if o.Variant == "tls" {
			if h, err = beside(as, o, s.url, answers); err != nil {
				p.giveBack(s)
				return nil, err
			}
		}
		s.handler.Store(&h)
		return &servers.Instance{Profile: profile(o, described()), Transport: s.way(s.transport), Advance: as.Advance, Rotate: as.Rotate, Touched: as.Touched, Idle: idle,
			Release: func() { p.giveBack(s) }}, nil
	}
}

// siblingPath is where the other issuer of the variant on https is.
const siblingPath = "/other"

// beside puts another issuer on the host of one.
func beside(as *authserver.Server, o authserver.Options, host string, a *seam.Answers[authserver.Options]) (http.Handler, error) {
	o.Issuer = host + siblingPath
	other, err := authserver.New(o)
	if err != nil {
		return nil, fmt.Errorf("make the authorization server beside: %w", err)
	}
	other.Ask(a)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, siblingPath+"/") || strings.HasPrefix(r.URL.Path, "/.well-known/") && strings.HasSuffix(r.URL.Path, siblingPath) {
			other.ServeHTTP(w, r)
			return
		}
		as.ServeHTTP(w, r)
	}), nil
}

// Profile describes a server made of these options, as a product's profile would.
func Profile(o authserver.Options) servers.Profile { return profile(o, registered(o)) }

func profile(o authserver.Options, cs []servers.Client) servers.Profile {
	p := servers.Profile{
		Issuer:   o.Issuer,
		Clients:  slices.Clone(cs),
		Resource: &servers.Resource{URL: o.Issuer + "/resource", Validates: "introspection"},
		Endpoints: map[string]string{
			"authorization": o.Issuer + "/authorize", "token": o.Issuer + "/token", "introspection": o.Issuer + "/introspect",
			"revocation": o.Issuer + "/revoke", "jwks": o.Issuer + "/jwks", "registration": o.Issuer + "/register",
		},
		Intrusive: true,
		Supports:  map[string]bool{"key_change": true},
	}
	if o.OpenID {
		p.Endpoints["userinfo"] = o.Issuer + "/userinfo"
		p.Endpoints["end_session"] = o.Issuer + "/logout"
		p.Refresh = &servers.Refresh{Scope: "offline_access", Params: map[string]string{"prompt": "consent"}}
	}
	if host, tenant := strings.CutSuffix(o.Issuer, "/tenant"); tenant {
		p.Siblings = []string{host + siblingPath}
	}
	if !o.TokenURLAudience {
		p.Audience = o.Issuer
	}
	for _, u := range o.Users {
		p.Users = append(p.Users, servers.User{Name: u.Name, Password: u.Password, Claims: u.Claims})
	}
	return p
}

// registered describes the clients of these options. It reads their keys, which takes longer than a scenario.
func registered(o authserver.Options) (out []servers.Client) {
	for _, c := range o.Clients {
		out = append(out, servers.Client{Name: c.ID, Kind: c.Kind, ID: c.ID, Secret: c.Secret, Key: privateKey(c.Keys),
			Auth: c.Auth, Redirects: c.Redirects, Logout: c.PostLogout, Grants: c.Grants, ResponseTypes: c.ResponseTypes, Scopes: c.Scopes, Traits: traits(c)})
	}
	return out
}

// privateKey is the first private key of a set, as JSON; "" where there is none.
func privateKey(set []byte) string {
	var ks jose.JSONWebKeySet
	if json.Unmarshal(set, &ks) != nil {
		return ""
	}
	for _, k := range ks.Keys {
		if !k.IsPublic() {
			b, _ := json.Marshal(k) // it was just read from JSON
			return string(b)
		}
	}
	return ""
}

// traits are what a registration has that its other fields do not show.
func traits(c authserver.Client) []string {
	var t []string
	if c.SectorID != "" {
		t = append(t, "pairwise:"+c.SectorID)
	}
	if c.Resource != "" {
		t = append(t, "foreign-resource")
	}
	if len(c.ResourceScopes) > 0 {
		t = append(t, "resource-scope:"+strings.Join(c.ResourceScopes, " "))
	}
	if c.UserinfoAlg != "" {
		t = append(t, "userinfo-signed")
	}
	if strings.ContainsFunc(c.ID+c.Secret, func(r rune) bool { return strings.ContainsRune(" :+%&", r) || r > '~' }) {
		t = append(t, "reserved-characters")
	}
	if c.Public() && c.Secret != "" {
		t = append(t, "shipped-secret")
	}
	if c.Kind != "machine" && !slices.Contains(c.ResponseTypes, "code") {
		t = append(t, "no-code-grant")
	}
	return append(t, redirectTraits(c)...)
}

// redirectTraits keep clients whose redirect URIs are what a requirement is about from passing for ordinary ones.
func redirectTraits(c authserver.Client) []string {
	var t []string
	if c.Kind != "machine" && len(c.Redirects) == 0 {
		t = append(t, "no-redirects")
	}
	for _, r := range c.Redirects {
		switch {
		case strings.Contains(r, "*"):
			t = append(t, "wildcard-redirect")
		case strings.Contains(r, "?"):
			t = append(t, "redirect-with-query")
		case strings.HasPrefix(r, "http://") && strings.Contains(r, ".example"):
			t = append(t, "plain-http-redirect")
		}
	}
	return t
}
