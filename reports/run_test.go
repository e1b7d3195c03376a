package reports

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

var update = flag.Bool("update", false, "write the golden files anew")

// hostile is what a target may send to lead the reader of a report astray.
const hostile = "<script>alert(1)</script>\x00\x1b[31mred\xff\u202egnp.exe ]]> &amp; \"quoted\" {{.}} <!-- \u2028"

// dot is a PNG of one pixel.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func sample() Run {
	png, _ := base64.StdEncoding.DecodeString(dot)
	red := Scenario{
		Name: "The client redeems its code twice", Feature: "as/code.feature:17", Tags: []string{"as", "must"}, Verdict: verdict.Fail,
		Want: `400 "invalid_grant"`, Got: `200 with an access token, expires_in 3600, scope "openid api:read"`, Driver: "form", On: "oauth2.0",
		DurationMS: 12.25,
		Steps: []Step{
			{"Given", "an authorization code for a confidential client", "passed"},
			{"And", "the client has redeemed the code", "passed"},
			{"When", "the client redeems the same code again", "passed"},
			{"Then", `the token request is refused with "invalid_grant"`, "failed"},
			{"And", "the first access token no longer opens the protected resource", "skipped"},
		},
		Exchanges: []Exchange{
			{From: "browser", To: "authorization endpoint", Method: "GET", URL: "https://as.test/authorize?client_id=web&response_type=code&redirect_uri=https%3A%2F%2Fc.test%2Fcb&state=af0ifjsldkj",
				Status: 302, Response: []string{"Location: https://c.test/cb?code=‹CODE›&state=af0ifjsldkj&iss=https%3A%2F%2Fas.test", ""}, DurationMS: 3.5},
			{From: "client", To: "token endpoint", Method: "POST", URL: "https://as.test/token", Request: []string{"Authorization: Basic ‹CLIENT_SECRET›", "Content-Type: application/x-www-form-urlencoded", "", "grant_type=authorization_code&code=‹CODE›"},
				Status: 200, Response: []string{"Content-Type: application/json", "Cache-Control: no-store", "", `{"access_token":"‹ACCESS_TOKEN›","token_type":"Bearer","expires_in":3600}`}, DurationMS: 1.5},
			{From: "client", To: "token endpoint", Method: "POST", URL: "https://as.test/token", Request: []string{"grant_type=authorization_code&code=‹CODE›"},
				Status: 200, Response: []string{"Content-Type: application/json", "", `{"access_token":"‹ACCESS_TOKEN›"}`}, DurationMS: 1.25},
		},
		Curl: []string{
			"# 1: browser", "curl -si 'https://as.test/authorize?client_id=web&response_type=code&state=af0ifjsldkj' \\\n  -b cookies.txt -c cookies.txt",
			"# CLIENT_SECRET: the client's secret, as registered", `# CODE: parameter "code" of the Location in the answer to 1`,
			"# 2: client", "curl -si https://as.test/token \\\n  -u \"web:$CLIENT_SECRET\" \\\n  -d grant_type=authorization_code \\\n  -d \"code=$CODE\"",
			"# 3: client", "curl -si https://as.test/token \\\n  -u \"web:$CLIENT_SECRET\" \\\n  -d grant_type=authorization_code \\\n  -d \"code=$CODE\"",
		},
	}
	evil := Scenario{
		Name: "The target answers with HTML", Feature: "as/token.feature:40", Verdict: verdict.Fail, Want: "a JSON object", Got: hostile,
		Exchanges: []Exchange{
			{From: "client", To: hostile, Method: "POST", URL: "javascript:alert(1)//" + hostile, Status: 200, Response: []string{hostile, "", strings.Repeat("long ", 2000)}, Cut: true},
			{From: "client", To: "token endpoint", Method: "POST", URL: "https://as.test/token", Error: "connection reset by peer"},
		},
		Curl: []string{"curl -si " + hostile}, Screenshot: png, Page: hostile, Log: []string{"typed the name into #user", "pressed " + hostile}, Notes: []string{hostile},
	}
	ok := func(n string) []Scenario {
		return []Scenario{{Name: n, Feature: "as/code.feature:8", Verdict: verdict.Pass, DurationMS: 2, Driver: "form"}}
	}
	as := func(id, title string, level verdict.Level, doc, section string, v verdict.Verdict, ss []Scenario) Requirement {
		return Requirement{ID: id, Title: title, Level: level, Role: "as", Document: doc, Section: section, Verdict: v, DurationMS: 5, Scenarios: ss,
			Link: "https://www.rfc-editor.org/rfc/" + strings.ToLower(strings.ReplaceAll(doc, " ", "")) + "#section-" + section}
	}
	replay := as("rfc6749-4.1.2-code-single-use", "A code is redeemed at most once", verdict.Must, "RFC 6749", "4.1.2", verdict.Fail, []Scenario{red, ok("Once is enough")[0]})
	replay.Harm = "Whoever reads a code in a log or a Referer header could buy tokens with it after its owner did."
	for i, where := range []string{"CVE-2026-0001", "https://bugs.example/1", "https://bugs.example/2", "https://bugs.example/3"} {
		replay.Bugs = append(replay.Bugs, Bug{Reference: where, Link: fmt.Sprintf("https://bugs.example/%d", i), Product: "Example Server", Bug: "a code was redeemed as often as one liked"})
	}
	html := as("rfc6749-5.1-json", "A token answer is a JSON object", verdict.Must, "RFC 6749", "5.1", verdict.Fail, []Scenario{evil})
	skip := as("rfc7636-4.6-verifier-missing", "A code bound to a challenge is not redeemed without its verifier", verdict.Must, "RFC 7636", "4.6", verdict.Skip, []Scenario{{Name: "The verifier is left out", Feature: "as/pkce.feature:5", Verdict: verdict.Skip}})
	skip.Reason = "the target does not support pkce; to change it: supports: {pkce: true}"
	other := skip
	other.ID, other.Section, other.Title = "rfc7636-4.6-verifier-wrong", "4.6", "A code bound to a challenge is not redeemed with another verifier"
	slow := as("rfc6749-10.10-code-expires", "A code expires", verdict.Should, "RFC 6749", "10.10", verdict.Skip, nil)
	slow.Reason = "it would take 10m0s of waiting; to change it: --patience 10m"
	warn := as("rfc9700-4.12-see-other", "A redirect after a posted password is a 303", verdict.Should, "RFC 9700", "4.12", verdict.Warn, []Scenario{{Name: "The user signs in", Feature: "as/authorize.feature:3", Verdict: verdict.Warn, Want: "303", Got: "307"}})
	known := as("rfc6749-5.1-no-store", "A token answer is not stored", verdict.Must, "RFC 6749", "5.1", verdict.Known, []Scenario{{Name: "The client reads the header", Feature: "as/token.feature:9", Verdict: verdict.Known, Want: "Cache-Control: no-store", Got: "none"}})
	known.Reason = "reported upstream in January"
	broken := as("oidc-core-3.1.3.7-nonce", "An ID token carries the nonce of its request", verdict.Must, "OpenID Connect Core", "3.1.3.7", verdict.Broken, []Scenario{{Name: "The nonce comes back", Feature: "as/idtoken.feature:12", Verdict: verdict.Broken, Reason: "no form on the sign-in page was understood: 2 of them ask for a password", Page: "Sign in\nName\nPassword", Screenshot: png}})
	broken.Reason = "no form on the sign-in page was understood: 2 of them ask for a password"
	unseen := as("rfc6749-10.10-entropy", "A token cannot be guessed", verdict.Must, "RFC 6749", "10.10", verdict.Skip, nil)
	unseen.Unobserved = "what can be seen of a few tokens says nothing about how they were drawn"
	same := as("rfc9700-2.1.1-code-single-use", "A code is redeemed at most once", verdict.Must, "RFC 9700", "2.1.1", verdict.Fail, nil)
	same.SameAs, same.Reason = replay.ID, "judged by the scenarios of "+replay.ID
	pass := as("rfc6749-4.1.4-token-success", "A code is exchanged for an access token", verdict.Must, "RFC 6749", "4.1.4", verdict.Pass, ok("The client redeems its code"))
	return Run{
		Schema: Schema, Tool: "oauthspec v0.1.0", Verdict: "broken", Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), DurationMS: 1234.5,
		Target:  Target{Name: "example", Issuer: "https://as.test", Roles: []string{"as"}, Capabilities: map[string]string{"authorization_code": "metadata", "pkce": "tried", "refresh_token": "profile"}},
		Against: []string{"oauth2.0", "rfc9700"}, Driver: "form and chromium-headless-shell 156", Settings: map[string]any{"races": 50, "strict": false},
		Counts:       Counts{"pass": 1, "skip": 3, "warn": 1, "known": 1, "fail": 3, "broken": 1, "unobservable": 1},
		Requirements: []Requirement{pass, replay, html, skip, other, slow, warn, known, broken, unseen, same},
		Notes:        []string{"the metadata names another registration endpoint than the issuer's host"},
	}
}

