package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// A product is somebody else's server, as far as the command can tell: the reference server on an address of its own.
type product struct {
	mu      sync.Mutex
	found   []string // secrets it was given or handed out
	codes   sync.Map // that were redeemed
	block   bool
	blocked chan struct{}
	once    sync.Once
	release chan struct{}
}

var running sync.Map // of *product, by script

func products(ts *testscript.TestScript) *product {
	p, ok := running.Load(ts)
	if !ok {
		ts.Fatalf("no product was started")
	}
	return p.(*product)
}

// product [FAULT|blocking]: starts a product, clean or with a fault, or one that blocks where a code is redeemed
// twice; its profile is in the folder product.
func cmdProduct(ts *testscript.TestScript, neg bool, args []string) {
	v, p := serving{}, &product{blocked: make(chan struct{}), release: make(chan struct{})}
	if len(args) == 1 && args[0] == "blocking" {
		p.block = true
	} else if len(args) == 1 {
		v.fault = args[0]
	}
	o, err := v.options()
	ts.Check(err)
	var as *authserver.Server
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.serve(as, w, r) }))
	ts.Defer(s.Close)
	ts.Defer(func() { close(p.release) })
	o.Issuer = s.URL
	as, err = authserver.New(o)
	ts.Check(err)
	profile := builtin.Profile(o)
	for _, c := range profile.Clients {
		p.note(c.Secret)
	}
	for _, u := range profile.Users {
		p.note(u.Password)
	}
	profile.Clients = slices.DeleteFunc(profile.Clients, func(c servers.Client) bool {
		return c.Kind != servers.Machine && len(c.Redirects) == 0 // YAML made of Go values cannot say that this is on purpose
	})
	text, err := yaml.Marshal(profile)
	ts.Check(err)
	ts.Check(os.MkdirAll(ts.MkAbs("product"), 0o700))
	ts.Check(os.WriteFile(filepath.Join(ts.MkAbs("product"), "profile.yaml"), text, 0o600))
	ts.Setenv("ISSUER", s.URL)
	ts.Setenv("WEB_SECRET", profile.Clients[0].Secret)
	ts.Setenv("ALICE", profile.Users[0].Password)
	running.Store(ts, p)
}

var handedOut = regexp.MustCompile(`"(?:access_token|refresh_token|id_token)":"([^"]+)"|[?&#]code=([^&"]+)`)

func (p *product) serve(as http.Handler, w http.ResponseWriter, r *http.Request) {
	if p.block && r.URL.Path == "/token" && p.again(r) {
		p.once.Do(func() { close(p.blocked) })
		select {
		case <-p.release:
		case <-r.Context().Done():
		}
		return
	}
	rec := httptest.NewRecorder()
	as.ServeHTTP(rec, r)
	for _, text := range []string{rec.Body.String(), rec.Header().Get("Location")} {
		for _, m := range handedOut.FindAllStringSubmatch(text, -1) {
			p.note(m[1] + m[2])
		}
	}
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Code)
	_, _ = io.Copy(w, bytes.NewReader(rec.Body.Bytes()))
}

// again says whether a token request redeems a code for the second time: that is a scenario, and no preflight.
func (p *product) again(r *http.Request) bool {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("code") == "" {
		return false
	}
	_, again := p.codes.LoadOrStore(form.Get("code"), true)
	return again
}

func (p *product) note(secret string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(secret) > 8 {
		p.found = append(p.found, secret)
	}
}

func (p *product) secrets() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.found)
}
