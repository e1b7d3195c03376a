package steps

import (
	"context"
	"slices"
	"strconv"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	when(`the client obtains many (authorization codes|access tokens|refresh tokens)`, func(w *World) any { return w.samplesMany })
	then(`they differ in at least (\d+) bits`, func(w *World) any { return w.unguessable })
}

// sampled is how many values are looked at: enough to see which of their characters change, and over what alphabet.
const sampled = 24

// samplesMany gets codes for one user and client, and redeems them where tokens are wanted.
func (w *World) samplesMany(ctx context.Context, what string) error {
	var m []oauth.Mutation
	if what == "refresh tokens" {
		m, _ = forRefresh(w) // it does not fail
	}
	for range sampled {
		if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
			return err
		}
		if what == "authorization codes" {
			w.samples = append(w.samples, w.code)
			continue
		}
		a, err := w.redeem(ctx, w.client)
		if err := mustGrant(a, err); err != nil {
			return err
		}
		token := a.Text("access_token")
		if what == "refresh tokens" {
			token = a.Text("refresh_token")
		}
		if token == "" {
			return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
		}
		w.samples = append(w.samples, token)
	}
	return nil
}

func (w *World) unguessable(bits int) error {
	w.note(strconv.Itoa(len(w.samples)) + " were sampled; what looks random can still be predictable")
	err := check.Entropy(w.samples, bits)
	if err != nil && !slices.ContainsFunc(w.samples, unsigned) {
		w.note("they are signed: what keeps others from making one up is the key")
		return nil
	}
	return err
}

// unsigned says that whoever knows the form of a token can make one up.
func unsigned(token string) bool {
	t, err := oauth.ParseJWT(token)
	return err != nil || t.Header["alg"] == nil || t.Header["alg"] == "none"
}