func sampleProofs() []Proof {
	return []Proof{
		{Fault: "code-replay", Violates: "rfc6749-4.1.2-code-single-use", Title: "A code is redeemed at most once", AlsoRed: []string{"rfc6749-10.5-code-single-use"},
			Red: []string{"rfc6749-10.5-code-single-use", "rfc6749-4.1.2-code-single-use"}, Scenarios: []string{"rfc6749-4.1.2-code-single-use/The client redeems its code twice"},
			Saw: `want 400 "invalid_grant", got 200 with an access token`, Seam: "token.code.invalidate", Variant: "oauth2.0", Driver: "form", Ran: 31, Beside: 20, OK: true},
		{Fault: "code-replay-within-a-second", Violates: "rfc6749-4.1.2-code-single-use", Title: "A code is redeemed at most once", Seam: "token.code.invalidate",
			Saw: hostile, Variant: "oauth2.0", Driver: "form", Ran: 31, OK: true},
		{Fault: "nonce-dropped", Violates: "oidc-core-3.1.3.7-nonce", Title: "An ID token carries the nonce of its request", Seam: "idtoken.claims", Variant: "oidc", Ran: 12, Problem: "no check saw it"},
		{Violates: "rfc6749-5.1-json", Title: "A token answer is a JSON object", Scenarios: []string{"rfc6749-5.1-json/x"}, Problem: `no fault turns scenario "x" red`},
		{Violates: "formpost-2-success", Title: "A response in a form is posted", Scenarios: []string{"formpost-2-success/A real browser is left with the form"}, OK: true, Untried: "no Chromium found"},
	}
}

// golden compares got with a file of testdata, byte by byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what was written; look at it with -update and git diff", path)
	}
}
