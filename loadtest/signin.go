package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers"
)

// Names of checks of the authorization response, as they stand in reports.
const (
	checkState = "the authorization response brings back the state that was sent"
	checkCodes = "never the same code twice"
)

// signIns are users who take turns to sign in at one client, each in a browser of their own.
type signIns struct {
	client servers.Client
	auth   oauth.Auth
	users  []servers.User
	scope  string
	more   map[string]string // parameters besides
	token  *place

	at     *place
	judge  *judge
	agent  string
	steps  []useragent.Step
	driver useragent.Driver
	turn   turn
}

// signIns finds who can sign in, and where. With offline the authorization request asks for refresh tokens, as the
// profile says.
func (s *setup) signIns(names []string, offline bool) (*signIns, error) {
	at, err1 := s.endpoint("authorization")
	token, err2 := s.endpoint("token")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	cs, err := s.clientsNamed(names, "client with a redirect URI that may use the authorization code grant"+
		map[bool]string{true: " and refresh tokens"}[offline], func(c servers.Client) bool {
		return c.Kind != servers.Machine && len(c.Redirects) > 0 && may(c, "authorization_code") && (!offline || may(c, "refresh_token"))
	})
	if err != nil {
		return nil, err
	}
	if len(s.target.Users) == 0 {
		return nil, refusef("the target has no user who could sign in; name one in the profile: users: [{name: …, password: …}]")
	}
	x := &signIns{client: cs[0], users: shareOf(s.o.Shard, s.target.Users), scope: s.scope(cs[0]), at: at, token: token, judge: s.judge,
		agent: s.o.UserAgent, driver: s.user()}
	if x.auth, err = s.auth(x.client); err != nil {
		return nil, err
	}
	if r := s.target.Refresh; offline && r != nil {
		x.scope, x.more = strings.TrimSpace(x.scope+" "+r.Scope), r.Params
	}
	for _, p := range s.target.Login {
		x.steps = append(x.steps, useragent.Step(p))
	}
	return x, nil
}

// An issued code and what it takes to redeem it.
type issued struct {
	code, verifier string
	party          party
}

// sign drives the next user from the authorization request to the code, over a transport.
func (x *signIns) sign(ctx context.Context, via http.RoundTripper) (issued, outcome) {
	u := x.users[x.turn.next(len(x.users))]
	c := issued{verifier: oauth.Random(32), party: party{x.client.ID, u.Name}}
	state := oauth.Random(16)
	session, err := x.driver.Session(ctx, useragent.SessionOptions{Transport: via})
	if err != nil {
		return c, wrong(err.Error())
	}
	defer session.Close()
	land, err := session.Visit(ctx, useragent.Start{URL: x.authorization(c.verifier, state)}, useragent.Plan{
		User: useragent.User{Name: u.Name, Password: u.Password}, Consent: true, Steps: x.steps, Stop: x.returns})
	var stuck *useragent.Stuck
	switch {
	case errors.As(err, &stuck):
		return c, wrong("the sign-in got stuck: " + printable(stuck.Why, 200))
	case err != nil:
		return c, silence(err)
	case !land.Stopped && land.Status >= 400:
		return c, refused(&answer{status: land.Status, body: []byte(land.Page), retryAfter: land.Header.Get("Retry-After")})
	case !land.Stopped:
		return c, wrong(fmt.Sprintf("the sign-in ended on a page of the server (%s, status %d)", land.Kind, land.Status))
	}
	r := oauth.ParseResponse(land.RawURL, land.Form)
	o := x.response(r, state)
	c.code = r.Get("code")
	return c, o
}

// authorization is the URL of an authorization request with PKCE (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
func (x *signIns) authorization(verifier, state string) string {
	f := url.Values{"response_type": {"code"}, "client_id": {x.client.ID}, "redirect_uri": {x.client.Redirects[0]}, "state": {state},
		"code_challenge": {oauth.S256(verifier)}, "code_challenge_method": {"S256"}}
	if x.scope != "" {
		f.Set("scope", x.scope)
	}
	if slices.Contains(strings.Fields(x.scope), "openid") {
		f.Set("nonce", oauth.Random(16))
	}
	for name, value := range x.more {
		f.Set(name, value)
	}
	sep := "?"
	if strings.Contains(x.at.url, "?") {
		sep = "&"
	}
	return x.at.url + sep + f.Encode()
}

// returns knows the client's redirect URI, where a browser's way ends.
func (x *signIns) returns(u *url.URL) bool {
	at, err := url.Parse(x.client.Redirects[0])
	return err == nil && u.Scheme == at.Scheme && u.Host == at.Host && u.Path == at.Path
}

// response judges what came back to the client (RFC 6749 section 4.1.2).
func (x *signIns) response(r oauth.AuthorizationResponse, state string) outcome {
	if e := r.Get("error"); e != "" {
		e = printable(e, 60)
		return outcome{class: oauth4xx, code: e, what: fmt.Sprintf("an authorization response with error %q", e)}
	}
	what := ""
	if r.Get("state") != state {
		what = "an authorization response with another state"
	}
	if o := x.judge.verdict(checkState, what); o.class != right {
		return o
	}
	code := r.Get("code")
	if code == "" {
		return wrong("an authorization response without a code")
	}
	if !x.judge.others.add([]byte(code)) {
		what = "the code was handed out before"
	}
	return x.judge.verdict(checkCodes, what)
}

// redemption is the token request of a code (RFC 6749 section 4.1.3).
func (x *signIns) redemption(c issued) (*request, error) {
	return prepare(x.redeeming(c), x.token, x.agent)
}

func (x *signIns) redeeming(c issued) oauth.Request {
	return oauth.Request{URL: x.token.url, Auth: x.auth, Form: url.Values{"grant_type": {"authorization_code"}, "code": {c.code},
		"redirect_uri": {x.client.Redirects[0]}, "code_verifier": {c.verifier}}}
}

// refreshing is the token request of a refresh token (RFC 6749 section 6).
func (x *signIns) refreshing(token string) oauth.Request {
	return oauth.Request{URL: x.token.url, Auth: x.auth, Form: url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}}
}

// before does a sign-in before the clock starts, where whatever goes wrong means that the flow cannot be run.
func (x *signIns) before(ctx context.Context, s *setup) (issued, error) {
	if ctx.Err() != nil {
		return issued{}, ctx.Err()
	}
	c, o := x.sign(ctx, s.http.Transport)
	if o.class != right {
		return c, refusef("a user could not sign in at client %s: %s", x.client.Name, o.what)
	}
	return c, nil
}

// tokens does a sign-in before the clock starts, up to the token response.
func (x *signIns) tokens(ctx context.Context, s *setup) (minted, error) {
	c, err := x.before(ctx, s)
	if err != nil {
		return minted{}, err
	}
	return s.minted(ctx, x.redeeming(c), x.client, c.party)
}

// mostSignIns is how many are made before the clock starts: on a slow target they take longer than any load.
const mostSignIns = 20_000
