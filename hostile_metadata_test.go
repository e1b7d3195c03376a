package oauthspec

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
)

// Before a scenario runs the target's metadata are read. Whatever stands there: preflight says so in one message, or the run
// ends in something other than content, and nothing hangs or panics.
func TestHostileMetadata(t *testing.T) {
	target, _ := reference(t)
	isMetadata := func(path string) bool { return strings.Contains(path, "/.well-known/") }
	for name, how := range misbehaviours {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, err := judgedWith(t, target, how, isMetadata, []string{"rfc8414-*", "oidc-discovery-*"})
			if err == nil && status == 0 {
				t.Error("green")
			}
			if err != nil && strings.Contains(err.Error(), script) {
				t.Errorf("what the target sent is in the error: %v", err)
			}
		})
	}
	run, err := judgedRun(t, target, misbehaviours["invalid UTF-8"], isMetadata, []string{"rfc6749-5.1-*"})
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, "no JSON object") {
		t.Errorf("nothing is said of metadata that cannot be read: %q", notes)
	}
	for name, document := range map[string]string{
		"endpoints elsewhere": `{"issuer":"ISSUER","token_endpoint":"file:///etc/passwd","authorization_endpoint":"javascript:alert(1)","jwks_uri":"gopher://127.0.0.1:1/"}`,
		"endpoints of a type": `{"issuer":"ISSUER","token_endpoint":{"a":1},"authorization_endpoint":[],"grant_types_supported":"authorization_code","jwks_uri":7}`,
		"another's issuer":    `{"issuer":"https://attacker.example","token_endpoint":"https://attacker.example/token"}`,
		"no endpoint":         `{"issuer":"ISSUER"}`,
	} {
		t.Run(name, func(t *testing.T) {
			how := func(w http.ResponseWriter, r *http.Request) {
				says(200, "application/json", strings.ReplaceAll(document, "ISSUER", r.Header.Get("X-Issuer")))(w, r)
			}
			if status, err := judgedWith(t, target, how, isMetadata, []string{"rfc6749-5.1-*"}); err == nil && status == 0 {
				t.Error("green")
			}
		})
	}
}

// What keys look like is for the requirements about keys and signatures to judge: none of them is content with keys that are none.
func TestHostileKeys(t *testing.T) {
	target, _ := reference(t)
	for name, how := range misbehaviours {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, err := judgedWith(t, target, how, func(path string) bool { return strings.HasSuffix(path, "/jwks") },
				[]string{"oidc-core-2-signed", "oidc-core-10.1-kid-*", "oidc-discovery-3-jwks-*", "rfc8414-2-jwks-*"})
			if err != nil {
				t.Fatal(err)
			}
			if status == 0 {
				t.Error("green")
			}
		})
	}
}

// judgedWith judges a target that misbehaves at some paths by some requirements.
func judgedWith(t *testing.T, target servers.Target, how http.HandlerFunc, at func(string) bool, ids []string) (status int, err error) {
	t.Helper()
	run, err := judgedRun(t, target, how, at, ids)
	return ExitStatus(run), err
}

func judgedRun(t *testing.T, target servers.Target, how http.HandlerFunc, at func(string) bool, ids []string) (reports.Run, error) {
	t.Helper()
	h := newHostile(t, how, at)
	rude := Options{}.defaults().transport()
	t.Cleanup(rude.CloseIdleConnections)
	asVariants := slices.DeleteFunc(slices.Clone(target.Variants), func(v servers.Variant) bool { return v.Role != "as" })
	target.Variants = asVariants
	o := Options{Driver: "form", Races: 2, Timeout: 300 * time.Millisecond, Run: ids,
		Target: over(target, func(polite http.RoundTripper) http.RoundTripper {
			return roundTrip(func(r *http.Request) (*http.Response, error) {
				c := r.Clone(r.Context())
				c.Header.Set("X-Issuer", r.URL.Scheme+"://"+r.URL.Host)
				return detour{h, polite, rude}.RoundTrip(c)
			})
		})}
	run, err := Verify(t.Context(), o)
	if err != nil {
		return run, err
	}
	for _, q := range run.Requirements {
		for _, s := range q.Scenarios {
			if strings.Contains(s.Reason, "runtime error") || s.Verdict == verdict.Broken && strings.Contains(s.Reason, "panic") {
				t.Errorf("panics: %s, %s: %s", q.ID, s.Name, s.Reason)
			}
		}
	}
	written(t, run)
	return run, nil
}
