package loadtest

import (
	"context"
	"sync/atomic"
)

const checkRevoked = "a revoked token is not active any more (1 in 100)"

var revoking = kind{
	name: "revocation", about: "a client takes back a token made beforehand (RFC 7009)", needs: []string{"revocation"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		mint, err := s.mint(s.o.Clients, true)
		if err != nil {
			return nil, err
		}
		first, err := mint(ctx)
		if err != nil {
			return nil, err
		}
		end, err := s.questions("revocation", first.client)
		if err != nil {
			return nil, err
		}
		f := &revocation{judge: s.judge}
		if f.ask, err = s.visible(ctx, first, end); err != nil {
			return nil, err
		}
		n, err := s.pooledHits("tokens", 1)
		if err != nil {
			return nil, err
		}
		f.tokens.what = "tokens"
		f.tokens.all, err = some(n, mostPooled, "tokens", func() (revocable, error) {
			m, err := mint(ctx)
			if err != nil {
				return revocable{}, err
			}
			q, err := end.prepared(m.access)
			return revocable{q, m.access}, err
		})
		return f, err
	},
}

// visible revokes a token before the clock starts, and is how to see that it was: nil where that cannot be seen, as
// where tokens speak for themselves.
func (s *setup) visible(ctx context.Context, m minted, end *questions) (*questions, error) {
	var ask *questions
	if s.facts.Can("introspection") {
		ask, _ = s.questions("introspection", m.client) // the endpoint may be unknown: then nothing can be seen
	}
	if ask != nil {
		if active, err := ask.active(ctx, s, m.access); err != nil || !active {
			ask = nil
		}
	}
	a, err := s.http.Do(ctx, end.about(m.access))
	if err != nil {
		return nil, err
	}
	if a.Status != 200 {
		return nil, refusef("an access token could not be revoked before the clock started: %s", a)
	}
	if ask != nil {
		if active, err := ask.active(ctx, s, m.access); err != nil || active {
			ask = nil
		}
	}
	return ask, nil
}

type revocable struct {
	request *request
	token   string
}

// revocation takes back one token after another, and looks now and then whether it is gone.
type revocation struct {
	judge  *judge
	tokens pool[revocable]
	ask    *questions
	n      atomic.Uint64
}

func (f *revocation) hit(h *hand) outcome {
	t, o, ok := f.tokens.take()
	if !ok {
		return o
	}
	a, err := h.send("revocation", t.request)
	if err != nil {
		return silence(err)
	}
	if a.status != 200 {
		return refused(a)
	}
	if f.ask == nil || f.n.Add(1)%sampled != 1 {
		return outcome{}
	}
	return f.gone(h, t.token)
}

func (f *revocation) gone(h *hand, token string) outcome {
	q, err := f.ask.prepared(token)
	if err != nil {
		return wrong(err.Error())
	}
	if a, err := h.after(q); err == nil && a.status == 200 { // else nobody knows
		return f.judge.verdict(checkRevoked, activity(a, false, ""))
	}
	return outcome{}
}
