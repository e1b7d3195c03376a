package loadtest

import (
	"context"
	"net/url"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

var clientCredentials = kind{
	name: "client_credentials", about: "a client gets a token of its own (RFC 6749 section 4.4)",
	needs: []string{"client_credentials"}, ready: readyCredentials,
}

// credentials asks for tokens for clients that take turns.
type credentials struct {
	judge   *judge
	clients []credentialsClient
	turn    turn
}

// A credentialsClient has one request for all, or with signed assertions a pool of them.
type credentialsClient struct {
	party    party
	request  *request
	requests *pool[*request]
}

func readyCredentials(_ context.Context, s *setup) (flow, error) {
	at, err := s.endpoint("token")
	if err != nil {
		return nil, err
	}
	cs, err := s.clients("client that may use client credentials", func(c servers.Client) bool {
		return c.AuthMethod() != "none" && may(c, "client_credentials")
	})
	if err != nil {
		return nil, err
	}
	f := &credentials{judge: s.judge}
	for _, c := range cs {
		x, err := s.credentialsOf(c, at, len(cs))
		if err != nil {
			return nil, err
		}
		f.clients = append(f.clients, x)
	}
	return f, nil
}

// credentialsOf makes a client's requests: one of its share of all hits for each assertion that it needs.
func (s *setup) credentialsOf(c servers.Client, at *place, of int) (x credentialsClient, err error) {
	x.party = party{client: c.ID}
	form := url.Values{"grant_type": {"client_credentials"}}
	if scope := s.scope(c); scope != "" {
		form.Set("scope", scope)
	}
	auth, err := s.auth(c)
	if err != nil {
		return x, err
	}
	r := oauth.Request{URL: at.url, Form: form, Auth: auth}
	if auth.Sign == nil {
		x.request, err = prepare(r, at, s.o.UserAgent)
		return x, err
	}
	n, err := s.pooledHits("assertions", of)
	if err != nil {
		return x, err
	}
	all, err := pooled(n, func(int) (*request, error) { return prepare(r, at, s.o.UserAgent) })
	x.requests = &pool[*request]{what: "client assertions", all: all}
	return x, err
}

// pooledHits is how many single-use things one of several sharers needs.
func (s *setup) pooledHits(what string, of int) (int, error) {
	if s.hits == 0 {
		return min(mostPooled, int(maxPooledRate*(s.o.Warmup+s.o.Hold).Seconds()))/of + 1, nil
	}
	if s.hits > mostPooled {
		return 0, refusef("%d %s would have to be made before the clock starts, and %d is the most: lower the rate or the duration", s.hits, what, mostPooled)
	}
	return s.hits/of + 1, nil
}

// maxPooledRate is how many flows a second a run without a schedule is given single-use things for.
const maxPooledRate = 5000

func (f *credentials) hit(h *hand) outcome {
	c := &f.clients[f.turn.next(len(f.clients))]
	q := c.request
	if q == nil {
		var o outcome
		var there bool
		if q, o, there = c.requests.take(); !there {
			return o
		}
	}
	return f.judge.answered(h, q, c.party)
}
