package steps

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`an API`, func(w *World) any { return w.renewForAPI })
	given(`an API that a good token opens`, func(w *World) any { return w.readyAPI })

	given(`an address that wants another scope`, func(w *World) any { return w.otherScope })

	when(`it is asked with a token (.+)`, func(w *World) any { return w.askWith })
	when(`it is asked with a good token`, func(w *World) any { return func(ctx context.Context) error { return w.askGood(ctx, "") } })
	when(`it is asked, (.+), with a good token`, func(w *World) any { return w.askGood })
	when(`it is asked without a token`, func(w *World) any { return w.askWithout })
	when(`it is asked for more than the token allows`, func(w *World) any { return w.askForMore })
	when(`it is asked while the issuer (.+)`, func(w *World) any { return w.askWhile })
	when(`a token that was good has ended since, and is used again`, func(w *World) any { return w.askLater })

	then(`it has asked the issuer by POST, and authenticated`, func(w *World) any { return w.askedIssuer })
	then(`it opens`, func(w *World) any { return func(context.Context) error { return check.ResourceOpens(w.last) } })
	then(`it refuses the token`, func(w *World) any { return w.shut(check.ResourceRefuses) })
	then(`it stays shut`, func(w *World) any { return w.shut(check.ResourceShut) })
	then(`it lets nobody in`, func(w *World) any { return w.shut(check.NoAccess) })
	then(`it refuses the token as invalid`, func(w *World) any { return w.shut(check.InvalidToken) })
	then(`it refuses the request as invalid`, func(w *World) any { return w.shut(check.InvalidRequest) })
	then(`it says that the token allows too little`, func(w *World) any { return w.shut(check.InsufficientScope) })
	then(`it asks for a bearer token`, func(w *World) any { return w.shut(check.NoTokenChallenge) })
	then(`the challenge says something`, func(w *World) any { return w.shut(check.ChallengeSaysSomething) })
	then(`the challenge can be read`, func(w *World) any { return w.shut(ofChallenge(check.ChallengeReads)) })
	then(`the challenge names no error`, func(w *World) any { return w.shut(check.NoErrorWithoutToken) })
	then(`the challenge says each thing once`, func(w *World) any { return w.shut(ofChallenge(check.ChallengeOnce)) })
	then(`the token is not repeated`, func(w *World) any {
		return w.shut(func(a oauth.Answer) error { return check.NotEchoed(a, w.calls.token) })
	})
}

// ofChallenge judges the challenge of a refusal that has one; whether it has to is a requirement of its own.
func ofChallenge(judge func(oauth.Answer) error) func(oauth.Answer) error {
	return func(a oauth.Answer) error {
		if _, ok := check.BearerChallenge(a); !ok && a.Status >= 400 && a.Status < 500 {
			return &verdict.NotApplicable{Reason: "this refusal carries no challenge that could be read"}
		}
		return judge(a)
	}
}

// flawedToken makes a token that differs from a good one as a phrase says.
type flawedToken func(w *World, header, claims map[string]any) (string, error)

// withClaim is a token with one claim changed; nil takes it out.
func withClaim(claim string, value func(w *World) any) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		v := value(w)
		if claims[claim] = v; v == nil {
			delete(claims, claim)
		}
		return w.issue(header, claims)
	}
}

// typed is a token of another type.
func typed(typ string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		if header["typ"] = typ; typ == "" {
			delete(header, "typ")
		}
		return w.issue(header, claims)
	}
}

// altered is a good token whose text is changed afterwards.
func altered(change func(token string) string) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		return change(token), err
	}
}

func always(v any) func(*World) any { return func(*World) any { return v } }

func later(d time.Duration) func(*World) any {
	return func(*World) any { return time.Now().Add(d).Unix() }
}

