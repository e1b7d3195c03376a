package steps

import (
	"context"
	"slices"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a client that holds a key`, func(w *World) any { return w.easiest })
	given(`the server has handed it a nonce`, func(w *World) any { return w.wasHanded })
	when(`the client asks with its first proof`, func(w *World) any { return w.asksFirst })

	when(`the client proves its key many times`, func(w *World) any { return w.provesOften })

	then(`the nonces do not tell the next one`, func(w *World) any { return w.unpredictable })
	then(`it is told to use a nonce, if that is what its proof lacked`, func(w *World) any { return w.toldNonce(check.NonceDemanded) })
	then(`it is given one nonce, if that is what its proof lacked`, func(w *World) any { return w.toldNonce(check.OneNonce) })
	then(`a nonce in the answer comes with the error "([^"]+)"`, func(w *World) any { return w.nonceWithError })
	then(`the nonce that came with the token, if any, is good for the next proof`, func(w *World) any { return w.nonceGoesOn })

	phrase("with a proof with a made-up nonce", func(w *World) ([]oauth.Mutation, error) {
		w.flaw = func(p *oauth.Proof) { p.Claims["nonce"] = oauth.Random(24) }
		return nil, nil
	})
	phrase("with a proof without its nonce", func(w *World) ([]oauth.Mutation, error) {
		w.flaw = func(p *oauth.Proof) { delete(p.Claims, "nonce") }
		return nil, nil
	})
}

// demandsNone is a server that goes without nonces.
var demandsNone = &verdict.NotApplicable{Reason: "the server hands out no nonce for proofs", Section: "RFC 9449 section 8"}

// easiest is the client whose tokens are the easiest to come by.
func (w *World) easiest() (err error) {
	for _, k := range []string{"machine", "confidential", "public"} {
		w.client, err = w.pickKind("a", k)
		if err == nil && (w.can(w.client, "client credentials") || w.can(w.client, "authorization code")) {
			break
		}
	}
	return err
}

func (w *World) wasHanded() error {
	at, err := w.endpoint("token")
	if err == nil && w.nonces[at] == "" {
		return demandsNone
	}
	return err
}

// asksFirst proves a key without a nonce, and then with the one that was handed out, if one was: where that is taken, it was the
// nonce that the first one lacked.
func (w *World) asksFirst(ctx context.Context) error {
	r, err := w.nextRequest(ctx)
	if err != nil {
		return err
	}
	w.all = nil
	for range 2 {
		a, err := w.once(ctx, r, "")
		if err != nil {
			return err
		}
		w.all = append(w.all, a)
		if check.TokenGranted(a) == nil || w.nonces[r.URL] == "" {
			break
		}
	}
	return nil
}

// toldNonce judges the answer to a proof that lacked nothing but a nonce.
func (w *World) toldNonce(judge func(oauth.Answer) error) func() error {
	return func() error {
		if err := check.Answered(w.all); err != nil {
			return err
		}
		first, last := w.all[0], w.all[len(w.all)-1]
		switch {
		case check.TokenGranted(first) == nil:
			return demandsNone
		case check.TokenGranted(last) != nil && first.Text("error") != "use_dpop_nonce":
			return noProofTaken
		}
		return judge(first)
	}
}

// manyNonces are enough to see what changes between them, if it is little.
const manyNonces = 20

// provesOften collects the nonces that come with the answers. Many servers hand out the same one for a while, which is left to pass
// where the clock is ours.
func (w *World) provesOften(ctx context.Context) error {
	at, err := w.endpoint("token")
	if err != nil {
		return err
	}
	for range manyNonces {
		if w.in.Advance != nil {
			if err := w.wait(ctx, 2*time.Minute); err != nil {
				return err
			}
		}
		if err := w.asksProven(ctx, "with a proof of its key"); err != nil {
			return err
		}
		if next := w.nonces[at]; !slices.Contains(w.samples, next) {
			w.samples = append(w.samples, next)
		}
	}
	return nil
}

// unpredictable wants room for more than anybody would try, and not more: nothing says how much it has to be.
func (w *World) unpredictable() error {
	if len(w.samples) < manyNonces {
		return &verdict.NotApplicable{Reason: "the server hands out the same nonce for a while", Section: "RFC 9449 section 8.2"}
	}
	return w.unguessable(32)
}

func (w *World) nonceWithError(code string) error {
	if w.last.Header.Get("DPoP-Nonce") == "" {
		w.note("no other nonce comes with the refusal")
		return check.ProofRefused(w.last)
	}
	return check.TokenRefused(w.last, code)
}

func (w *World) nonceGoesOn(ctx context.Context) error {
	if check.TokenGranted(w.last) != nil {
		return noProofTaken
	}
	if w.last.Header.Get("DPoP-Nonce") == "" {
		w.note("no nonce comes with a token")
		return nil
	}
	r, err := w.nextRequest(ctx)
	if err != nil {
		return err
	}
	a, err := w.once(ctx, r, "")
	if err != nil {
		return err
	}
	return check.TokenGranted(a)
}
