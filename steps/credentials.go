package steps

import (
	"context"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a machine client with several scopes`, func(w *World) any { return w.severalScopes })
	given(`the client gets a token of its own`, func(w *World) any { return w.getsOwnToken })

	then(`no refresh token is issued`, func(w *World) any { return func() error { return check.NoRefreshToken(w.last) } })
	then(`the token has the scope that was asked for or that the answer states`, func(w *World) any { return w.scopeIsKnown })

	phrase("with the scope of offline access added", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{func(r *oauth.Request) {
			r.Form.Set("scope", strings.TrimSpace(r.Form.Get("scope")+" offline_access"))
		}}, nil
	})
	phrase("with one of its scopes", func(w *World) ([]oauth.Mutation, error) {
		scopes := strings.Fields(w.needScope(w.client))
		if len(scopes) < 2 {
			return nil, lacks("client with two scopes", "clients: [{name: "+w.client.Name+", scopes: [ONE, TWO]}]")
		}
		return []oauth.Mutation{oauth.With("scope", scopes[0])}, nil
	})
}

func (w *World) severalScopes() (err error) {
	w.client, err = w.pick("a machine client with several scopes", func(c servers.Client) bool {
		return kind("machine")(c) && len(c.Scopes) > 1
	})
	return err
}

func (w *World) getsOwnToken(ctx context.Context) error {
	w.grant = "client credentials"
	a, err := w.askToken(ctx)
	w.first = a
	return mustGrant(a, err)
}

// scopeIsKnown compares what the client was told with what the server says of the token elsewhere.
func (w *World) scopeIsKnown(ctx context.Context) error {
	if err := mustGrant(w.last, nil); err != nil {
		return err
	}
	told := w.client.Scopes[0]
	if s, ok := w.last.JSON["scope"].(string); ok {
		told = s
	}
	has, err := w.scopeElsewhere(ctx)
	if err != nil {
		return err
	}
	return check.ScopeAsTold(told, has)
}

// scopeElsewhere is the scope that the server says the last token has when somebody else asks.
func (w *World) scopeElsewhere(ctx context.Context) (string, error) {
	a, err := w.introspect(ctx, w.last.Text("access_token"))
	if err != nil {
		return "", err
	}
	has, ok := a.JSON["scope"].(string)
	if a.JSON["active"] != true || !ok {
		return "", &verdict.NotApplicable{Reason: "introspection does not say which scope the token has", Section: "RFC 7662 section 2.2"}
	}
	return has, nil
}
