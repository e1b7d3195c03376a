package steps

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers"
)

// attacker is whose browser the second one is.
const attacker = "attacker"

// signIns are what a scenario keeps of a client under test.
type signIns struct {
	users   []servers.User           // at the first issuer: the scenario's user, and the attacker
	known   []servers.User           // those, and all who were there before them
	answers map[string]oauth.Request // by whose browser: the authorization response that waits to be delivered
	before  []servers.Received       // what the first sign-in sent us
	tokens  struct {                 // of the attacker, as our issuer gave them to the application
		Access string `json:"access_token"`
		ID     string `json:"id_token"`
	}
	second     oauth.Request // the second server's response that waits to be delivered
	toldBefore int           // how often UserInfo was asked before the application was to use its token
	visitors   int           // browsers that were opened for one clean sign-in each
	shown      string        // what the page said that is to show who is signed in
}

// application is the client under test.
func (w *World) application() (*servers.Application, error) {
	if w.in.Harness == nil || w.in.Profile.Application == nil {
		return nil, errors.New("no client is under test")
	}
	return w.in.Profile.Application, nil
}

// renew puts a new server with new users behind our first issuer.
func (w *World) renew(flaw string) (err error) {
	if w.signs.users, err = w.in.Harness.Renew(0, w.in.Profile.Clients, flaw); err != nil {
		return err
	}
	for _, u := range w.signs.users {
		w.Secrets.Add("PASSWORD", u.Password)
	}
	w.signs.known = append(w.signs.known, w.signs.users...)
	return nil
}

// visitor names the browser of one clean sign-in.
func visitor(n int) string { return fmt.Sprintf("visitor %d", n) }

// whose is the user of a browser.
func (w *World) whose(who string) servers.User {
	if who == attacker {
		return w.signs.users[1]
	}
	return w.signs.users[0]
}

// goOff begins a sign-in in somebody's browser and follows it to where our issuer sends the browser back, which is kept.
func (w *World) goOff(ctx context.Context, who, start string) error {
	s, err := w.session(ctx, who)
	if err != nil {
		return err
	}
	u := w.whose(who)
	before := len(w.begun())
	l, err := s.Visit(ctx, useragent.Start{URL: start}, useragent.Plan{
		User: useragent.User{Name: u.Name, Password: u.Password}, Consent: true, Steps: pages(w.in.Profile.Login),
		// One page may be where a sign-in begins and where it ends.
		Stop: func(u *url.URL) bool { return len(w.begun()) > before && w.redirectURI(u) },
	})
	w.log = append(w.log, l.Log...)
	if err != nil {
		w.page, w.shot = l.Page, l.Screenshot
		return err
	}
	if !l.Stopped {
		w.page = l.Page
		err := fmt.Errorf("a sign-in that began at %s never came back to a redirect URI of the application: it ended at %s with status %d", start, l.RawURL, l.Status)
		switch {
		case l.URL != nil && w.ours(l.URL):
			err = fmt.Errorf("%w, where our issuer says %.200q", err, l.Text)
		case l.Status < http.StatusBadRequest:
			err = fmt.Errorf("%w; where a click leads on from there, application: {start: URL} names where to, or login: [{press: SELECTOR}] what to click", err)
		}
		return err
	}
	r := oauth.Request{Method: http.MethodGet, URL: l.RawURL}
	if l.Form != nil {
		r.Method, r.Form = http.MethodPost, l.Form
	} else if at, query, ok := strings.Cut(l.RawURL, "?"); ok {
		r.URL = at
		if r.Form, err = url.ParseQuery(query); err != nil {
			return fmt.Errorf("read our own authorization response: %w", err)
		}
	}
	w.Secrets.Add("CODE", r.Form.Get("code"))
	if w.signs.answers == nil {
		w.signs.answers = map[string]oauth.Request{}
	}
	w.signs.answers[who] = r
	return nil
}

// comeBack delivers an authorization response in somebody's browser, and stops where the application sends it to us again.
func (w *World) comeBack(ctx context.Context, who string, r oauth.Request) error {
	s, err := w.session(ctx, who)
	if err != nil {
		return err
	}
	start := useragent.Start{Method: r.Method, URL: r.URL, Form: r.Form}
	if r.Method == http.MethodGet {
		start = useragent.Start{URL: withQuery(r.URL, r.Form)}
	}
	w.landing, err = s.Visit(ctx, start, useragent.Plan{WithoutLogin: true, Stop: func(u *url.URL) bool { return w.ours(u) || isStranger(u) }})
	w.log = append(w.log, w.landing.Log...)
	if err == nil && w.landing.Cut {
		err = fmt.Errorf("the application broke down where an answer came back: its page at %s breaks off, or does not end", strings.Split(w.landing.RawURL, "?")[0])
	}
	return err
}

