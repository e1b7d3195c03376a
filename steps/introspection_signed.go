package steps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`the client gets signed introspection responses`, func(w *World) any { return w.getsSigned })
	given(`a protected resource that only some of the token's scopes concern`, func(w *World) any { return w.scopedResource })
	given(`a client that registered for introspection responses of (another algorithm than RS256|no algorithm)`, func(w *World) any { return w.registeredAlgorithm })

	when(`the client asks for a signed introspection response about its access token(?: (.+))?`, func(w *World) any { return w.asksSigned })
	when(`the protected resource asks for a signed introspection response about the client's access token`, func(w *World) any {
		return func(ctx context.Context) error { return w.askSigned(ctx, w.other, "") }
	})

	then(`it gets a signed introspection response`, func(w *World) any { return func() error { return check.IntrospectionJWT(w.last) } })
	then(`whoever asked is refused with 400`, func(w *World) any { return func() error { return check.CallerUnknown(w.last) } })
	then(`the signed introspection response is typed as one`, func(w *World) any { return w.introspectionJWT(check.IntrospectionTyped) })
	then(`the signed introspection response has (.+), as it must`, func(w *World) any { return w.introspectionClaim })
	then(`the signed introspection response is signed with a published key`, func(w *World) any { return w.introspectionSigned })
	then(`the signed introspection response has no "([^"]+)" of its own`, func(w *World) any {
		return func(claim string) error {
			return w.introspectionJWT(func(t oauth.JWT) error { return check.NoClaim(t, claim) })()
		}
	})
	then(`the signed introspection response says that the token is not active, and nothing else`, func(w *World) any {
		return w.introspectionJWT(check.SaysInactive)
	})
	then(`the signed introspection response names no scope that does not concern the protected resource`, func(w *World) any { return w.introspectionScope })
	then(`the signed introspection response is signed as the client registered`, func(w *World) any {
		return w.introspectionJWT(func(t oauth.JWT) error { return check.SignedWith(t, w.wanted) })
	})
	then(`they list the algorithm of the signed introspection response`, func(w *World) any { return w.introspectionListed })
}

// askSigned asks for a JWT in place of JSON (RFC 9701 section 4).
func (w *World) askSigned(ctx context.Context, c servers.Client, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	r, err := w.about("introspection", c, w.own("access"))
	if err != nil {
		return err
	}
	w.last, err = w.http.Do(ctx, r, append(m, oauth.WithHeader("Accept", check.SignedIntrospection))...)
	return err
}

// signedAsker is the client that asks: itself, where what it registered is the point.
func (w *World) signedAsker() servers.Client {
	if w.client.Name == registeredName {
		return w.client
	}
	return w.asker()
}

func (w *World) asksSigned(ctx context.Context, how string) error {
	return w.askSigned(ctx, w.signedAsker(), how)
}

// getsSigned proves that there is something to judge: no server has to offer it.
func (w *World) getsSigned(ctx context.Context) error {
	if err := w.askSigned(ctx, w.signedAsker(), ""); err != nil {
		return err
	}
	switch a := w.last; {
	case a.None != nil || a.Status >= http.StatusInternalServerError:
		return fmt.Errorf("a signed introspection response was asked for: %s", a)
	case a.Status != http.StatusOK || a.MediaType() != check.SignedIntrospection:
		return lacks("signed introspection responses", "supports: {signed_introspection: true}, once there are")
	case strings.Count(string(a.Body), ".") == 4:
		return lacks("client whose introspection responses are not encrypted", "register the client without introspection_encrypted_response_alg")
	}
	return nil
}

// introspectionJWT applies a check to the JWT that an introspection response is.
func (w *World) introspectionJWT(f func(oauth.JWT) error) func() error {
	return func() error {
		if err := check.IntrospectionJWT(w.last); err != nil {
			return err
		}
		t, err := oauth.ParseJWT(strings.TrimSpace(string(w.last.Body)))
		if err != nil {
			return verdict.Mismatchf("a JWT", "%v", err)
		}
		return f(t)
	}
}

func (w *World) introspectionClaim(what string) error {
	return w.introspectionJWT(func(t oauth.JWT) error {
		switch what {
		case "its issuer":
			return check.Claim(t, "iss", w.in.Profile.Issuer)
		case "its time":
			return check.MadeNow(t, w.now())
		case "what is known of the token":
			return check.SaysOfToken(t)
		}
		caller := w.signedAsker().ID
		others := []string{w.in.Profile.Issuer}
		for _, c := range w.in.Profile.Clients {
			if c.ID != caller {
				others = append(others, c.ID)
			}
		}
		return check.NamesCaller(t, caller, others)
	})()
}

