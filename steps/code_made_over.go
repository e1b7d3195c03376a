package steps

import (
	"context"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	given(`the other client has a code of its own`, func(w *World) any { return w.otherHasCode })
	phrase("with the end of its own", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("code", spliced(w.code, w.spare))}, nil
	})
}

// otherHasCode gets a code for the other client, and leaves the scenario's request and code as they are.
func (w *World) otherHasCode(ctx context.Context) error {
	client, code, verifier, sent, response, landing := w.client, w.code, w.verifier, w.sent, w.response, w.landing
	defer func() {
		w.client, w.code, w.verifier, w.sent, w.response, w.landing = client, code, verifier, sent, response, landing
	}()
	w.client = w.other
	err := w.obtain(ctx, visit{who: "another"}, nil)
	w.spare = w.code
	return err
}

// spliced is a code with the last part of another one: a part is what a server may have put behind a separator to say whose the
// code is. Where nothing separates parts it is the half.
func spliced(code, other string) string {
	for _, sep := range []string{".", ":", "|", "~", "_", "-"} {
		i, j := strings.LastIndex(code, sep), strings.LastIndex(other, sep)
		if i > 0 && j > 0 {
			if made := code[:i] + other[j:]; made != code && made != other {
				return made
			}
		}
	}
	return code[:len(code)/2] + other[len(other)/2:]
}
