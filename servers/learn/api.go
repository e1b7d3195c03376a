package learn

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/oauthspec/oauthspec/servers/client"
)

// An api is the protected API: it believes access tokens of one issuer that were made out for itself.
type api struct {
	url, issuer, origin string // its own, its issuer's, that of the page which may call it
	http                *http.Client
	keys                oidc.KeySet
	opaque              bool
	id, secret          string // that it asks the issuer with; empty: it registers first
	registration        chan struct{}
}

// A localUser is an account of the API itself, which the issuer's subject is mapped to.
type localUser struct {
	Name  string   `json:"local_user"`
	Roles []string `json:"roles"`
}

var localUsers = map[string]localUser{
	"248289761001": {"a.liddell", []string{"reader", "editor"}},
	"90125":        {"b.dodgson", []string{"reader"}},
}

// A route is what one protected address wants, and gives.
type route struct {
	scope string
	reply func(c claims) (any, bool)
}

var routes = map[string]route{
	"/data": {"api:read", func(c claims) (any, bool) {
		return map[string]any{"data": []string{"Cheshire", "Dormouse"}, "for": c.Subject, "client": c.Client, customClaim: c.Department}, true
	}},
	"/me": {customScope, func(c claims) (any, bool) {
		u, known := localUsers[c.Subject]
		return u, known
	}},
}

// apis are the addresses by which the applications know it.
func apis(url string) []client.API {
	return []client.API{{Name: "data", URL: url + "/data"}, {Name: "me", URL: url + "/me"}}
}

func (b *builder) makeAPI() error {
	transport := named(agentAPI)(&http.Transport{TLSClientConfig: trusting(b.o.CA)})
	a := &api{url: b.Suite.api.url, issuer: b.Suite.as.url, origin: b.Suite.page.url, opaque: b.Opaque, id: "api", secret: b.secrets.api,
		http: &http.Client{Transport: transport, Timeout: 10 * time.Second}, registration: make(chan struct{}, 1)}
	if b.Register {
		a.id, a.secret = "", ""
	}
	a.keys = oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), a.http), a.issuer+"/jwks")
	b.end = append(b.end, a.http.CloseIdleConnections)
	b.api = a
	return nil
}

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Origin")
	if r.Header.Get("Origin") == a.origin {
		h.Set("Access-Control-Allow-Origin", a.origin)
		h.Set("Access-Control-Expose-Headers", "WWW-Authenticate")
		if r.Method == http.MethodOptions { // a preflight carries no token, and needs none
			h.Set("Access-Control-Allow-Methods", "GET")
			h.Set("Access-Control-Allow-Headers", "Authorization")
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	if r.URL.Path == "/.well-known/oauth-protected-resource" {
		a.json(w, http.StatusOK, map[string]any{"resource": a.url, "authorization_servers": []string{a.issuer},
			"scopes_supported": []string{"api:read", customScope}, "bearer_methods_supported": []string{"header"}})
		return
	}
	to, ok := routes[r.URL.Path]
	if !ok || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	a.protected(w, r, to)
}

func (a *api) protected(w http.ResponseWriter, r *http.Request, to route) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || len(r.Header.Values("Authorization")) > 1 {
		a.refuse(w, http.StatusUnauthorized, "", "") // RFC 6750 §3.1: who showed nothing is told no error
		return
	}
	c, err := a.check(r.Context(), token)
	switch {
	case err != nil:
		a.refuse(w, http.StatusUnauthorized, "invalid_token", "")
	case !slices.Contains(strings.Fields(c.Scope), to.scope):
		a.refuse(w, http.StatusForbidden, "insufficient_scope", to.scope)
	default:
		reply, known := to.reply(c)
		if !known {
			a.json(w, http.StatusForbidden, map[string]string{"error": "no local user belongs to that subject"})
			return
		}
		a.json(w, http.StatusOK, reply)
	}
}

// refuse is the challenge of RFC 6750 §3, which says where the metadata are (RFC 9728 §5.1).
func (a *api) refuse(w http.ResponseWriter, status int, code, scope string) {
	challenge := `Bearer realm="api", resource_metadata="` + a.url + `/.well-known/oauth-protected-resource"`
	if code != "" {
		challenge += `, error="` + code + `"`
	}
	if scope != "" {
		challenge += `, scope="` + scope + `"`
	}
	w.Header().Set("WWW-Authenticate", challenge)
	a.json(w, status, map[string]string{"error": code})
}

func (a *api) json(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the caller is gone: nobody is left to tell
}
