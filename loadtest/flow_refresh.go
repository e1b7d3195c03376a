package loadtest

import (
	"context"
	"sync/atomic"
)

const checkRotated = "never the same refresh token twice, but for the one that was used"

var refreshTokens = kind{
	name: "refresh", about: "a chain of refreshes for each of as many users as there are workers (RFC 6749 section 6)",
	needs: []string{"authorization_code", "refresh_token"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		x, err := s.signIns(s.o.Clients, true)
		if err != nil {
			return nil, err
		}
		all, err := some(s.o.Workers, mostSignIns, "sign-ins (one for each worker)", func() (minted, error) {
			m, err := x.tokens(ctx, s)
			if err == nil && m.refresh == "" {
				err = refusef("client %s got no refresh token; say in the profile what it takes: refresh: {scope: offline_access, params: {prompt: consent}}", x.client.Name)
			}
			return m, err
		})
		if err != nil {
			return nil, err
		}
		f := &refreshes{signIns: x, idle: make(chan *chain, len(all))}
		f.live.Store(int64(len(all)))
		for _, m := range all {
			s.judge.others.add([]byte(m.refresh))
			f.idle <- &chain{m.refresh, m.party}
		}
		return f, nil
	},
}

// refreshes are chains, each in one pair of hands at a time. A chain whose refresh failed is at its end, because nobody
// knows which of its tokens is the good one.
type refreshes struct {
	*signIns
	idle chan *chain
	live atomic.Int64
}

// A chain is what one user's sign-in has come to.
type chain struct {
	refresh string
	party   party
}

func (f *refreshes) hit(h *hand) outcome {
	var c *chain
	select {
	case c = <-f.idle:
	case <-h.ctx.Done():
	}
	if c == nil {
		return outcome{class: transport, what: "no chain of refresh tokens is left", ends: true}
	}
	o := f.refresh(h, c)
	if o.class == right {
		f.idle <- c
	} else if f.live.Add(-1) == 0 {
		close(f.idle)
	}
	return o
}

func (f *refreshes) refresh(h *hand, c *chain) outcome {
	q, err := prepare(f.refreshing(c.refresh), f.token, f.agent)
	if err != nil {
		return wrong(err.Error())
	}
	a, err := h.send("token", q)
	if err != nil {
		return silence(err)
	}
	g, o := f.judge.token(a, c.party)
	if o.class != right || len(g.refresh) == 0 || string(g.refresh) == c.refresh { // rotation is not demanded of everybody
		return o
	}
	what := ""
	if !f.judge.others.add(g.refresh) {
		what = "the refresh token was handed out before"
	}
	c.refresh = string(g.refresh)
	return f.judge.verdict(checkRotated, what)
}
