package servers

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

// Flags are a profile as it is given on a command line. Secrets are never among them: only the names of the
// environment variables that hold them.
type Flags struct {
	Issuer      string
	ID          string   // of the one client that has flags of its own
	SecretEnv   string   // empty: it is a public client
	Auth        string   // empty: client_secret_basic
	Redirects   []string // none: a client with a secret is a machine
	Scopes      []string
	Clients     []string // more clients, as "name=web2,kind=confidential,id=web2,secret-env=WEB2_SECRET,redirect=https://…"
	Users       []string
	PasswordEnv []string // one for each user, in order, or one for all
	Resource    string   // a URL where an access token can be used
	Refresh     string   // the scope that a refresh token needs; empty: the first run of the preflight finds out
	Endpoints   []string // where discovery is silent, as "token=https://…"
	CA          string   // a PEM file
}

// Target is the target that the flags describe. Its errors name the flag.
func (f Flags) Target(env Env) (Target, error) {
	p := Profile{Issuer: f.Issuer, CA: f.CA}
	if f.Resource != "" {
		p.Resource = &Resource{URL: f.Resource}
	}
	if f.Refresh != "" {
		p.Refresh, p.Supports = RefreshWith(f.Refresh), map[string]bool{"refresh_token": true}
	}
	var wrong []error
	note := func(err error) {
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	var err error
	if f.ID != "" {
		c, err := f.first(env)
		note(err)
		p.Clients = append(p.Clients, c)
	}
	for _, text := range f.Clients {
		c, err := clientFlag(text, env)
		note(err)
		p.Clients = append(p.Clients, c)
	}
	p.Endpoints, err = EndpointFlags(f.Endpoints)
	note(err)
	users, err := f.users(env)
	note(err)
	p.Users = users
	if err := errors.Join(wrong...); err != nil {
		return Target{}, err
	}
	v := validation{problems: problems{plain: true}, dir: "."}
	v.profile(&p)
	if err := v.err(); err != nil {
		return Target{}, err
	}
	roots, err := Roots(p.CA)
	return Target{Name: f.Issuer, Profile: p, Roots: roots}, err
}

// EndpointFlags reads each --endpoint: "name=URL", the name as in metadata without _endpoint.
func EndpointFlags(texts []string) (map[string]string, error) {
	var at map[string]string
	for _, text := range texts {
		name, url, found := strings.Cut(text, "=")
		if !found || name == "" || url == "" {
			return nil, fmt.Errorf("--endpoint: want NAME=URL, got %q", text)
		}
		if at == nil {
			at = map[string]string{}
		}
		at[strings.TrimSuffix(name, "_endpoint")] = url
	}
	return at, nil
}

// RefreshWith is how a scope is asked for that brings a refresh token. Offline access takes the user's consent as well (OpenID
// Connect Core section 11).
func RefreshWith(scope string) *Refresh {
	r := &Refresh{Scope: scope}
	if slices.Contains(strings.Fields(scope), "offline_access") {
		r.Params = map[string]string{"prompt": "consent"}
	}
	return r
}

func (f Flags) first(env Env) (Client, error) {
	secret, err := fromEnv("--client-secret-env", f.SecretEnv, env)
	c := Client{Name: f.ID, ID: f.ID, Secret: secret, Auth: f.Auth, Redirects: f.Redirects, Scopes: f.Scopes}
	c.Kind = guessKind(c)
	return c, err
}

// guessKind is what a client most likely is, by what is known of it.
func guessKind(c Client) string {
	switch {
	case c.Secret == "" && c.Key == "":
		return Public
	case len(c.Redirects) == 0:
		return Machine
	}
	return Confidential
}

func (f Flags) users(env Env) ([]User, error) {
	if n := len(f.PasswordEnv); n != len(f.Users) && (n != 1 || len(f.Users) == 0) {
		return nil, fmt.Errorf("--user is given %d times and --user-password-env %d times: want one for each user, or one for all", len(f.Users), n)
	}
	var users []User
	for i, name := range f.Users {
		password, err := fromEnv("--user-password-env", f.PasswordEnv[min(i, len(f.PasswordEnv)-1)], env)
		if err != nil {
			return nil, err
		}
		users = append(users, User{Name: name, Password: password})
	}
	return users, nil
}

func fromEnv(flag, name string, env Env) (string, error) {
	if name == "" {
		return "", nil
	}
	v, ok := env(name)
	if !ok || v == "" {
		return "", fmt.Errorf("%s: the environment variable %s is %s", flag, name, map[bool]string{true: "empty", false: "not set"}[ok])
	}
	return v, nil
}

var clientKeys = []string{"name", "kind", "id", "secret-env", "key", "auth", "redirect", "scope", "grant"}

// clientFlag reads one --client: "key=value" pairs between commas. redirect and grant may come more than once; scopes
// stand between spaces, as they do on the wire.
func clientFlag(text string, env Env) (Client, error) {
	var c Client
	for _, pair := range strings.Split(text, ",") {
		key, value, found := strings.Cut(strings.TrimSpace(pair), "=")
		if !found || value == "" {
			return c, fmt.Errorf("--client: want key=value between commas, got %q", pair)
		}
		switch key {
		case "name":
			c.Name = value
		case "kind":
			c.Kind = value
		case "id":
			c.ID = value
		case "key":
			c.Key = value
		case "auth":
			c.Auth = value
		case "redirect":
			c.Redirects = append(c.Redirects, value)
		case "grant":
			c.Grants = append(c.Grants, value)
		case "scope":
			c.Scopes = append(c.Scopes, strings.Fields(value)...)
		case "secret-env":
			secret, err := fromEnv("--client secret-env", value, env)
			if err != nil {
				return c, err
			}
			c.Secret = secret
		default:
			return c, fmt.Errorf("--client: unknown key %q%s", key, cmp.Or(nearest.Hint(key, clientKeys), ": want "+strings.Join(clientKeys, ", ")))
		}
	}
	c.Kind = cmp.Or(c.Kind, guessKind(c))
	return c, nil
}

// Any says whether anything but the issuer and the certificate authority was given.
func (f Flags) Any() bool {
	return f.ID != "" || f.SecretEnv != "" || f.Auth != "" || f.Resource != "" || f.Refresh != "" ||
		len(f.Endpoints)+len(f.Redirects)+len(f.Scopes)+len(f.Clients)+len(f.Users)+len(f.PasswordEnv) > 0
}