// flawedTokens is the closed table of them.
var flawedTokens = map[string]flawedToken{
	"with one character changed": altered(func(t string) string {
		i := len(t) - 12
		c := "A"
		if t[i] == 'A' {
			c = "B"
		}
		return t[:i] + c + t[i+1:]
	}),
	"cut short":                           altered(func(t string) string { return t[:len(t)-8] }),
	"of random characters":                altered(func(string) string { return oauth.Random(32) }),
	"that has ended":                      withClaim("exp", later(-time.Hour)),
	"that never ends":                     withClaim("exp", always(nil)),
	"that is not valid yet":               withClaim("nbf", later(time.Hour)),
	"of another issuer":                   withClaim("iss", always("https://other.example")),
	"of its issuer with a slash after it": withClaim("iss", func(w *World) any { return w.in.Profile.Issuer + "/" }),
	"for another resource":                withClaim("aud", always("https://other.example/api")),
	"for nobody":                          withClaim("aud", always(nil)),
	"for this resource among others": func(w *World, header, claims map[string]any) (string, error) {
		claims["aud"] = []any{"https://other.example/api", claims["aud"]}
		return w.issue(header, claims)
	},
	"of the type JWT":                typed("JWT"),
	"of no type":                     typed(""),
	"of the type application/at+jwt": typed("application/at+jwt"),
	"of the type logout+jwt":         typed("logout+jwt"),
	"of the type dpop+jwt":           typed("dpop+jwt"),
	"of the type token-introspection+jwt": func(w *World, header, claims map[string]any) (string, error) {
		header["typ"] = "token-introspection+jwt"
		claims["token_introspection"] = map[string]any{"active": true}
		return w.issue(header, claims)
	},
	"that is an ID token": func(w *World, header, claims map[string]any) (string, error) {
		delete(header, "typ")
		claims["aud"], claims["nonce"] = "caller", oauth.Random(8)
		return w.issue(header, claims)
	},
	"with the algorithm none": unsignedAs("none"), "with the algorithm nOnE": unsignedAs("nOnE"),
	"with an empty signature": altered(func(t string) string { return t[:strings.LastIndex(t, ".")+1] }),
	"whose claims were changed": func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		if err != nil {
			return "", err
		}
		claims["sub"] = "admin"
		other, err := w.issue(header, claims)
		return strings.Join(strings.Split(other, ".")[:2], ".") + token[strings.LastIndex(token, "."):], err
	},
	"keyed with the issuer's public key": func(w *World, header, claims map[string]any) (string, error) {
		pem, err := w.in.Harness.PublicKey()
		if err != nil {
			return "", err
		}
		header["alg"] = "HS256"
		return oauth.HS256(pem, header, claims), nil
	},
	"signed with a key of nobody's": foreignKey(nil),
	"that brings its own key along": foreignKey(func(_ *World, h map[string]any, k jose.JSONWebKey) { h["jwk"] = k.Public() }),
	"that says where its own key is": foreignKey(func(w *World, h map[string]any, _ jose.JSONWebKey) {
		h["jku"] = w.in.Profile.Issuer + "/jwks-of-nobody"
	}),
	"that brings its own certificate along": certified,
	"that says where its own certificate is": foreignKey(func(w *World, h map[string]any, _ jose.JSONWebKey) {
		h["x5u"] = w.in.Profile.Issuer + "/certificate-of-nobody"
	}),
	"whose key is a file of the server's, by its name":            keyedBy("../../../../../../../../dev/null", ""),
	"whose key is what a database is made to answer, by its name": keyedBy("nobody' UNION SELECT 'made-up' -- ", "made-up"),
	"that names a key of the issuer's which it is not signed with": foreignKey(func(w *World, h map[string]any, _ jose.JSONWebKey) {
		if good, err := w.in.Harness.Mint(map[string]any{}, map[string]any{}); err == nil {
			if t, err := oauth.ParseJWT(good); err == nil {
				h["kid"] = t.Header["kid"]
			}
		}
	}),
	newKey: func(w *World, header, claims map[string]any) (string, error) {
		if err := w.in.Harness.Switch(0, "has new keys"); err != nil {
			return "", err
		}
		return w.issue(header, claims)
	},
	"that the issuer says is not active": func(w *World, header, claims map[string]any) (string, error) {
		token, err := w.issue(header, claims)
		w.in.Harness.Vouch(token, map[string]any{"active": false})
		return token, err
	},
}

