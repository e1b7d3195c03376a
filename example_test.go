package oauthspec_test

import (
	"testing"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
)

// An application of one's own, which takes the suite for its authorization server.
func ExampleTest_client() {
	_ = func(t *testing.T) {
		oauthspec.Test(t, servers.Target{Name: "my-app", Open: harness.Open, Profile: servers.Profile{
			Suite:       &servers.Suite{Issuer: "http://127.0.0.1:9400"}, // as it is configured
			Clients:     []servers.Client{{Name: "web", Kind: servers.Confidential, ID: "web", Secret: "as-registered", Redirects: []string{"http://127.0.0.1:8080/cb"}}},
			Application: &servers.Application{Start: "http://127.0.0.1:8080/login", SignedIn: "http://127.0.0.1:8080/me"},
		}})
	}
}

// An API of one's own, which trusts the suite's tokens.
func ExampleTest_resourceServer() {
	_ = func(t *testing.T) {
		oauthspec.Test(t, servers.Target{Name: "my-api", Open: harness.Open, Profile: servers.Profile{
			Suite: &servers.Suite{Issuer: "http://127.0.0.1:9400"},
			API:   &servers.API{URL: "http://127.0.0.1:8080/data", Audience: "https://api.example", Scope: "api:read", Validates: "jwt"},
		}})
	}
}

// A server of one's own.
func ExampleTest_authorizationServer() {
	_ = func(t *testing.T) {
		oauthspec.Test(t, servers.Target{Name: "my-server", Profile: servers.Profile{
			Issuer:  "http://127.0.0.1:8080",
			Clients: []servers.Client{{Name: "batch", Kind: servers.Machine, ID: "batch", Secret: "as-registered", Auth: "client_secret_basic", Grants: []string{"client_credentials"}}},
		}})
	}
}
