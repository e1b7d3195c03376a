package oauthspec

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// overhearing keeps every secret that goes through a harness, at the moment at which the suite looks at it.
type overhearing struct {
	servers.Harness
	mu   *sync.Mutex
	seen map[string]bool
}

func (o overhearing) Received() []servers.Received {
	all := o.Harness.Received()
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range all {
		var answer map[string]any
		_ = json.Unmarshal([]byte(r.Answer), &answer) // most answers are pages
		for _, name := range []string{"code", "code_verifier", "access_token", "refresh_token", "id_token", "client_secret", "client_assertion"} {
			text, _ := answer[name].(string)
			for _, v := range []string{r.Form.Get(name), text} {
				o.seen[v] = true
			}
		}
	}
	return all
}

// A client that is red everywhere, in each of its forms: none of what it was given, sent or received is in a report.
func TestNoSecretOfAClientReachesAReport(t *testing.T) {
	target, plants := reference(t)
	heard := overhearing{mu: &sync.Mutex{}, seen: map[string]bool{}}
	for _, p := range plants {
		if p.Name != "client/nonce-ignored" && p.Name != "client/secret-in-both-places" && p.Name != "client/assertion-for-anyone" {
			continue
		}
		one := target
		one.Variants = []servers.Variant{{Name: p.Variant, Role: "client", Against: []string{"oauth2.1"}, Acquire: func(ctx context.Context) (*servers.Instance, error) {
			in, err := p.Acquire(ctx)
			if err == nil {
				in.Harness = overhearing{in.Harness, heard.mu, heard.seen}
				heard.mu.Lock()
				for _, c := range in.Profile.Clients {
					heard.seen[c.Secret] = true
					heard.seen[base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(c.ID)+":"+url.QueryEscape(c.Secret)))] = true
				}
				heard.mu.Unlock()
			}
			return in, err
		}}}
		run, err := Verify(t.Context(), Options{Target: one, Driver: "form", Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		if run.Verdict == "pass" {
			t.Fatalf("%s is not seen", p.Name)
		}
		for name, write := range map[string]func(*bytes.Buffer) error{
			"json": func(b *bytes.Buffer) error { return reports.JSON(b, run) },
			"html": func(b *bytes.Buffer) error { return reports.HTML(b, run) },
			"text": func(b *bytes.Buffer) error { return reports.Text(b, run, reports.TextOptions{Width: 80}) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			for secret := range heard.seen {
				if len(secret) > 8 && strings.Contains(b.String(), secret) {
					t.Errorf("%s: the %s report holds %q", p.Name, name, secret)
				}
			}
		}
	}
	if len(heard.seen) < 20 {
		t.Errorf("only %d secrets were overheard", len(heard.seen))
	}
}
