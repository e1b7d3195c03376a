package steps

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`a client that may ask for tokens`, func(w *World) any { return w.anyClient })
	given(`the metadata list the challenge method (S256|plain)`, func(w *World) any { return w.listsMethod })

	when(`the client gets an authorization code with (S256|plain) and redeems it, as far as it is let`, func(w *World) any { return w.triesMethod })
	when(`a client looks for the provider of a user`, func(w *World) any { return w.looksForProvider })

	then(`no grant that they list is refused as unknown`, func(w *World) any { return w.triesGrants })
	then(`clients get in by each method that they list`, func(w *World) any { return w.triesAuthMethods })
	then(`the token request is granted, as the list says`, func(w *World) any { return w.methodWorks })
	then(`the server refused to read it only if "([^"]+)" says so`, func(w *World) any { return w.refusedAsTold })
	then(`it is shown an issuer, if it is shown one`, func(w *World) any {
		return func() error { return check.Provider(w.last, w.in.Profile.Issuer) }
	})

	then(`it got a code only if the metadata do not demand that requests are pushed`, func(w *World) any {
		return w.each(func(a oauth.Answer) error {
			if w.response.Has("code") && a.JSON["require_pushed_authorization_requests"] == true {
				return verdict.Mismatchf("no code for a request that was not pushed, as the metadata demand it", "one")
			}
			return nil
		})
	})

	phrase("by a request object", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("request", oauth.Unsigned(nil, map[string]any{"iss": w.client.ID, "aud": w.in.Profile.Issuer}))}, nil
	})
	plainly("by the address of a request object", oauth.With("request_uri", "https://client.example/request.jwt"))
}

// anyClient is one that the token endpoint knows.
func (w *World) anyClient() (err error) {
	for _, k := range []string{"confidential", "machine", "public"} {
		if w.client, err = w.pick("a client that may ask for tokens", kind(k)); err == nil {
			return nil
		}
	}
	return err
}

// listed is a list of the metadata that were just read; by RFC 8414 section 2 one that is left out has a default.
func (w *World) listed(member string, omitted ...string) []string {
	for _, d := range w.documents {
		all, ok := d.JSON[member].([]any)
		if !ok {
			continue
		}
		var out []string
		for _, v := range all[:min(len(all), 50)] { // whoever lists more is not worth an hour
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return omitted
}

// triesGrants asks by each grant with nothing else: what is wrong with that, or with the client, has other names than
// unsupported_grant_type (RFC 6749 section 5.2).
func (w *World) triesGrants(ctx context.Context) error {
	for _, g := range w.listed("grant_types_supported", "authorization_code", "implicit") {
		if g == "implicit" || g == "urn:openid:params:grant-type:ciba" && w.facts.Endpoints["backchannel_authentication"] == "" {
			continue // it is no grant of the token endpoint; the other one only counts with an endpoint of its own
		}
		a, err := w.token(ctx, w.client, url.Values{"grant_type": {g}})
		if err != nil {
			return err
		}
		if !decided(a) {
			return fmt.Errorf("a token was asked for by the grant %q: %s", g, a)
		}
		if a.Text("error") == "unsupported_grant_type" {
			return verdict.Mismatchf(fmt.Sprintf("the grant %q served, as it is listed", g), "%s", a)
		}
	}
	return nil
}

// decided says whether a token request was granted or refused, in whatever words.
func decided(a oauth.Answer) bool { return a.Text("access_token") != "" || check.TurnedAway(a) }

// triesAuthMethods lets a client in by each method that is listed and that some client of the profile is registered for.
func (w *World) triesAuthMethods(ctx context.Context) error {
	tried := 0
	for _, m := range w.listed("token_endpoint_auth_methods_supported", "client_secret_basic") {
		c, err := w.pick("", method(m))
		if m == "none" || err != nil {
			continue // nobody authenticates so
		}
		w.client, w.grant = c, ""
		a, err := w.askToken(ctx)
		if err != nil {
			return fmt.Errorf("client %s asks for a token: %w", c.Name, err)
		}
		if !decided(a) {
			return fmt.Errorf("client %s asked for a token: %s", c.Name, a)
		}
		if a.Text("error") == "invalid_client" {
			return verdict.Mismatchf("a client let in by "+m+", as it is listed", "%s", a)
		}
		tried++
	}
	if tried == 0 {
		return lacks("client for any method that the metadata list", "clients: [{auth: …}]")
	}
	return nil
}

func (w *World) listsMethod(ctx context.Context, m string) error {
	if err := w.readsMetadata(ctx); err != nil {
		return err
	}
	if !slices.Contains(w.listed("code_challenge_methods_supported"), m) {
		return lacks("challenge method "+m+" in its metadata", "")
	}
	return nil
}

// triesMethod keeps what came of it: no answer of the token endpoint where no code came. A list of methods is no promise that each
// client may use all of them, so that the others of its kind are asked too before it counts as broken.
func (w *World) triesMethod(ctx context.Context, m string) error {
	w.last = oauth.Answer{}
	var how []oauth.Mutation
	if m == "plain" {
		var err error
		if how, err = w.mutations("with the challenge method plain"); err != nil {
			return err
		}
	}
	for _, c := range w.in.Profile.Clients {
		if !kind(w.client.Kind)(c) {
			continue
		}
		w.client = c
		if err := w.authorize(ctx, visit{}, how...); err != nil {
			return err
		}
		if w.code = w.response.Get("code"); w.code != "" {
			_, err := w.redeem(ctx, c)
			return err
		}
	}
	return nil
}

func (w *World) methodWorks() error {
	if w.code == "" {
		return verdict.Mismatchf("an authorization code", "%s", w.arrived())
	}
	return check.TokenGranted(w.last)
}

// refusedAsTold holds an error about request objects against the flag in the metadata, and its default (OpenID Connect Discovery
// section 3): left out, request is not supported and request_uri is.
func (w *World) refusedAsTold(flag string) error {
	refused := w.response.Get("error") == strings.Replace(flag, "_parameter_supported", "_not_supported", 1)
	return w.each(func(a oauth.Answer) error {
		said, ok := a.JSON[flag].(bool)
		if !ok {
			said = flag == "request_uri_parameter_supported"
		}
		if refused && said {
			return verdict.Mismatchf("a request object read, as "+flag+" is true, be it said or by default", "the error %q", w.response.Get("error"))
		}
		return nil
	})()
}

// looksForProvider asks by WebFinger for the issuer of the scenario's user (OpenID Connect Discovery section 2).
func (w *World) looksForProvider(ctx context.Context) error {
	u, err := url.Parse(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	q := url.Values{"resource": {"acct:" + w.user.Name + "@" + u.Host}, "rel": {check.IssuerRelation}}
	w.last, err = w.http.Do(ctx, oauth.Request{URL: u.Scheme + "://" + u.Host + "/.well-known/webfinger?" + q.Encode()})
	if err == nil && (w.last.None != nil || w.last.Status >= http.StatusInternalServerError) {
		err = fmt.Errorf("the provider of a user was looked for: %s", w.last)
	}
	return err
}
