package steps

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client that has proven its key`, func(w *World) any { return w.hasProven })
	when(`the client asks (with a proof .+)`, func(w *World) any { return w.asksProven })
	when(`the client asks with the proof of a day before`, func(w *World) any { return w.asksProvenLate })
	then(`(?:the proof is refused|no token is granted)`, func(w *World) any { return func() error { return check.ProofRefused(w.last) } })
}

// noProofTaken ends scenarios that say nothing where not even a proper proof is taken.
var noProofTaken = &verdict.NotApplicable{Reason: "the server takes no proper proof, which is another requirement's matter", Section: "RFC 9449 section 5"}

// bindsNothing is a server that takes a proof and issues a bearer token.
var bindsNothing = &verdict.NotApplicable{Reason: "the server does not bind the client's access tokens to its key", Section: "RFC 9449 section 5"}

// hasProven shows that a proper proof is taken, so that a refusal is owed to what comes after.
func (w *World) hasProven(ctx context.Context) error {
	if err := w.easiest(); err != nil {
		return err
	}
	if err := w.asksProven(ctx, "with a proof of its key"); err != nil {
		return err
	}
	if w.first = w.last; check.TokenGranted(w.first) != nil {
		return noProofTaken
	}
	return nil
}

// asksProven asks for another token with a proof.
func (w *World) asksProven(ctx context.Context, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	f, err := w.nextGrant(ctx)
	if err != nil {
		return err
	}
	return w.proves(ctx, f, m...)
}

// nextGrant are the parameters of a token request that was not made before.
func (w *World) nextGrant(ctx context.Context) (url.Values, error) {
	if w.can(w.client, "client credentials") {
		return forItself(w.client), nil
	}
	err := w.obtain(ctx, visit{}, nil)
	return w.redemption(), err
}

// nextRequest is a token request that was not made before.
func (w *World) nextRequest(ctx context.Context) (oauth.Request, error) {
	f, err := w.nextGrant(ctx)
	if err != nil {
		return oauth.Request{}, err
	}
	return w.tokenRequest(w.client, f)
}

// proves makes a token request with a proof, and keeps how it ended.
func (w *World) proves(ctx context.Context, f url.Values, m ...oauth.Mutation) error {
	r, err := w.tokenRequest(w.client, f)
	if err != nil {
		return err
	}
	if w.all, err = w.proven(ctx, r, "", m...); err == nil {
		w.last = w.all[len(w.all)-1]
	}
	return err
}

func (w *World) tokenRequest(c servers.Client, f url.Values) (oauth.Request, error) {
	at, err := w.endpoint("token")
	return oauth.Request{Method: http.MethodPost, URL: at, Form: f, Auth: w.auth(c)}, err
}

// asksProvenLate sends a proof that was made a day ago. Who goes by the nonce in it needs not mind when the client says that it was
// made (RFC 9449 section 4.3), so that the nonce is as old as the proof.
func (w *World) asksProvenLate(ctx context.Context) error {
	at, err := w.endpoint("token")
	if err != nil {
		return err
	}
	nonce := w.nonces[at]
	switch {
	case w.in.Advance != nil:
		if err := w.wait(ctx, day); err != nil {
			return err
		}
	case nonce != "":
		return &verdict.NotApplicable{Reason: "the server may go by its nonces, and it takes a day until one is old", Section: "RFC 9449 section 4.3"}
	}
	w.flaw = func(p *oauth.Proof) { p.Claims["iat"] = w.now().Add(-day).Unix() }
	r, err := w.nextRequest(ctx)
	if err != nil {
		return err
	}
	w.last, err = w.once(ctx, r, "") // and not again, with a newer nonce
	return err
}

const day = 24 * time.Hour
