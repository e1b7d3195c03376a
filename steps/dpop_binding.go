package steps

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`its access token is bound to the key`, func(w *World) any { return w.isBound })
	given(`a (confidential|public) client that has refreshed with a proof of its key`, func(w *World) any { return w.hasRefreshedProven })
	given(`an authorization code for a client that registered to prove its key always`, func(w *World) any { return w.alwaysProves })
	given(`an authorization code that a confidential client asked for with its key`, func(w *World) any { return w.codeForKey })

	when(`the client proves (its|another) key and (redeems the code|refreshes)`, func(w *World) any { return w.provesAndUses })

	then(`the client was told that its token is of the type DPoP, if it is bound to the key`, func(w *World) any { return w.toldBound })
	then(`the access token names the key, if it is a JWT and bound to it`, func(w *World) any { return w.jwtNamesKey })
	then(`the introspection response names the key`, func(w *World) any { return w.introspectionNamesKey })
	then(`the introspection response, if it names a type, says that it is DPoP`, func(w *World) any { return w.introspectedType })
}

// isBound leaves out servers that take the proof and issue a bearer token all the same.
func (w *World) isBound() error {
	if !strings.EqualFold(w.first.Text("token_type"), "DPoP") {
		return bindsNothing
	}
	return nil
}

// hasRefreshedProven shows that a refresh token which came with a proof is good for the key that was proven.
func (w *World) hasRefreshedProven(ctx context.Context, kind string) error {
	if err := w.aClient(kind); err != nil {
		return err
	}
	m, err := forRefresh(w)
	if err != nil {
		return err
	}
	if err := w.obtain(ctx, visit{}, nil, m...); err != nil {
		return err
	}
	for _, f := range []func() url.Values{w.redemption, func() url.Values { return w.refreshing(w.refreshToken) }} {
		if err := w.proves(ctx, f()); err != nil {
			return err
		}
		if check.TokenGranted(w.last) != nil {
			return noProofTaken
		}
		if next := w.last.Text("refresh_token"); next != "" {
			w.refreshToken = next
		}
		if w.refreshToken == "" {
			return lacks("refresh token for client "+w.client.Name, "refresh: {scope: …}")
		}
	}
	w.first = w.last
	return nil
}

func (w *World) alwaysProves(ctx context.Context) error {
	if err := w.registers(ctx, "client_secret_basic", map[string]any{"dpop_bound_access_tokens": true}); err != nil {
		return err
	}
	if w.last.JSON["dpop_bound_access_tokens"] != true {
		return &verdict.NotApplicable{Reason: "the server does not register clients that prove their key always", Section: "RFC 7591 section 3.2.1"}
	}
	c, err := w.pickKind("a", "confidential")
	if err != nil {
		return err
	}
	w.client.Scopes = slices.DeleteFunc(strings.Fields(w.last.Text("scope")), func(s string) bool { return !slices.Contains(c.Scopes, s) })
	return w.obtain(ctx, visit{}, nil)
}

// codeForKey binds a code to the client's key (RFC 9449 section 10).
func (w *World) codeForKey(ctx context.Context) error {
	if err := w.aClient("confidential"); err != nil {
		return err
	}
	p, err := w.holder()
	if err != nil {
		return err
	}
	jkt, err := p.Thumbprint()
	if err != nil {
		return err
	}
	return w.obtain(ctx, visit{}, nil, oauth.With("dpop_jkt", jkt))
}

func (w *World) provesAndUses(ctx context.Context, whose, what string) error {
	if whose == "another" {
		p, err := w.holder()
		if err != nil {
			return err
		}
		k, err := oauth.FreshKey(p.Alg)
		if err != nil {
			return err
		}
		w.prover = &oauth.Prover{Alg: p.Alg, Key: k}
	}
	if what == "refreshes" {
		return w.proves(ctx, w.refreshing(w.refreshToken))
	}
	return w.proves(ctx, w.redemption())
}

// confirmed is the key in what introspection says of a token that is active.
func (w *World) confirmed() (jkt string, err error) {
	if w.forbidden() || check.TokenActive(w.last) != nil {
		return "", keptFrom("access")
	}
	return check.Confirmation(w.last.JSON), nil
}

// toldBound holds what the client was told against what the server says of the token.
func (w *World) toldBound() error {
	jkt, err := w.confirmed()
	if err != nil {
		return err
	}
	switch {
	case jkt == "":
		return bindsNothing
	case w.first.JSON["token_type"] == nil:
		return &verdict.NotApplicable{Reason: "the client is told of no type, which is another requirement's matter", Section: "RFC 6749 section 5.1"}
	}
	return check.TokenOfType(w.first, "DPoP")
}

func (w *World) jwtNamesKey() error {
	t, err := oauth.ParseJWT(w.last.Text("access_token"))
	if err != nil {
		return lacks("access token that is a JWT", "")
	}
	if check.TokenOfType(w.last, "DPoP") != nil {
		return bindsNothing
	}
	return w.names(t.Claims)
}

// names looks for the key in what is said of a token.
func (w *World) names(m map[string]any) error {
	jkt, err := w.prover.Thumbprint()
	if err != nil {
		return err
	}
	return check.BoundTo(m, jkt)
}

// introspectionNamesKey lets a token that says so itself go without: whoever takes it need not ask.
func (w *World) introspectionNamesKey() error {
	jkt, err := w.confirmed()
	if err != nil {
		return err
	}
	if t, err := oauth.ParseJWT(w.first.Text("access_token")); err == nil && jkt == "" && check.Confirmation(t.Claims) != "" {
		return &verdict.NotApplicable{Reason: "the access token says itself which key it is bound to", Section: "RFC 9449 section 6"}
	}
	return w.names(w.last.JSON)
}

func (w *World) introspectedType() error {
	if _, err := w.confirmed(); err != nil {
		return err
	}
	if w.last.JSON["token_type"] == nil {
		w.note("introspection names no type")
		return nil
	}
	return check.SaysDPoP(w.last)
}
