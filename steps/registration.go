package steps

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`a client that registered without an authentication method`, func(w *World) any { return w.registeredWithoutMethod })
	given(`an access token of a user, and what its introspection says`, func(w *World) any { return w.userToken })

	when(`a client registers for assertions keyed with its secret`, func(w *World) any { return w.registersForSecretJWT })
	when(`a client registers and asks for an identifier of its choice`, func(w *World) any { return w.asksForIdentifier })
	when(`a client registers with that user's subject as its identifier`, func(w *World) any { return w.asksForSubject })

	then(`the secret it was issued has at least 32 octets`, func(w *World) any { return w.secretLength })
	then(`it does not get that identifier`, func(w *World) any { return w.otherIdentifier })
	then(`a token of the client's own does not look like the user's`, func(w *World) any { return w.looksDifferent })
}

// askRegistration asks for a registration of a client (RFC 7591 section 3.1) and keeps the answer. It judges nothing.
func (w *World) askRegistration(ctx context.Context, metadata map[string]any) (oauth.Answer, error) {
	at, err := w.endpoint("registration")
	if err != nil {
		return oauth.Answer{}, err
	}
	b, err := json.Marshal(metadata)
	if err != nil {
		return oauth.Answer{}, err
	}
	a, err := w.http.Do(ctx, oauth.Request{Method: http.MethodPost, URL: at}, oauth.WithBody("application/json", b))
	if err != nil {
		return a, err
	}
	w.Secrets.Add("CLIENT_SECRET", a.Text("client_secret"))
	w.Secrets.Add("REGISTRATION_TOKEN", a.Text("registration_access_token"))
	w.unregister(a)
	w.last = a
	return a, nil
}

// unregister has a client removed when the scenario is over, where the server lets it (RFC 7592 section 2.3).
func (w *World) unregister(a oauth.Answer) {
	at, token := a.Text("registration_client_uri"), a.Text("registration_access_token")
	if at == "" || token == "" {
		return
	}
	w.after = append(w.after, func() {
		ctx, cancel := context.WithTimeout(context.Background(), w.Timeout)
		defer cancel()
		_, _ = w.http.Do(ctx, oauth.Request{Method: http.MethodDelete, URL: at, Header: bearer(token)}) // many do not offer it
	})
}

// aWebApplication is the metadata of a client with the redirect URI that the profile's clients have.
func (w *World) aWebApplication(more map[string]any) (map[string]any, error) {
	c, err := w.pickKind("a", "confidential")
	if err != nil {
		return nil, err
	}
	m := map[string]any{"client_name": "oauthspec", "redirect_uris": c.Redirects[:min(1, len(c.Redirects))]}
	for k, v := range more {
		m[k] = v
	}
	return m, nil
}

// registeredName is what a client that registered itself is called here.
const registeredName = "registered"

// registers has a web application registered, or skips where the server does not register such a one.
func (w *World) registers(ctx context.Context, auth string, more map[string]any) error {
	m, err := w.aWebApplication(more)
	if err != nil {
		return err
	}
	a, err := w.askRegistration(ctx, m)
	if err != nil {
		return err
	}
	if got := a.Text("token_endpoint_auth_method"); a.Text("client_id") == "" || more["token_endpoint_auth_method"] != nil && got != "" && got != auth {
		return &verdict.NotApplicable{Reason: "the server does not register such a client: " + a.String(), Section: "RFC 7591 section 3.2.2"}
	}
	w.client = servers.Client{Name: registeredName, Kind: "confidential", ID: a.Text("client_id"), Secret: a.Text("client_secret"), Auth: auth,
		Redirects: m["redirect_uris"].([]string), Grants: []string{"authorization_code"}}
	return nil
}

func (w *World) registeredWithoutMethod(ctx context.Context) error {
	return w.registers(ctx, "client_secret_basic", nil)
}

func (w *World) registersForSecretJWT(ctx context.Context) error {
	return w.registers(ctx, "client_secret_jwt", map[string]any{
		"token_endpoint_auth_method": "client_secret_jwt", "token_endpoint_auth_signing_alg": "HS256"})
}

func (w *World) secretLength() error {
	if n := len(w.client.Secret); n < 32 {
		return verdict.Mismatchf("a client_secret of at least 32 octets", "one of %d", n)
	}
	return nil
}

func (w *World) asksForIdentifier(ctx context.Context) error {
	return w.registersAs(ctx, "oauthspec-"+oauth.Random(9))
}

// registersAs asks for an identifier, for a client that can also ask for tokens of its own.
func (w *World) registersAs(ctx context.Context, id string) error {
	w.wanted = id
	more := map[string]any{"client_id": id}
	if w.facts.Can("client_credentials") {
		more["grant_types"] = []string{"authorization_code", "client_credentials"}
	}
	m, err := w.aWebApplication(more)
	if err != nil {
		return err
	}
	_, err = w.askRegistration(ctx, m)
	return err
}

// otherIdentifier holds for a refusal too: who gets no registration gets no identifier.
func (w *World) otherIdentifier() error { return check.NotRegisteredAs(w.last, w.wanted) }

func (w *World) userToken(ctx context.Context) (err error) {
	if w.client, err = w.pickKind("a", "confidential"); err != nil {
		return err
	}
	if err = w.obtain(ctx, visit{}, nil); err != nil {
		return err
	}
	a, err := w.redeem(ctx, w.client)
	if err := mustGrant(a, err); err != nil {
		return err
	}
	if w.first, err = w.introspect(ctx, a.Text("access_token")); err != nil {
		return err
	}
	if w.first.JSON["active"] != true || w.first.Text("sub") == "" {
		return &verdict.NotApplicable{Reason: "introspection names no subject", Section: "RFC 7662 section 2.2"}
	}
	return nil
}

func (w *World) asksForSubject(ctx context.Context) error {
	return w.registersAs(ctx, w.first.Text("sub"))
}

// looksDifferent matters only where the client got the user's subject for its identifier (RFC 9700 section 4.15.1).
func (w *World) looksDifferent(ctx context.Context) error {
	if w.last.Text("client_id") != w.wanted {
		w.note("the server chooses its clients' identifiers")
		return nil
	}
	c := servers.Client{Name: registeredName, Kind: "machine", ID: w.wanted, Secret: w.last.Text("client_secret"),
		Auth: w.last.Text("token_endpoint_auth_method"), Scopes: strings.Fields(w.first.Text("scope"))}
	a, err := w.credentials(ctx, c)
	if err := mustGrant(a, err); err != nil {
		w.note("such a client gets no token of its own: " + a.String())
		return nil
	}
	w.client = c
	own, err := w.introspect(ctx, a.Text("access_token"))
	if err != nil {
		return err
	}
	return check.ToldApart(w.first, own)
}