func unsignedAs(alg string) flawedToken {
	return func(_ *World, header, claims map[string]any) (string, error) {
		header["alg"] = alg
		return oauth.Unsigned(header, claims), nil
	}
}

// foreignKey is a token signed with a key that the issuer does not have.
func foreignKey(tell func(w *World, header map[string]any, k jose.JSONWebKey)) flawedToken {
	return func(w *World, header, claims map[string]any) (string, error) {
		key, err := oauth.NewKey(jose.RS256)
		if err != nil {
			return "", err
		}
		header["kid"] = "of-nobody"
		if tell != nil {
			tell(w, header, jose.JSONWebKey{Key: key, KeyID: "of-nobody", Algorithm: "RS256", Use: "sig"})
		}
		return oauth.Sign(jose.RS256, key, header, claims)
	}
}

// keyedBy is a token whose kid leads a server that looks keys up carelessly to one that the attacker knows.
func keyedBy(kid, key string) flawedToken {
	return func(_ *World, header, claims map[string]any) (string, error) {
		header["alg"], header["kid"] = "HS256", kid
		return oauth.HS256([]byte(key), header, claims), nil
	}
}

// certified is a token signed with a key whose certificate, which nobody else has signed, it brings along.
func certified(_ *World, header, claims map[string]any) (string, error) {
	key, err := oauth.NewKey(jose.RS256)
	if err != nil {
		return "", err
	}
	self := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, self, self, key.Public(), key)
	if err != nil {
		return "", err
	}
	header["x5c"] = []string{base64.StdEncoding.EncodeToString(der)} // RFC 7515 section 4.1.6: not base64url
	return oauth.Sign(jose.RS256, key, header, claims)
}

func (w *World) renewForAPI(context.Context) error {
	_, err := w.in.Harness.Renew(0, w.in.Profile.Clients, "")
	return err
}

func (w *World) readyAPI(ctx context.Context) error {
	if err := w.renewForAPI(ctx); err != nil {
		return err
	}
	if err := w.opensForGood(ctx); err != nil {
		return err
	}
	w.in.Harness.Forget()
	return nil
}

func (w *World) askWith(ctx context.Context, flaw string) error {
	make, ok := flawedTokens[flaw]
	if !ok {
		return fmt.Errorf("there is no token %q", flaw)
	}
	w.phrases = append(w.phrases, flaw)
	header, claims, err := w.good()
	if err != nil {
		return err
	}
	token, err := make(w, header, claims)
	if err != nil {
		return err
	}
	w.Secrets.Add("ACCESS_TOKEN", token)
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil || flaw != newKey {
		return err
	}
	return w.untilKnown(ctx, token)
}

// newKey is the flaw of a token that a resource server cannot verify with the keys that it has read.
const newKey = "signed with the issuer's new key"

// untilKnown asks again for as long as the run has patience: a resource server may keep keys for a while, so that forged
// tokens do not have it ask for keys all the time.
func (w *World) untilKnown(ctx context.Context, token string) error {
	until := time.Now().Add(w.Patience)
	for {
		if opens, err := check.Opens(w.last); err != nil || opens || w.in.Advance != nil {
			return err
		}
		if time.Now().After(until) {
			return &verdict.NotApplicable{Reason: fmt.Sprintf("it did not know a new key within %v, and it may keep keys for a while", w.Patience), Change: "--patience 2m"}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
			return err
		}
	}
}

// askGood asks with a good token in a way that a phrase names.
func (w *World) askGood(ctx context.Context, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	w.calls.token = token
	return w.knock(ctx, w.in.Profile.API.URL, token, m...)
}

func (w *World) askWithout(ctx context.Context) error {
	a, err := w.api()
	if err != nil {
		return err
	}
	return w.knock(ctx, a.URL, "")
}

func (w *World) askForMore(ctx context.Context) error {
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	return w.knock(ctx, w.in.Profile.API.Other, token)
}

func (w *World) askWhile(ctx context.Context, flaw string) error {
	if err := w.in.Harness.Switch(0, flaw); err != nil {
		return err
	}
	w.phrases = append(w.phrases, flaw)
	return w.askGood(ctx, "")
}

