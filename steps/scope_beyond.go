package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`an authorization code for a (confidential|public) client that was granted less than it may have`, func(w *World) any { return w.codeForLess })
	then(`nobody says that the token has (the unknown scope|the scope that its user was not asked for)`, func(w *World) any { return w.notBeyond })
}

// codeForLess gets two codes for the same scope. The first shows that the server grants no more than was asked for, as it may
// (RFC 6749 section 3.3); the second is the scenario's.
func (w *World) codeForLess(ctx context.Context, kind string) (err error) {
	if err := w.aClient(kind); err != nil {
		return err
	}
	if w.spared, err = w.dispensable(); err != nil {
		return err
	}
	less := func(r *oauth.Request) {
		r.Form.Set("scope", strings.Join(slices.DeleteFunc(strings.Fields(r.Form.Get("scope")), w.isSpared), " "))
	}
	if err := w.obtain(ctx, visit{}, nil, less); err != nil {
		return err
	}
	if err := mustGrant(w.redeem(ctx, w.client)); err != nil {
		return err
	}
	has, err := w.saysOfScope(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(has, w.isSpared) {
		return &verdict.NotApplicable{Reason: "the server grants more than was asked for", Section: "RFC 6749 section 3.3"}
	}
	return w.obtain(ctx, visit{}, nil, less)
}

// notBeyond lets the server refuse as it likes: that it says why is another scenario's matter.
func (w *World) notBeyond(ctx context.Context, which string) error {
	if w.last.Text("access_token") == "" {
		return check.TokenRefused(w.last, "invalid_scope", "invalid_request")
	}
	beyond := noSuch
	if which != "the unknown scope" {
		beyond = w.spared
	}
	has, err := w.saysOfScope(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(has, beyond) {
		return verdict.Mismatchf("a refusal, or a token without the scope "+beyond, "a token that has it")
	}
	return nil
}

// saysOfScope is what the token response says of the last token's scope and, where it can be asked, introspection.
func (w *World) saysOfScope(ctx context.Context) ([]string, error) {
	told := strings.Fields(w.last.Text("scope"))
	if !w.facts.Can("introspection") {
		return told, nil
	}
	a, err := w.introspect(ctx, w.last.Text("access_token"))
	if err != nil {
		return nil, err
	}
	if a.None != nil || a.Status >= 500 {
		return nil, fmt.Errorf("ask about the scope of the token: %s", a)
	}
	return append(told, strings.Fields(a.Text("scope"))...), nil
}
