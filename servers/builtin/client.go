package builtin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/harness"
	"github.com/oauthspec/oauthspec/servers/seam"
)

// clients are the variants of the reference client.
func (p *Pool) clients() ([]servers.Variant, error) {
	var all []servers.Variant
	for _, name := range client.Variants() {
		o, err := client.Defaults(name)
		if err != nil {
			return nil, err
		}
		q := questions(name, client.Variants(), client.Defaults, client.Faults(), "client/")
		all = append(all, servers.Variant{Name: clientName(name), Role: "client", Against: againstOf(o), Acquire: p.acquireClient(o, nil), Ask: p.acquireClient(o, q)})
	}
	return all, nil
}

// againstOf are the sets that a variant of the client is green for.
func againstOf(o client.Options) []string {
	if o.Ask != nil {
		return []string{"oauth2.1", "fapi1-advanced"}
	}
	return []string{"oauth2.1"}
}

// clientName tells a variant of the client from those of other roles.
func clientName(variant string) string { return "client/" + variant }

// acquireClient makes a fresh application for each scenario, and two issuers for it to talk to.
func (p *Pool) acquireClient(o client.Options, q func() *seam.Questions[client.Options]) func(context.Context) (*servers.Instance, error) {
	return func(context.Context) (*servers.Instance, error) {
		overTLS := client.OverTLS(o.Variant)
		slots, release, err := p.borrowSome(false, overTLS, overTLS)
		if err != nil {
			return nil, err
		}
		o := o
		var authority harness.Authority
		if overTLS {
			authority, o.RootCAs = p.ca, p.ca.Pool()
		}
		h, err := harness.New(authority, client.AlgOf(o.Variant), []string{slots[1].url, slots[2].url})
		if err != nil {
			release()
			return nil, err
		}
		app, profile, err := application(o, slots[0].url, h.Issuers())
		if err != nil {
			release()
			return nil, err
		}
		answers, idle := begun(q)
		app.Ask(answers)
		for i, handler := range []http.Handler{app, h.Handler(0), h.Handler(1)} {
			slots[i].handler.Store(&handler)
		}
		if overTLS {
			slots[1].config.Store(h.TLS(0))
			slots[2].config.Store(h.TLS(1))
		}
		return &servers.Instance{Profile: profile, Transport: slots[0].way(slots[1].transport), Advance: app.Advance, Touched: app.Touched, Idle: idle, Harness: h, Fresh: true,
			Release: func() { app.Close(); release() }}, nil
	}
}

// application makes an application at an address, registered at two issuers.
func application(o client.Options, at string, issuers []string) (*client.Server, servers.Profile, error) {
	first, second := issuers[0], issuers[1]
	reg := servers.Client{Name: "app", Kind: servers.Confidential, ID: "app", Auth: client.AuthOf(o.Variant), Redirects: []string{at + "/callback"},
		Scopes: []string{"openid", "profile", "email", "offline_access", "api:read"}}
	switch reg.Auth {
	case "none":
		reg.Kind = servers.Public
		if o.Apart {
			reg.Kind, reg.Redirects = servers.Native, nil
			for _, host := range []string{at, strings.Replace(at, "127.0.0.1", "localhost", 1)} {
				reg.Redirects = append(reg.Redirects, host+"/callback/0", host+"/callback/1")
			}
		}
	case "private_key_jwt":
		reg.Key = clientKey()
	default:
		reg.Secret = "a secret: %+& " + rand.Text()
	}
	var sealed client.Sealed
	if o.Ask != nil {
		reg.Traits = []string{"userinfo-signed"}
		reg.Encrypted = &servers.Encryption{Alg: "RSA-OAEP-256", Enc: "A256GCM", Key: sealKey()}
		sealed = client.Sealed{Alg: reg.Encrypted.Alg, Enc: reg.Encrypted.Enc, Key: []byte(reg.Encrypted.Key)}
	}
	o.URL = at
	o.Scopes = append(o.Scopes[:len(o.Scopes):len(o.Scopes)], "offline_access", "api:read")
	for _, issuer := range issuers {
		o.Issuers = append(o.Issuers, client.Issuer{URL: issuer, ClientID: reg.ID, Secret: reg.Secret, Auth: reg.Auth, Key: []byte(reg.Key), Alg: client.AlgOf(o.Variant), Sealed: sealed})
	}
	o.APIs = []client.API{{Name: "data", URL: first + "/resource"}}
	app, err := client.New(o)
	if err != nil {
		return nil, servers.Profile{}, fmt.Errorf("make an application: %w", err)
	}
	p := servers.Profile{Issuer: first, Suite: &servers.Suite{Issuer: first, Second: second, Alg: client.AlgOf(o.Variant)}, Clients: []servers.Client{reg}, Intrusive: true,
		Supports: map[string]bool{"iss_parameter": true, "signed_metadata": true, "at_hash": true},
		Application: &servers.Application{Start: at + "/login", Second: at + "/login?issuer=" + second, SignedIn: at + "/me", Call: at + "/api/data",
			Machine: at + "/machine/data", Initiate: at + "/initiate", Identify: at + "/identify?who={{identifier}}"}}
	if reg.Auth == "none" {
		p.Application.Machine = "" // a client that cannot authenticate gets no token for itself
	}
	return app, p, nil
}

// clientKey is the key that applications sign their assertions with, made once a process.
var clientKey = sync.OnceValue(func() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return ""
	}
	b, _ := json.Marshal(jose.JSONWebKey{Key: key, KeyID: "app-1", Algorithm: "ES256", Use: "sig"}) // a key that was just made
	return string(b)
})

// sealKey is the key that ID tokens are encrypted to, made once a process.
var sealKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return ""
	}
	b, _ := json.Marshal(jose.JSONWebKey{Key: key, KeyID: "app-enc-1", Use: "enc"}) // a key that was just made
	return string(b)
})