func (w *World) introspectionSigned(ctx context.Context) error {
	keys, err := w.published(ctx)
	if err != nil {
		return err
	}
	return w.introspectionJWT(func(t oauth.JWT) error {
		if alg, _ := t.Header["alg"].(string); strings.HasPrefix(alg, "HS") {
			return lacks("introspection response that is signed with a published key", "register the client without introspection_signed_response_alg: "+alg)
		}
		return check.Signed(t, keys)
	})()
}

// resourceScope begins the trait of a protected resource that only these scopes concern.
const resourceScope = "resource-scope:"

func concerning(c servers.Client) []string {
	for _, t := range c.Traits {
		if own, ok := strings.CutPrefix(t, resourceScope); ok {
			return strings.Fields(own)
		}
	}
	return nil
}

func (w *World) scopedResource() (err error) {
	has := strings.Fields(cmp.Or(w.first.Text("scope"), w.needScope(w.client)))
	w.other, err = w.pick("a protected resource with the trait "+resourceScope+"ONE, for one of the token's scopes", func(c servers.Client) bool {
		own := concerning(c)
		return len(own) > 0 && slices.ContainsFunc(has, func(s string) bool { return !slices.Contains(own, s) })
	})
	return err
}

func (w *World) introspectionScope() error {
	return w.introspectionJWT(func(t oauth.JWT) error {
		if !check.SaysActive(t) {
			return &verdict.NotApplicable{Reason: "the server does not let the protected resource know about the token", Section: "RFC 7662 section 2.2"}
		}
		return check.SaysOwnScope(t, concerning(w.other))
	})()
}

// otherAlgorithm is one that the server offers for introspection responses beside the default, which is RS256.
func (w *World) otherAlgorithm() (string, error) {
	offered, _ := w.facts.Metadata["introspection_signing_alg_values_supported"].([]any)
	for _, a := range oauth.Algorithms {
		if a != "RS256" && slices.Contains(offered, any(string(a))) {
			return string(a), nil
		}
	}
	return "", lacks("algorithm for introspection responses beside RS256", "")
}

// registeredAlgorithm proves that the server minds what clients register, before one registers for nothing.
func (w *World) registeredAlgorithm(ctx context.Context, which string) error {
	alg, err := w.otherAlgorithm()
	if err != nil {
		return err
	}
	if err := w.registersForOwnTokens(ctx, map[string]any{"introspection_signed_response_alg": alg}); err != nil {
		return err
	}
	if w.last.Text("introspection_signed_response_alg") != alg {
		return &verdict.NotApplicable{Reason: "the server does not let clients register for an algorithm of introspection responses", Section: "RFC 9701 section 6"}
	}
	w.wanted = alg
	if which == "no algorithm" {
		if err := w.registersForOwnTokens(ctx, map[string]any{}); err != nil {
			return err
		}
		w.wanted = cmp.Or(w.last.Text("introspection_signed_response_alg"), "RS256")
	}
	if err := w.getsFirstOwnToken(ctx); err != nil {
		return err
	}
	return w.getsSigned(ctx)
}

// registersForOwnTokens has a client registered that may ask for tokens of its own.
func (w *World) registersForOwnTokens(ctx context.Context, more map[string]any) error {
	more["grant_types"] = []string{"authorization_code", "client_credentials"}
	err := w.registers(ctx, "client_secret_basic", more)
	w.client.Kind, w.client.Grants = servers.Machine, []string{"client_credentials"}
	return err
}

// getsFirstOwnToken lets a server give a client that registered itself no tokens of its own.
func (w *World) getsFirstOwnToken(ctx context.Context) error {
	err := w.getsOwnToken(ctx)
	if m := (*verdict.Mismatch)(nil); errors.As(err, &m) && w.first.Status >= 400 && w.first.Status < 500 {
		return &verdict.NotApplicable{Reason: "the server gives a client that registered itself no token of its own: " + w.first.String(), Section: "RFC 6749 section 4.4"}
	}
	return err
}

func (w *World) introspectionListed() error {
	return w.introspectionJWT(func(t oauth.JWT) error {
		alg, _ := t.Header["alg"].(string)
		return w.each(func(a oauth.Answer) error {
			return check.Lists(a.JSON, "introspection_signing_alg_values_supported", alg)
		})()
	})()
}
