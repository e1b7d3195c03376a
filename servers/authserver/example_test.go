package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

func ExampleStart() {
	test := func(t *testing.T) {
		as := authserver.Start(t, authserver.WithFault("no-store-missing"))
		batch := as.Client(t, "batch")
		form := url.Values{"grant_type": {"client_credentials"}}
		req, _ := http.NewRequest("POST", as.URL+"/token", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.SetBasicAuth(batch.ID, batch.Secret)
		_, _ = http.DefaultClient.Do(req) // … what the client under test does
	}
	_ = test
}
