package loadtest

import (
	"context"
	"net/url"
	"slices"
	"sync/atomic"

	"github.com/tidwall/gjson"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// Names of checks of introspection, as they stand in reports.
const (
	checkActive  = "a good token is active, and its client the right one"
	checkUnknown = "a token that nobody was given is not active (1 question in 100)"
)

// fewTokens is how many are enough where they are not used up.
const fewTokens = 16

var introspecting = kind{
	name: "introspection", about: "a protected resource asks about access tokens (RFC 7662)", needs: []string{"introspection"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		asker, err := s.asker()
		if err != nil {
			return nil, err
		}
		ask, err := s.questions("introspection", asker)
		if err != nil {
			return nil, err
		}
		own := []string{asker.Name}
		mint, err := s.mint(own, false) // its own tokens are surely its business
		if err != nil {
			if mint, err = s.mint(nil, false); err != nil {
				return nil, err
			}
		}
		tokens, err := some(fewTokens, fewTokens, "tokens", func() (minted, error) { return mint(ctx) })
		if err != nil {
			return nil, err
		}
		f := &introspection{judge: s.judge}
		if f.unknown, err = ask.prepared(oauth.Random(32)); err != nil {
			return nil, err
		}
		for _, m := range tokens {
			q, err := ask.prepared(m.access)
			if err != nil {
				return nil, err
			}
			f.known = append(f.known, known1{q, m.party.client})
		}
		active, err := ask.active(ctx, s, tokens[0].access)
		if err == nil && !active {
			err = refusef("client %s is told that a fresh token of client %s is not active; say which client may ask: --as NAME", asker.Name, tokens[0].client.Name)
		}
		return f, err
	},
}

// asker is the client that asks about tokens: one that was named, or is there for it, or has credentials.
func (s *setup) asker() (servers.Client, error) {
	authenticates := func(c servers.Client) bool { return c.AuthMethod() != "none" && !signs(c) }
	if i := slices.IndexFunc(s.target.Clients, func(c servers.Client) bool { return slices.Contains(c.Traits, "introspects") && authenticates(c) }); i >= 0 && len(s.o.Clients) == 0 {
		return s.target.Clients[i], nil
	}
	cs, err := s.clients("client with a secret", authenticates)
	if err != nil {
		return servers.Client{}, err
	}
	return cs[0], nil
}

// questions are requests about tokens, at one endpoint by one client.
type questions struct {
	at    *place
	auth  oauth.Auth
	agent string
}

func (s *setup) questions(endpoint string, c servers.Client) (*questions, error) {
	at, err := s.endpoint(endpoint)
	if err != nil {
		return nil, err
	}
	auth, err := s.auth(c)
	return &questions{at, auth, s.o.UserAgent}, err
}

func (q *questions) about(token string) oauth.Request {
	return oauth.Request{URL: q.at.url, Auth: q.auth, Form: url.Values{"token": {token}}}
}

func (q *questions) prepared(token string) (*request, error) {
	return prepare(q.about(token), q.at, q.agent)
}

// active asks before the clock starts.
func (q *questions) active(ctx context.Context, s *setup, token string) (bool, error) {
	a, err := s.http.Do(ctx, q.about(token))
	if err != nil {
		return false, err
	}
	active, ok := a.JSON["active"].(bool)
	if a.Status != 200 || !ok {
		return false, refusef("introspection before the clock started: %s", a)
	}
	return active, nil
}

type known1 struct {
	request *request
	client  string
}

// introspection asks about good tokens in turn, and now and then about one that never was.
type introspection struct {
	judge   *judge
	known   []known1
	unknown *request
	n       atomic.Uint64
}

func (f *introspection) hit(h *hand) outcome {
	n := f.n.Add(1)
	k := f.known[n%uint64(len(f.known))]
	q, check, want := k.request, checkActive, true
	if n%sampled == 0 {
		q, check, want = f.unknown, checkUnknown, false
	}
	a, err := h.send("introspection", q)
	if err != nil {
		return silence(err)
	}
	if a.status != 200 {
		return refused(a)
	}
	return f.judge.verdict(check, activity(a, want, k.client))
}

// activity says what is wrong with an introspection response (RFC 7662 section 2.2), or nothing.
func activity(a *answer, want bool, client string) string {
	if !gjson.ValidBytes(a.body) {
		return "200 without JSON"
	}
	body := gjson.ParseBytes(a.body)
	switch active := body.Get("active"); {
	case !active.IsBool():
		return "an answer without active, or with one that is no boolean"
	case active.Bool() && !want:
		return "a token that must not be active is"
	case !active.Bool() && want:
		return "a good token is not active"
	}
	if id := body.Get("client_id").Str; want && id != "" && id != client {
		return "the token of one client is said to be another's"
	}
	return ""
}
