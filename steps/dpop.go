package steps

import (
	"context"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

// holder is the client as one that holds a key of a kind that the server takes.
func (w *World) holder() (*oauth.Prover, error) {
	if w.prover != nil {
		return w.prover, nil
	}
	offered, _ := w.facts.Metadata["dpop_signing_alg_values_supported"].([]any)
	algs := slices.DeleteFunc(slices.Insert(slices.Clone(oauth.Algorithms), 0, jose.ES256), func(alg jose.SignatureAlgorithm) bool {
		return !slices.Contains(offered, any(string(alg)))
	})
	if len(algs) == 0 {
		return nil, lacks("algorithm for proofs that the suite can sign with", "supports: {dpop: false}")
	}
	k, err := oauth.FreshKey(algs[0])
	w.prover, w.nonces = &oauth.Prover{Alg: algs[0], Key: k}, map[string]string{}
	return w.prover, err
}

// proven sends a request with a proof of the client's key, and once more where the server demands another nonce in it (RFC 9449
// section 8). It gives both answers.
func (w *World) proven(ctx context.Context, r oauth.Request, token string, m ...oauth.Mutation) (all []oauth.Answer, err error) {
	for range 2 {
		a, err := w.once(ctx, r, token, m...)
		if err != nil {
			return all, err
		}
		if all = append(all, a); a.NewNonce() == "" {
			break
		}
	}
	return all, nil
}

// once sends a request with a proof that has the newest nonce from there.
func (w *World) once(ctx context.Context, r oauth.Request, token string, m ...oauth.Mutation) (oauth.Answer, error) {
	p, err := w.holder()
	if err != nil {
		return oauth.Answer{}, err
	}
	proof := func(sent *oauth.Request) {
		p.Proving(w.now(), token, w.nonces[r.URL], w.flaws()...)(sent)
		for _, field := range sent.Header.Values("DPoP") {
			w.Secrets.Add("DPOP_PROOF", field)
		}
	}
	a, err := w.http.Do(ctx, r, slices.Concat(m, []oauth.Mutation{proof})...)
	if err != nil {
		return a, err
	}
	w.keepTokens(a)
	if next := a.Header.Get("DPoP-Nonce"); next != "" {
		w.nonces[r.URL] = next
	}
	return a, nil
}
