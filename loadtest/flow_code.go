package loadtest

import (
	"context"
	"fmt"
	"time"
)

var authorizationCode = kind{
	name: "authorization_code", about: "a user signs in and consents, and the client redeems the code with PKCE (RFC 6749 section 4.1)",
	needs: []string{"authorization_code"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		x, err := s.signIns(s.o.Clients, false)
		if err != nil {
			return nil, err
		}
		_, err = x.tokens(ctx, s) // one that works, so that what the profile lacks is said before the clock starts
		return (*codeFlow)(x), err
	},
}

// codeFlow is the whole of it, pages and all.
type codeFlow signIns

func (f *codeFlow) hit(h *hand) outcome {
	x := (*signIns)(f)
	c, o := x.signIn(h)
	if o.class != right {
		return o
	}
	q, err := x.redemption(c)
	if err != nil {
		return wrong(err.Error())
	}
	return x.judge.answered(h, q, c.party)
}

var codeRedemption = kind{
	name: "code_redemption", about: "the client redeems a code made beforehand, with PKCE (RFC 6749 section 4.1.3)",
	needs: []string{"authorization_code"},
	ready: func(ctx context.Context, s *setup) (flow, error) {
		x, err := s.signIns(s.o.Clients, false)
		if err != nil {
			return nil, err
		}
		if _, err = x.tokens(ctx, s); err != nil {
			return nil, err
		}
		n, err := s.pooledHits("codes", 1)
		if err != nil {
			return nil, err
		}
		all, err := some(n, mostSignIns, "codes", func() (redeemable, error) {
			c, err := x.before(ctx, s)
			if err != nil {
				return redeemable{}, err
			}
			q, err := x.redemption(c)
			return redeemable{q, c.party, time.Now()}, err
		})
		return &redemptions{s.judge, pool[redeemable]{what: "codes", all: all}}, err
	},
}

// redemptions are of codes that were made before.
type redemptions struct {
	judge *judge
	codes pool[redeemable]
}

type redeemable struct {
	request *request
	party   party
	made    time.Time
}

func (f *redemptions) hit(h *hand) outcome {
	c, o, ok := f.codes.take()
	if !ok {
		return o
	}
	if o = f.judge.answered(h, c.request, c.party); o.code == "invalid_grant" {
		o.what += fmt.Sprintf(", for a code made %s before: it may have expired", h.ended.Sub(c.made).Round(time.Second))
	}
	return o
}

// answered sends a token request, and judges its answer.
func (j *judge) answered(h *hand, q *request, p party) outcome {
	a, err := h.send("token", q)
	if err != nil {
		return silence(err)
	}
	_, o := j.token(a, p)
	return o
}