// askLater uses a token while it is good, and again when its time is over and the issuer says so.
func (w *World) askLater(ctx context.Context) error {
	header, claims, err := w.good()
	if err != nil {
		return err
	}
	lives := 30 * time.Second
	if w.in.Advance == nil {
		lives = 2 * time.Second
	}
	if w.in.Advance == nil && w.Patience < lives+time.Second {
		return &verdict.NotApplicable{Reason: "it takes waiting for a token to end", Change: "--patience " + (lives + time.Second).String()}
	}
	claims["exp"] = time.Now().Add(lives).Unix()
	token, err := w.issue(header, claims)
	if err != nil {
		return err
	}
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
		return err
	}
	if err := check.ResourceOpens(w.last); err != nil {
		return err
	}
	w.in.Harness.Vouch(token, map[string]any{"active": false})
	if err := w.outlive(ctx, lives); err != nil {
		return err
	}
	return w.knock(ctx, w.in.Profile.API.URL, token)
}

// outlive waits until what lives so long has ended, on the clock of the API.
func (w *World) outlive(ctx context.Context, lives time.Duration) error {
	if w.in.Advance != nil {
		w.in.Advance(10 * time.Minute)
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(lives + time.Second/2): // its end is a whole second
		return nil
	}
}

func init() {
	scheme := func(name string) how {
		return func(w *World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{func(r *oauth.Request) {
				_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
				r.Header.Set("Authorization", name+" "+token)
			}}, nil
		}
	}
	phrase("under the scheme bearer", scheme("bearer"))
	phrase("under the scheme BEARER", scheme("BEARER"))
	// placed moves the token out of the header, or copies it.
	placed := func(copied bool, put func(r *oauth.Request, token string)) how {
		return func(w *World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{func(r *oauth.Request) {
				_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
				if !copied {
					r.Header.Del("Authorization")
				}
				put(r, token)
			}}, nil
		}
	}
	body := func(method, kind string, text func(token string) string) func(r *oauth.Request, token string) {
		return func(r *oauth.Request, token string) {
			r.Method, r.Body = method, []byte(text(token))
			r.Header.Set("Content-Type", kind)
		}
	}
	form := func(token string) string { return "access_token=" + token }
	query := func(r *oauth.Request, token string) { r.URL = oauth.AddQuery(r.URL, "access_token", token) }
	phrase("in a form", placed(false, body(http.MethodPost, "application/x-www-form-urlencoded", form)))
	phrase("in JSON", placed(false, body(http.MethodPost, "application/json", func(t string) string { return `{"access_token":"` + t + `"}` })))
	phrase("in a form sent by GET", placed(false, body(http.MethodGet, "application/x-www-form-urlencoded", form)))
	phrase("in the URL", placed(false, query))
	phrase("in two headers", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{func(r *oauth.Request) { r.Header.Add("Authorization", r.Header.Get("Authorization")) }}, nil
	})
	phrase("in the header and in the URL", placed(true, query))
	phrase("in the header and in a form", placed(true, body(http.MethodPost, "application/x-www-form-urlencoded", form)))
}

func (w *World) otherScope(context.Context) error {
	if w.in.Profile.API.Other == "" || w.in.Profile.API.Needs == "" {
		return lacks("the address that wants another scope", "api: {other: URL, needs: SCOPE}")
	}
	return nil
}

// askedIssuer looks at how we were asked about the token (RFC 7662 section 2.1).
func (w *World) askedIssuer(context.Context) error {
	asked := w.requests("introspect")
	if len(asked) == 0 {
		return fmt.Errorf("the issuer was not asked about the token: the profile says that the API does")
	}
	r := asked[0]
	if r.Method != http.MethodPost || r.Form.Get("token") != w.calls.token {
		return verdict.Mismatchf("POST with the token in a form", "%s", r.Method)
	}
	if r.Header.Get("Authorization") == "" && check.Authenticated(r.Header, r.Form) != nil {
		return verdict.Mismatchf("an introspection that authenticates", "one that does not")
	}
	return nil
}
