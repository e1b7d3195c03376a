package steps

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

func init() {
	given(`an application that has no secret`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.AuthMethod() == "none" }, "is no public client")
	})
	given(`an application that has a secret`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.Secret != "" }, "has no secret")
	})
	given(`an application whose secret has reserved characters, sent by HTTP Basic`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool {
			return c.AuthMethod() == "client_secret_basic" && strings.ContainsAny(c.ID+c.Secret, ":%+ &")
		}, "does not send a secret with reserved characters by HTTP Basic")
	})
	given(`an application that authenticates by an assertion`, func(w *World) any {
		return w.appHas(func(c servers.Client) bool { return c.AuthMethod() == "private_key_jwt" }, "does not authenticate by an assertion")
	})

	when(`twelve users sign in`, func(w *World) any { return w.twelve })
	when(`somebody begins two sign-ins in the same browser`, func(w *World) any { return w.beginsTwice })

	then(`the authorization request asks for a code for this application`, func(w *World) any { return w.asksForCode })
	then(`each sign-in has a state of its own`, func(w *World) any { return w.eachState })
	then(`each sign-in has a code verifier of its own`, func(w *World) any { return w.eachVerifier })
	then(`each sign-in has a nonce of its own`, func(w *World) any { return w.eachNonce })
	then(`each of them has a code challenge of its own`, func(w *World) any { return w.eachChallenge })
	then(`they differ in their challenge or in their nonce`, func(w *World) any { return w.differ })
	then(`the code verifier does not stand in the authorization request`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error { return check.VerifierHidden(asked(a), t.Form.Get("code_verifier")) }, pkce)
	})
	then(`no address holds the secret`, func(w *World) any { return w.secretInNoAddress })
	then(`the code verifier has the form that is demanded`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error { return check.VerifierSyntax(t.Form.Get("code_verifier")) }, pkce)
	})
	then(`the code challenge is the digest of the code verifier`, func(w *World) any { return w.hashed })
	then(`the code verifier comes with the code`, func(w *World) any { return w.verifierComes })
	then(`the code is protected by PKCE or by the nonce of a confidential client`, func(w *World) any { return w.protected })
	then(`no request falls back to an open challenge or to none`, func(w *World) any { return w.noDowngrade })
	then(`the code is redeemed by a posted form`, func(w *World) any { return w.redeemed(posted) })
	then(`the token request names the client`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error {
			if t.Form.Get("client_id") != asked(a).Get("client_id") {
				return verdict.Mismatchf("the client_id in the token request", "%q", t.Form.Get("client_id"))
			}
			return nil
		})
	})
	then(`the client authenticates in one way alone`, func(w *World) any {
		return w.redeemed(func(_, t servers.Received) error { return check.OneClientMethod(t.Header, t.Form) })
	})
	then(`identifier and secret are each form-encoded`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error {
			for _, c := range w.in.Profile.Clients {
				if c.ID == asked(a).Get("client_id") {
					return check.BasicEncoded(t.Header, c.ID, c.Secret)
				}
			}
			return nil
		})
	})
	then(`the code is redeemed as it came, with the redirect URI of before`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error {
			return check.Redeems(t.Form, w.signs.answers[""].Form.Get("code"), asked(a).Get("redirect_uri"), asked(a).Has("redirect_uri"))
		})
	})
	then(`the assertion is the client's, for this server, and will end`, func(w *World) any {
		return w.redeemed(func(a, t servers.Received) error {
			issuer := w.in.Profile.Issuer
			return check.AssertsItself(t.Form.Get("client_assertion"), asked(a).Get("client_id"), []string{issuer, issuer + "/token"}, time.Now())
		})
	})

	plainly("with a refusal in place of the code", oauth.Without("code"), oauth.With("error", "access_denied"))
	plainly("with a refusal beside the code", oauth.With("error", "access_denied"))
	plainly("with another code", oauth.With("code", "YW5vdGhlci1jb2RlLW9mLW5vYm9keQ"))
}

