package oauthspec

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// product is the reference server as somebody else's: at an address of its own, with a profile that holds no more than ids, secrets
// and users, and different from what the suite knows in one way.
func product(t *testing.T, clients []string, options ...authserver.Option) servers.Target {
	t.Helper()
	s := authserver.Start(t, options...)
	p := servers.Profile{Issuer: s.URL}
	for _, u := range s.Users[:2] {
		p.Users = append(p.Users, servers.User{Name: u.Name, Password: u.Password})
	}
	for _, id := range clients {
		c := s.Client(t, id)
		p.Clients = append(p.Clients, servers.Client{Name: c.ID, Kind: c.Kind, ID: c.ID, Secret: c.Secret, Auth: c.Auth, Redirects: c.Redirects})
	}
	return servers.Target{Name: "product", Profile: p}
}

// judge is how each scenario of some requirements ends, by "id/name".
func judge(t *testing.T, o Options) map[string]reports.Scenario {
	t.Helper()
	o.Driver, o.breath = "form", time.Nanosecond
	run, err := Verify(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]reports.Scenario{}
	for _, q := range run.Requirements {
		for _, s := range q.Scenarios {
			out[q.ID+"/"+s.Name] = s
			if s.Verdict > verdict.Skip {
				t.Errorf("%s: %s, %s: %s", s.Verdict, q.ID, s.Name, s.Reason)
			}
		}
	}
	return out
}

func TestAServerThatKeepsNoSessionIsNotAccused(t *testing.T) {
	got := judge(t, Options{Run: []string{"oidc-core-3.1.2.*"}, Target: product(t, []string{"web", "web2"}, authserver.WithVariant("oidc"),
		authserver.With(func(o *authserver.Options) {
			o.Session.Lookup = func(string, *authserver.SignIn) *authserver.SignIn { return nil }
		}))})
	want := "oidc-core-3.1.2.6-consent-required/The user is signed in, and was never asked about this client"
	if s := got[want]; s.Verdict != verdict.Skip {
		t.Errorf("%s ends as %s", want, s.Verdict)
	}
}

// machinesMayNotAsk is a server that takes questions about tokens from web applications alone.
var machinesMayNotAsk = authserver.With(func(o *authserver.Options) {
	o.Introspect.Client = func(c *authserver.Call) error {
		if c.Client.Kind == servers.Machine {
			return &authserver.Error{Status: http.StatusUnauthorized, Code: "invalid_client", Description: "not for machines"}
		}
		return nil
	}
})

func TestWhoeverMayAskAboutTokensDoes(t *testing.T) {
	got := judge(t, Options{Run: []string{"rfc7662-*"}, Target: product(t, []string{"web", "batch"}, machinesMayNotAsk)})
	for id, want := range map[string]verdict.Verdict{
		"rfc7662-2.2-active-token/A client asks about its own token":           verdict.Skip,
		"rfc7662-2.2-active-boolean/The token is active":                       verdict.Pass,
		"rfc7662-2.2-inactive-nothing-else/A token that was active is revoked": verdict.Pass,
	} {
		if s := got[id]; s.Verdict != want {
			t.Errorf("%s ends as %s, want %s: %s", id, s.Verdict, want, s.Reason)
		}
	}
}

// A resource that shuts without a word of why has shut.
func TestATokenThatOpensNothingIsDead(t *testing.T) {
	plain := authserver.With(func(o *authserver.Options) {
		o.Userinfo.Error = func(_ *authserver.Presented, _ *authserver.Error, r *authserver.Reply) {
			r.Status = http.StatusForbidden
		}
	})
	got := judge(t, Options{Run: []string{"rfc7009-2.2.1-*"}, Target: product(t, []string{"web", "spa"}, authserver.WithVariant("oidc"), plain)})
	if s := got["rfc7009-2.2.1-unsupported-token-type/A client revokes its access token"]; s.Verdict != verdict.Pass {
		t.Errorf("ends as %s: %s", s.Verdict, s.Reason)
	}
}

// Metadata and first tokens say what a profile of ids and secrets does not.
func TestFlagsAloneFindWhatTheServerHas(t *testing.T) {
	got := judge(t, Options{Run: []string{"rfc6749-6-refresh-bound-to-client", "rfc7009-2.1-access-token-revoked"},
		Target: product(t, []string{"web", "web2"}, authserver.WithVariant("oidc"))})
	for id, s := range got {
		if s.Verdict != verdict.Pass && !strings.Contains(id, "public") {
			t.Errorf("%s ends as %s: %s", id, s.Verdict, s.Reason)
		}
	}
}

// One thing that a server insists on, and must not, is one requirement's red: it hides no other.
func TestAServerThatInsistsOnANonceIsJudgedWithOne(t *testing.T) {
	run, err := Verify(t.Context(), Options{Driver: "form", Run: []string{"oidc-core-2-no-nonce-when-not-sent", "rfc6749-4.1.2-code-single-use"},
		Target: product(t, []string{"web"}, authserver.WithVariant("oidc"), authserver.With(func(o *authserver.Options) {
			clean := o.Authorize.RequestObject
			o.Authorize.RequestObject = func(a *authserver.Authorization) error {
				if !a.Params.Has("nonce") {
					return &authserver.Error{Status: http.StatusBadRequest, Code: "invalid_request", Description: "nonce required"}
				}
				return clean(a)
			}
		}))})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range run.Requirements {
		if red := q.Verdict == verdict.Fail; red != (q.ID == "oidc-core-2-no-nonce-when-not-sent") || q.Verdict == verdict.Broken {
			t.Errorf("%s ends as %s: %s", q.ID, q.Verdict, q.Reason)
		}
	}
}

