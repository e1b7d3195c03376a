package loadtest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tidwall/gjson"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// Names of checks of UserInfo, as they stand in reports.
const (
	checkUserInfo = "the UserInfo response is about the user whose token it is"
	checkNobody   = "a token that nobody was given opens nothing (1 request in 100)"
)

var userInfo = kind{
	name: "userinfo", about: "a client reads its user's claims (OpenID Connect Core section 5.3)",
	needs: []string{"authorization_code", "openid", "userinfo"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		at, err := s.endpoint("userinfo")
		if err != nil {
			return nil, err
		}
		x, err := s.signIns(s.o.Clients, false)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(strings.Fields(x.scope), "openid") {
			return nil, refusef("client %s may not use the scope openid", x.client.Name)
		}
		tokens, err := some(min(len(x.users), fewTokens), fewTokens, "tokens", func() (minted, error) { return x.tokens(ctx, s) })
		if err != nil {
			return nil, err
		}
		f := &userinfo{judge: s.judge}
		if f.nobody, err = opening(at, s.o.UserAgent, oauth.Random(32)); err != nil {
			return nil, err
		}
		for _, m := range tokens {
			a, err := s.http.Do(ctx, oauth.Request{URL: at.url, Header: bearer(m.access)})
			if err != nil {
				return nil, err
			}
			if a.Status != 200 || a.Text("sub") == "" {
				return nil, refusef("no UserInfo response with a sub before the clock started: %s", a)
			}
			q, err := opening(at, s.o.UserAgent, m.access)
			if err != nil {
				return nil, err
			}
			f.users = append(f.users, claimed{q, a.Text("sub")})
		}
		return f, nil
	},
}

func bearer(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }

func opening(at *place, agent, token string) (*request, error) {
	return prepare(oauth.Request{URL: at.url, Header: bearer(token)}, at, agent)
}

type claimed struct {
	request *request
	sub     string
}

// userinfo reads the claims of users in turn, and tries now and then a token that never was.
type userinfo struct {
	judge  *judge
	users  []claimed
	nobody *request
	n      atomic.Uint64
}

func (f *userinfo) hit(h *hand) outcome {
	n := f.n.Add(1)
	u := f.users[n%uint64(len(f.users))]
	if n%sampled == 0 {
		return f.stranger(h)
	}
	a, err := h.send("userinfo", u.request)
	if err != nil {
		return silence(err)
	}
	if a.status != 200 {
		return refused(a)
	}
	what := ""
	switch sub := gjson.GetBytes(a.body, "sub"); {
	case !gjson.ValidBytes(a.body) || sub.Str == "":
		what = "200 without JSON that holds a sub"
	case sub.Str != u.sub:
		what = "the claims of another user"
	}
	return f.judge.verdict(checkUserInfo, what)
}

// stranger is refused as RFC 6750 section 3.1 says: anything else that is no success is an answer of its own kind.
func (f *userinfo) stranger(h *hand) outcome {
	a, err := h.send("userinfo", f.nobody)
	switch {
	case err != nil:
		return silence(err)
	case a.status >= 200 && a.status < 300:
		return f.judge.verdict(checkNobody, "a token that nobody was given opened the UserInfo endpoint")
	case a.status == 400 || a.status == 401 || a.status == 403:
		return f.judge.verdict(checkNobody, "")
	}
	return refused(a)
}
