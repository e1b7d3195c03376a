package steps

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// authorization is a proper authorization request of a client, with PKCE and state, as RFC 9700 section 2.1 wants it.
func (w *World) authorization(c servers.Client) (oauth.Request, error) {
	at, err := w.endpoint("authorization")
	if err != nil {
		return oauth.Request{}, err
	}
	if len(c.Redirects) == 0 {
		return oauth.Request{}, lacks("redirect URI of client "+c.Name, "clients: [{name: "+c.Name+", redirects: [URL]}]")
	}
	w.verifier = oauth.Random(32)
	f := url.Values{
		"response_type": {"code"}, "client_id": {c.ID}, "redirect_uri": {c.Redirects[0]}, "state": {oauth.Random(16)},
		"code_challenge": {oauth.S256(w.verifier)}, "code_challenge_method": {"S256"},
	}
	if s := w.needScope(c); s != "" {
		f.Set("scope", s)
	}
	if w.in.Profile.Nonce {
		f.Set("nonce", oauth.Random(16))
	}
	return oauth.Request{Method: http.MethodGet, URL: at, Form: f}, nil
}

// A visit is what the user does with an authorization request.
type visit struct {
	who     string // whose browser: "" is the scenario's user's
	user    servers.User
	refuse  bool
	signOut bool
	noLogin bool           // stop at the first page
	hold    useragent.Kind // stop at the first page of that kind, before it is answered
}

// authorize sends the browser off with a client's authorization request and keeps where it ended. It judges nothing.
func (w *World) authorize(ctx context.Context, v visit, m ...oauth.Mutation) error {
	r, err := w.authorization(w.client)
	if err != nil {
		return err
	}
	if r, err = r.Apply(m...); err != nil {
		return err
	}
	return w.visit(ctx, r, v)
}

func (w *World) visit(ctx context.Context, r oauth.Request, v visit) error {
	s, err := w.session(ctx, v.who)
	if err != nil {
		return err
	}
	w.sent = r
	if v.user.Name == "" {
		v.user = w.user
	}
	if v.user.Name == "" && !v.noLogin {
		return lacks("user who can sign in", "users: [{name: …, password: …}]")
	}
	start := useragent.Start{Method: r.Method, URL: r.URL, Header: r.Header}
	if r.Method == http.MethodGet {
		start.URL = withQuery(r.URL, r.Form)
	} else {
		start.Form = r.Form
	}
	return w.open(ctx, s, start, v)
}

// open has a browser go where start says, and keeps where that led.
func (w *World) open(ctx context.Context, s useragent.Session, start useragent.Start, v visit) (err error) {
	p := useragent.Plan{
		User: useragent.User{Name: v.user.Name, Password: v.user.Password}, Consent: !v.refuse, SignOut: v.signOut, WithoutLogin: v.noLogin, Hold: v.hold,
		Steps: pages(w.in.Profile.Login), RefuseSteps: pages(w.in.Profile.Refuse), Stop: w.clientURL(slices.Concat(w.sent.Form["redirect_uri"], w.sent.Form["post_logout_redirect_uri"])),
	}
	w.landing, err = s.Visit(ctx, start, p)
	w.log = append(w.log, w.landing.Log...)
	if errors.Is(err, useragent.ErrNoRefusal) {
		return &verdict.NotApplicable{Reason: "nothing on its consent page refuses, or only with JavaScript", Section: "RFC 6749 section 4.1.1",
			Change: "driver: rod, or refuse: [{press: SELECTOR}]"}
	}
	if err != nil {
		w.page, w.shot = w.landing.Page, w.landing.Screenshot
		return err
	}
	w.response = oauth.AuthorizationResponse{}
	if w.landing.Stopped {
		w.response = oauth.ParseResponse(w.landing.RawURL, w.landing.Form)
	}
	w.Secrets.Add("CODE", w.response.Get("code"))
	return nil
}

// clientURL tells URLs that are the client's, or an attacker's: those the browser must never fetch.
func (w *World) clientURL(asked []string) func(*url.URL) bool {
	origins := map[string]bool{}
	for _, raw := range asked {
		if u, err := url.Parse(raw); err == nil {
			origins[u.Scheme+"://"+u.Host] = true
		}
	}
	for _, c := range w.in.Profile.Clients {
		for _, raw := range slices.Concat(c.Redirects, c.Logout) {
			if u, err := url.Parse(raw); err == nil {
				origins[u.Scheme+"://"+u.Host] = true
			}
		}
	}
	delete(origins, "://")
	for _, e := range []string{w.in.Profile.Issuer, w.facts.Endpoints["authorization"], w.in.Profile.Endpoints["authorization"]} {
		if u, err := url.Parse(e); err == nil {
			delete(origins, u.Scheme+"://"+u.Host)
		}
	}
	return func(u *url.URL) bool {
		web := u.Scheme == "http" || u.Scheme == "https"
		return !web || origins[u.Scheme+"://"+u.Host] || strings.HasSuffix(u.Hostname(), ".example")
	}
}

func pages(ps []servers.Page) []useragent.Step {
	var out []useragent.Step
	for _, p := range ps {
		out = append(out, useragent.Step(p))
	}
	return out
}

// session is somebody's browser, opened at its first use and kept, so that a second visit finds its cookies.
func (w *World) session(ctx context.Context, who string) (useragent.Session, error) {
	if s := w.sessions[who]; s != nil {
		return s, nil
	}
	d := w.Form
	if w.UseRod || w.in.Profile.Driver == "rod" || w.Scenario.Has("browser") {
		if d = w.Rod; d == nil {
			return nil, &verdict.NotApplicable{Reason: "no browser: " + w.NoRod, Change: "--browser PATH"}
		}
	}
	s, err := d.Session(ctx, useragent.SessionOptions{Transport: w.rec.Transport(w.transport(), "browser")})
	if err != nil {
		return nil, err
	}
	if w.sessions == nil {
		w.sessions = map[string]useragent.Session{}
	}
	w.sessions[who] = s
	w.driver = d.Name()
	return s, nil
}

// obtain gets an authorization code, proven: the browser brought one back to where it was asked to. A refusal with an
// OAuth error that the caller named as allowed ends the scenario as not applicable.
func (w *World) obtain(ctx context.Context, v visit, strict *allowed, m ...oauth.Mutation) error {
	if err := w.authorize(ctx, v, m...); err != nil {
		return err
	}
	code := w.response.Get("code")
	if code == "" {
		if reason := strict.covers(w); reason != nil {
			return reason
		}
		return &verdict.Mismatch{Want: "an authorization code", Got: w.arrived()}
	}
	w.code = code
	return nil
}

// withQuery appends a form to a URL that may have a query already.
func withQuery(raw string, f url.Values) string {
	sep := "?"
	if strings.Contains(raw, "?") {
		sep = "&"
	}
	if len(f) == 0 {
		return raw
	}
	return raw + sep + f.Encode()
}
