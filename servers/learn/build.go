package learn

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/client/spa"
)

// secrets are made once a run, so that what the learner copied stays right when a setting changes.
type secrets struct{ web, batch, api string }

func newSecrets() secrets { return secrets{rand.Text(), rand.Text(), rand.Text()} }

// builder makes the servers of one state of the settings.
type builder struct {
	*Suite
	Settings
	as, app, page, api http.Handler
	end                []func()
	plant              Fault // what is broken; of no role where nothing is
}

var userScopes = []string{"openid", "profile", "email", "offline_access", "api:read", customScope}

func (b *builder) build() error {
	if b.Settings.Fault != "" {
		f, err := b.fault(b.Settings.Fault)
		if err != nil {
			return err
		}
		b.plant = f
	}
	for _, make := range []func() error{b.makeAS, b.makeApp, b.makePage, b.makeAPI} {
		if err := make(); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) close() {
	for _, end := range b.end {
		end()
	}
}

// planted is the name of the fault where it is that role's, or empty.
func (b *builder) planted(role string) string {
	if b.plant.Role != role {
		return ""
	}
	return b.plant.Name
}

func (b *builder) makeAS() error {
	o, err := authserver.Defaults("oidc")
	if err != nil {
		return err
	}
	o.Issuer, o.Users, o.Clients = b.Suite.as.url, people(), b.clients()
	o.RequirePKCE, o.PlainPKCE, o.AccessTokenFormat = true, false, "jwt"
	if b.Opaque {
		o.AccessTokenFormat = "opaque"
	}
	o.Scopes = append(slices.Clone(o.Scopes), customScope)
	o.Lifetimes.Access = 5 * time.Minute
	lifetime := o.Token.Lifetime
	o.Token.Lifetime = func(c *authserver.Call) time.Duration {
		if c.Client.ID == "spa" {
			return b.o.PageToken
		}
		return lifetime(c)
	}
	addClaims(&o, b.Suite.api.url+"/data")
	if b.SecondFactor {
		o.SecondFactor = b.factor
	}
	if b.o.Customize != nil {
		b.o.Customize(&o)
	}
	if name := b.planted("as"); name != "" {
		f, err := authserver.FaultNamed(name)
		if err != nil {
			return err
		}
		f.Apply(&o)
	}
	as, err := authserver.New(o)
	if err != nil {
		return fmt.Errorf("make the authorization server: %w", err)
	}
	b.as = as
	return nil
}

// clients are who the authorization server knows without their asking.
func (b *builder) clients() []authserver.Client {
	code := []string{"authorization_code", "refresh_token"}
	web, page := b.Suite.app.url, b.Suite.page.url
	return []authserver.Client{
		{ID: "web", Name: "Example application", Kind: "confidential", Auth: "client_secret_basic", Secret: b.secrets.web,
			Redirects: []string{web + "/callback"}, PostLogout: []string{web + "/logged-out"},
			Grants: append(code, "client_credentials"), ResponseTypes: []string{"code"}, Scopes: userScopes},
		{ID: "spa", Name: "Example page", Kind: "public", Auth: "none", Redirects: []string{page + "/callback"}, PostLogout: []string{page + "/"},
			Grants: code, ResponseTypes: []string{"code"}, Scopes: userScopes},
		{ID: "batch", Name: "Nightly job", Kind: "machine", Auth: "client_secret_basic", Secret: b.secrets.batch,
			Grants: []string{"client_credentials"}, Scopes: []string{"api:read", "api:write", customScope}},
		{ID: "api", Name: "Example API", Kind: "confidential", Auth: "client_secret_basic", Secret: b.secrets.api},
	}
}

func (b *builder) makeApp() error {
	o, err := client.Defaults("web")
	if err != nil {
		return err
	}
	o.URL, o.Home, o.Reveal, o.RootCAs = b.Suite.app.url, b.guide.url, true, b.o.CA
	o.Scopes = userScopes
	id := client.Issuer{URL: b.Suite.as.url, ClientID: "web", Secret: b.secrets.web, Auth: client.AuthOf("web")}
	if b.Register {
		id.ClientID, id.Secret = "", ""
	}
	o.Issuers = []client.Issuer{id}
	o.APIs = apis(b.Suite.api.url)
	o.Wrap = named(agentApp)
	if name := b.planted("client"); name != "" {
		for _, f := range client.Faults() {
			if f.Name == name {
				f.Apply(&o)
			}
		}
	}
	app, err := client.New(o)
	if err != nil {
		return fmt.Errorf("make the web application: %w", err)
	}
	b.end = append(b.end, app.Close)
	b.app = app
	return nil
}

func (b *builder) makePage() (err error) {
	b.page, err = spa.Handler(spa.Config{Issuer: b.Suite.as.url, ClientID: "spa", Redirect: b.Suite.page.url + "/callback",
		PostLogout: b.Suite.page.url + "/", Scope: strings.Join(userScopes, " "), API: apis(b.Suite.api.url)[0].URL, Home: b.guide.url})
	if err != nil {
		return fmt.Errorf("make the single-page application: %w", err)
	}
	return nil
}