// The first tokens leave a consent behind, which a server may remember.
func TestARememberedConsentCanStillBeRefused(t *testing.T) {
	for _, variant := range []string{"oauth2.0", "oidc"} {
		target := product(t, []string{"web"}, authserver.WithVariant(variant))
		got := judge(t, Options{Run: []string{"rfc6749-4.1.2.1-error-access-denied"}, Target: target})
		if s := got["rfc6749-4.1.2.1-error-access-denied/The user refuses"]; s.Verdict != verdict.Pass {
			t.Errorf("%s: ends as %s: %s", variant, s.Verdict, s.Reason)
		}
	}
}

func TestWhatBrokeBesideOthersRunsAgainAlone(t *testing.T) {
	var redeemed atomic.Int32
	got := judge(t, Options{Run: []string{"rfc6749-4.1.2-code-single-use"}, Target: product(t, []string{"web"},
		authserver.With(func(o *authserver.Options) {
			o.Token.Code.Expired = func(*authserver.Call) error {
				if redeemed.Add(1) == 2 { // the first one is the preflight's
					return &authserver.Error{Status: http.StatusServiceUnavailable, Code: "temporarily_unavailable", Description: "the database is locked"}
				}
				return nil
			}
		}))})
	for _, s := range got { // whichever came second
		if s.Verdict == verdict.Pass && slices.Contains(s.Notes, "it broke beside other scenarios, and was judged alone") {
			return
		}
	}
	t.Error("no scenario was judged alone")
}

// A database that is locked can answer where it is the question, too.
func TestWhatWasRefusedBesideOthersIsAskedAgainAlone(t *testing.T) {
	var lookups atomic.Int32
	got := judge(t, Options{Run: []string{"rfc6749-5.1-success-status-json", "rfc6749-3.1.2.4-*"}, Target: product(t, []string{"web"},
		authserver.With(func(o *authserver.Options) {
			o.Token.Code.Expired = func(*authserver.Call) error {
				if lookups.Add(1) == 2 { // the first one is the preflight's
					return &authserver.Error{Status: http.StatusInternalServerError, Code: "server_error", Description: "the database is locked"}
				}
				return nil
			}
		}))})
	s := got["rfc6749-5.1-success-status-json/A code is redeemed"]
	if s.Verdict != verdict.Pass || !slices.Contains(s.Notes, "it was red beside other scenarios, and passes alone") {
		t.Errorf("ends as %s with the notes %q", s.Verdict, s.Notes)
	}
}

// signsInFirst asks who the user is before it looks at a request, and breaks down over one that it has to refuse then.
func signsInFirst(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
	if _, err := r.Cookie("front"); err == nil {
		next(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<title>Front door</title><form method=post><input name=user><input type=password name=front><button>Sign in</button></form>`)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "front", Value: "in", Path: "/"})
	r.Method, r.Body = http.MethodGet, http.NoBody
	answer := httptest.NewRecorder()
	if next(answer, r); answer.Code >= 400 {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, r.URL.String(), http.StatusSeeOther)
}

func TestWhoHasSignedInIsAskedWhereASignInBreaksDown(t *testing.T) {
	got := judge(t, Options{Run: []string{"rfc6749-4.1.2.1-error-missing-client-id"}, Target: product(t, []string{"web"},
		authserver.With(func(o *authserver.Options) { o.Authorize.Wire = signsInFirst }))})
	s := got["rfc6749-4.1.2.1-error-missing-client-id/The client identifier is left out"]
	if s.Verdict != verdict.Pass || len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "500") {
		t.Errorf("ends as %s with the notes %q: %s", s.Verdict, s.Notes, s.Reason)
	}
}

// Which error says that a client did not authenticate is one requirement's matter: that nothing was granted is seen by 401 as well.
func TestFailedAuthenticationInOtherWordsIsRefusedAllTheSame(t *testing.T) {
	for _, members := range []map[string]any{{"error": "unauthorized_client"}, {}} {
		got := judge(t, Options{Run: []string{"rfc6749-2.3.1-wrong-secret", "rfc6749-3.2.1-confidential-must-authenticate", "rfc7009-2.1-client-auth-required"},
			Target: product(t, []string{"web", "web2"}, authserver.With(func(o *authserver.Options) {
				o.Token.Reply.Error = func(_ *authserver.Call, e *authserver.Error, r *authserver.Reply) {
					if r.Members["error"] = e.Code; e.Code == "invalid_client" {
						r.Members = members
					}
				}
			}))})
		for id, s := range got {
			if s.Verdict != verdict.Pass && strings.Contains(s.Name, "Basic") {
				t.Errorf("%s ends as %s: %s", id, s.Verdict, s.Reason)
			}
		}
	}
}

// A server with a consent for each user remembers one user's and asks the next.
func TestWhoeverHasNotAgreedYetCanRefuse(t *testing.T) {
	agreed := sync.Map{}
	got := judge(t, Options{Run: []string{"rfc6749-4.1.2.1-error-access-denied"}, Target: product(t, []string{"web"}, authserver.WithVariant("oidc"),
		authserver.With(func(o *authserver.Options) {
			o.Authorize.Consent.Needed = func(a *authserver.Authorization) bool {
				first, _ := agreed.LoadOrStore("first", a.SignIn.User.Name)
				return first != a.SignIn.User.Name
			}
		}))})
	if s := got["rfc6749-4.1.2.1-error-access-denied/The user refuses"]; s.Verdict != verdict.Pass {
		t.Errorf("ends as %s: %s", s.Verdict, s.Reason)
	}
}
