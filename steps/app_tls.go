package steps

import (
	"context"
	"errors"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
)

func init() {
	given(`the authorization server (.+) from now on`, func(w *World) any { return w.switches })
	given(`somebody who had the application use a token`, func(w *World) any { return w.hasCalled })
	when(`the user has the application use the token again`, func(w *World) any { return w.useToken })
	when(`somebody signs in, if they can, at an authorization server that (.+)`, func(w *World) any { return w.somebodyPerhaps })
	then(`no token went without TLS`, func(w *World) any { return w.neverPlain })
	then(`no token went there`, func(w *World) any { return w.neverThere })
}

// switches changes what our issuer does wrong, between two steps of a sign-in.
func (w *World) switches(_ context.Context, flaw string) error {
	w.in.Harness.Forget()
	return w.in.Harness.Switch(0, flaw)
}

// somebodyPerhaps is somebody for a server that an application may refuse as it starts.
func (w *World) somebodyPerhaps(ctx context.Context, flaw string) error {
	err := w.somebody(ctx, flaw)
	if w.restarts.down != nil {
		return nil
	}
	return err
}

// hasCalled proves that the application brings its user's token to our API.
func (w *World) hasCalled(ctx context.Context) error {
	if err := w.call(ctx, "", 1); err != nil {
		return err
	}
	if len(w.requests("resource")) == 0 {
		return neverCalled()
	}
	return nil
}

// neverPlain looks at all that reached our issuers without TLS, once the application has met what leads there.
func (w *World) neverPlain(ctx context.Context) error {
	if len(w.requests("userinfo"))+len(w.requests("resource")) == 0 {
		return errors.New("the application did not use its token, so that nothing was seen of where it would send it")
	}
	if err := w.tokenless(); err != nil {
		return err
	}
	return w.cleanSignIn(ctx)
}

// neverThere is neverPlain for an application that has met this server alone. A code that it redeemed shows that it
// works; if it did not come so far, a clean sign-in has to.
func (w *World) neverThere(ctx context.Context) error {
	if w.restarts.down == nil {
		if err := w.tookMetadata(); err != nil {
			return err
		}
	}
	if err := w.tokenless(); err != nil || len(w.requests("token")) > 0 {
		return err
	}
	return w.cleanSignIn(ctx)
}

// tokenless wants no token in what came without TLS.
func (w *World) tokenless() error {
	for _, r := range w.in.Harness.Received() {
		if strings.HasPrefix(r.URL, "http:") {
			if err := check.NoToken(r.Header, r.Query, r.Form); err != nil {
				return err
			}
		}
	}
	return nil
}