// signedIn asks the application who is signed in in somebody's browser, and gives the one of the users whom it shows.
func (w *World) signedIn(ctx context.Context, who string) (string, error) {
	app, err := w.application()
	if err != nil {
		return "", err
	}
	s, err := w.session(ctx, who)
	if err != nil {
		return "", err
	}
	at := app.SignedIn
	if at == "" {
		at = app.Start
	}
	l, err := s.Visit(ctx, useragent.Start{URL: at}, useragent.Plan{WithoutLogin: true, Stop: w.ours})
	if err != nil {
		return "", fmt.Errorf("ask the application who is signed in: %w", err)
	}
	w.page, w.signs.shown = l.Page, l.Text
	if l.Status >= http.StatusInternalServerError {
		return "", fmt.Errorf("the application broke down where it is to say who is signed in: status %d", l.Status)
	}
	for _, u := range w.signs.known { // a clean sign-in in another browser may have come between
		if strings.Contains(l.Page, u.Mark()) {
			return u.Mark(), nil
		}
	}
	return "", nil
}

// cleanSignIn has somebody new sign in at an issuer without a flaw. The application has to show that user: whatever it
// does not do right now, it did not refuse before.
func (w *World) cleanSignIn(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	if err := w.meetsAnew(ctx, ""); err != nil {
		return err
	}
	w.signs.visitors++
	who := visitor(w.signs.visitors)
	if err := w.goOff(ctx, who, app.Start); err != nil {
		return err
	}
	answer := w.signs.answers[who]
	if err := w.comeBack(ctx, who, answer); err != nil {
		return err
	}
	shown, err := w.signedIn(ctx, who)
	switch no := answer.Form.Get("error"); {
	case err != nil || shown == w.whose(who).Mark():
		return err
	case no != "":
		return fmt.Errorf("our issuer refused what the application asked for: %s, %s", no, answer.Form.Get("error_description"))
	}
	return fmt.Errorf("the application does not show at %s the user who has just signed in at a server without a flaw (it ended at %s with status %d): "+
		"that page is to hold the user's subject, name or address, and says %.200q", cmp.Or(app.SignedIn, app.Start), w.landing.RawURL, w.landing.Status, w.signs.shown)
}

// redirectURI tells the redirect URIs of the application.
func (w *World) redirectURI(u *url.URL) bool {
	for _, c := range w.in.Profile.Clients {
		for _, r := range c.Redirects {
			if registered, err := url.Parse(r); err == nil && sameRedirect(c, registered, u) {
				return true
			}
		}
	}
	return false
}

// ours tells addresses of our issuers.
func (w *World) ours(u *url.URL) bool {
	for _, i := range w.in.Harness.Issuers() {
		if strings.HasPrefix(u.String(), i+"/") {
			return true
		}
	}
	return false
}

// requests are those that reached an endpoint of our issuers since the scenario's When.
func (w *World) requests(endpoint string) []servers.Received {
	var all []servers.Received
	for _, r := range w.in.Harness.Received() {
		if r.Endpoint == endpoint {
			all = append(all, r)
		}
	}
	return all
}

// issued are the members of forms, queries and answers that are secrets, and what they are called.
var issued = map[string]string{"code": "CODE", "code_verifier": "CODE_VERIFIER", "refresh_token": "REFRESH_TOKEN", "access_token": "ACCESS_TOKEN",
	"id_token": "ID_TOKEN", "client_secret": "CLIENT_SECRET", "client_assertion": "CLIENT_ASSERTION"}

// keep tells the redaction what secrets a request that reached us carries, and our answer to it.
func (w *World) keep(r servers.Received) {
	var answer map[string]any
	_ = json.Unmarshal([]byte(r.Answer), &answer) // most answers are pages
	for member, name := range issued {
		text, _ := answer[member].(string)
		for _, v := range []string{r.Form.Get(member), r.Query.Get(member), text} {
			w.Secrets.Add(name, v)
		}
	}
}

// evidence is what went over the wire, in the order in which it was sent. What an application sent to our issuers was
// recorded there; what browsers sent, where they are.
func (w *World) evidence() []exchange.Exchange {
	if w.in == nil || w.in.Harness == nil {
		return w.rec.All()
	}
	for _, c := range w.in.Profile.Clients { // a built-in one has a secret of its own in each scenario
		w.Secrets.Add("CLIENT_SECRET", c.Secret)
		w.Secrets.Add("CLIENT_KEY", c.Key)
	}
	sent := w.rec.All()
	for _, r := range w.in.Harness.Received() {
		w.keep(r)
		if r.Endpoint == "authorize" || r.Endpoint == "login" || r.Endpoint == "consent" {
			continue
		}
		sent = append(sent, exchange.Exchange{At: r.At, Took: r.Took, Actor: "application", Method: r.Method, URL: r.URL, RequestHead: r.Header,
			RequestBody: r.Body, Status: r.Status, ResponseHead: r.Reply, ResponseBody: r.Answer})
	}
	slices.SortStableFunc(sent, func(a, b exchange.Exchange) int { return a.At.Compare(b.At) })
	return sent
}