// appHas is a skip where none of the application's registrations is of a kind.
func (w *World) appHas(is func(servers.Client) bool, lacks string) func(context.Context) error {
	return func(context.Context) error {
		for _, c := range w.in.Profile.Clients {
			if is(c) {
				return nil
			}
		}
		return &verdict.NotApplicable{Reason: "the application " + lacks, Change: "clients: […] of the profile, as they are registered at our issuer"}
	}
}

// twelve has the user sign in in as many browsers, one after the other.
func (w *World) twelve(ctx context.Context) error { return w.many(ctx, 12, "") }

func (w *World) many(ctx context.Context, n int, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(flaw); err != nil {
		return err
	}
	for range n {
		w.signs.visitors++
		who := visitor(w.signs.visitors)
		if err := w.goOff(ctx, who, app.Start); err != nil {
			return err
		}
		if err := w.comeBack(ctx, who, w.signs.answers[who]); err != nil {
			return err
		}
	}
	return nil
}

// begun are the authorization requests that came from the application; the forms of our own pages go elsewhere.
func (w *World) begun() []servers.Received { return w.requests("authorize") }

func (w *World) asksForCode(context.Context) error {
	var ids, redirects []string
	for _, c := range w.in.Profile.Clients {
		ids, redirects = append(ids, c.ID), append(redirects, c.Redirects...)
	}
	for _, r := range w.begun() {
		if err := check.AsksForCode(asked(r), ids, redirects); err != nil {
			return err
		}
	}
	return nil
}

// asked is the parameters of a request, wherever they stand.
func asked(r servers.Received) url.Values {
	if r.Method == http.MethodPost {
		return r.Form
	}
	return r.Query
}

// eachState is a skip where every sign-in does without a state and has something else that ties its answer to it.
func (w *World) eachState(context.Context) error {
	var states []string
	tied := true
	for _, r := range w.begun() {
		if s := asked(r).Get("state"); s != "" {
			states = append(states, s)
		}
		tied = tied && (asked(r).Has("nonce") || asked(r).Has("code_challenge"))
	}
	switch n := len(w.begun()); {
	case len(states) == 0 && tied:
		return stateless()
	case len(states) < n:
		return verdict.Mismatchf("a state in each of them", "none in %d of %d", n-len(states), n)
	}
	return check.Entropy(states, 64)
}

func (w *World) eachVerifier(context.Context) error {
	var all []string
	for _, r := range w.requests("token") {
		if v := r.Form.Get("code_verifier"); v != "" {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return withoutPKCE()
	}
	return check.Entropy(all, 200) // 256 are wanted: twelve values cannot show so many for certain
}

// beginsTwice has somebody begin a sign-in, be refused, and begin another.
func (w *World) beginsTwice(ctx context.Context) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	for range 2 {
		if err := w.goOff(ctx, "", app.Start); err != nil {
			return err
		}
		r, err := w.signs.answers[""].Apply(oauth.Without("code"), oauth.With("error", "access_denied"))
		if err != nil {
			return err
		}
		if err := w.comeBack(ctx, "", r); err != nil {
			return err
		}
	}
	return nil
}

