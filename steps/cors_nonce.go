package steps

import (
	"context"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`the client's access token is bound to its key`, func(w *World) any { return w.hasBoundToken })
	when(`a page of the client redeems the code with a proof of its key`, func(w *World) any { return w.pageRedeems })
	when(`a page of the client asks who the user is with a proof of its key`, func(w *World) any { return w.pageAsksWho })
	then(`the page may read the nonce that the next proof has to have`, func(w *World) any { return w.nonceExposed })
}

// hasBoundToken redeems the code with a proof.
func (w *World) hasBoundToken(ctx context.Context) error {
	if err := w.proves(ctx, w.redemption()); err != nil {
		return err
	}
	if w.first = w.last; check.TokenGranted(w.first) != nil {
		return noProofTaken
	}
	if !strings.EqualFold(w.first.Text("token_type"), "DPoP") {
		return bindsNothing
	}
	return nil
}

func (w *World) pageRedeems(ctx context.Context) error {
	r, err := w.tokenRequest(w.client, w.redemption())
	if err != nil {
		return err
	}
	return w.pageProves(ctx, r, "")
}

func (w *World) pageAsksWho(ctx context.Context) error {
	at, err := w.endpoint("userinfo")
	if err != nil {
		return err
	}
	token := w.first.Text("access_token")
	return w.pageProves(ctx, oauth.Request{Method: http.MethodGet, URL: at, Header: http.Header{"Authorization": {"DPoP " + token}}}, token)
}

// pageProves asks as a browser does for a page: whether it may send a proof at all, and then with one.
func (w *World) pageProves(ctx context.Context, r oauth.Request, token string) error {
	headers := "dpop"
	if r.Header.Get("Authorization") != "" {
		headers = "authorization,dpop"
	}
	h := http.Header{"Origin": {w.origin()}, "Access-Control-Request-Method": {r.Method}, "Access-Control-Request-Headers": {headers}}
	told, err := w.http.Do(ctx, oauth.Request{Method: http.MethodOptions, URL: r.URL, Header: h})
	if err != nil {
		return err
	}
	if !check.MaySend(told, w.origin(), "DPoP") {
		return &verdict.NotApplicable{Reason: "pages of other origins may not send proofs there", Section: "RFC 9449 section 8"}
	}
	w.all, err = w.proven(ctx, r, token, oauth.WithHeader("Origin", w.origin()))
	return err
}

// nonceExposed looks at the answers that hold a nonce and that a page may read at all.
func (w *World) nonceExposed() error {
	if err := check.Answered(w.all); err != nil {
		return err
	}
	handed, read := 0, 0
	for _, a := range w.all {
		if a.Header.Get("DPoP-Nonce") == "" {
			continue
		}
		if handed++; !check.Shares(a, w.origin()) {
			continue
		}
		read++
		if err := check.Exposes(a, "DPoP-Nonce"); err != nil {
			return err
		}
	}
	switch {
	case handed == 0:
		return &verdict.NotApplicable{Reason: "the server hands out no nonce for proofs", Section: "RFC 9449 section 8"}
	case read == 0:
		return &verdict.NotApplicable{Reason: "pages of other origins may not read the answer", Section: "RFC 9449 section 8"}
	}
	return nil
}