// asking are the values of a parameter in the authorization requests that have it.
func (w *World) asking(name string) (all []string) {
	for _, r := range w.begun() {
		if v := asked(r).Get(name); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// eachNonce looks for fewer bits than anybody would call enough: how many are, no specification says.
func (w *World) eachNonce(context.Context) error { return check.Entropy(w.asking("nonce"), 32) }

func (w *World) eachChallenge(context.Context) error {
	all := w.asking("code_challenge")
	if len(all) == 0 {
		return withoutPKCE()
	}
	return check.Entropy(all, 0)
}

func (w *World) differ(context.Context) error {
	challenges, nonces := w.asking("code_challenge"), w.asking("nonce")
	if len(challenges) == 0 && len(nonces) == 0 {
		return &verdict.NotApplicable{Reason: "the application sends neither a challenge nor a nonce", Section: "RFC 9700 section 2.1.1"}
	}
	if (len(challenges) == 0 || check.Entropy(challenges, 0) != nil) && (len(nonces) == 0 || check.Entropy(nonces, 0) != nil) {
		return verdict.Mismatchf("two sign-ins with a challenge or a nonce of their own", "the same in both")
	}
	return nil
}

// secretInNoAddress looks at all requests that reached us, those of browsers too.
func (w *World) secretInNoAddress(context.Context) error {
	if len(w.begun()) == 0 {
		return errors.New("no authorization request reached our issuer")
	}
	for _, r := range w.in.Harness.Received() {
		for _, c := range w.in.Profile.Clients {
			if err := check.SecretNotInURL(r.Query, c.Secret); err != nil {
				return err
			}
		}
	}
	return nil
}

func withoutPKCE() error {
	return &verdict.NotApplicable{Reason: "the application does not use PKCE, which OAuth 2.0 leaves to it", Section: "RFC 7636 section 4.3"}
}

// pkce is a skip where a sign-in does without PKCE.
func pkce(a, t servers.Received) error {
	switch {
	case asked(a).Get("code_challenge") == "":
		return withoutPKCE()
	case t.Form.Get("code_verifier") == "":
		return errors.New("there is no code verifier to look at")
	}
	return nil
}

// redeemed judges an authorization request and the token request that followed it; what stands before may be a skip.
func (w *World) redeemed(judge func(a, t servers.Received) error, before ...func(a, t servers.Received) error) func(context.Context) error {
	return func(context.Context) error {
		authorize := w.begun()
		if len(authorize) == 0 {
			return errors.New("no authorization request reached our issuer")
		}
		for _, t := range w.requests("token") {
			if !strings.Contains(t.URL+t.Body, "authorization_code") && t.Form.Get("code") == "" {
				continue
			}
			for _, b := range before {
				if err := b(authorize[0], t); err != nil {
					return err
				}
			}
			return judge(authorize[0], t)
		}
		return errors.New("no request that redeems a code reached our token endpoint")
	}
}

// posted demands POST and the content type of forms (RFC 6749 section 3.2).
func posted(_, t servers.Received) error {
	kind := strings.ToLower(t.Header.Get("Content-Type"))
	if t.Method != http.MethodPost || !strings.HasPrefix(kind, "application/x-www-form-urlencoded") || t.Query.Has("code") {
		return verdict.Mismatchf("POST with a form", "%s with content type %q", t.Method, kind)
	}
	return nil
}

// hashed needs no verifier to see that a challenge is no digest.
func (w *World) hashed(ctx context.Context) error {
	for _, a := range w.begun() {
		if err := check.DigestForm(asked(a).Get("code_challenge"), asked(a).Get("code_challenge_method")); err != nil {
			return err
		}
	}
	return w.redeemed(func(a, t servers.Received) error {
		return check.DigestOf(asked(a).Get("code_challenge"), asked(a).Get("code_challenge_method"), t.Form.Get("code_verifier"))
	}, pkce)(ctx)
}

func (w *World) verifierComes(ctx context.Context) error {
	return w.redeemed(func(_, t servers.Received) error {
		if t.Form.Get("code_verifier") == "" {
			return verdict.Mismatchf("the code_verifier in the token request", "none")
		}
		return nil
	}, func(a, _ servers.Received) error {
		if asked(a).Get("code_challenge") == "" {
			return withoutPKCE()
		}
		return nil
	})(ctx)
}

func (w *World) protected(ctx context.Context) error {
	return w.redeemed(func(a, t servers.Received) error {
		pkce := asked(a).Get("code_challenge") != "" && t.Form.Get("code_verifier") != ""
		confidential := false
		for _, c := range w.in.Profile.Clients {
			confidential = confidential || c.ID == asked(a).Get("client_id") && c.AuthMethod() != "none"
		}
		if !pkce && !(confidential && asked(a).Get("nonce") != "") {
			return verdict.Mismatchf("a code challenge and its verifier, or a nonce of a confidential client", "neither")
		}
		return nil
	})(ctx)
}

func (w *World) noDowngrade(context.Context) error {
	for i, r := range w.begun() {
		method := asked(r).Get("code_challenge_method")
		switch {
		case i == 0 && method != "S256":
			return withoutPKCE()
		case method != "S256":
			return verdict.Mismatchf("S256 again, or no further sign-in", "the method %q", method)
		}
	}
	return nil
}
