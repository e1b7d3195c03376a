package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// idToken makes the ID token of a code or refresh grant (OpenID Connect Core §2, §12.2).
func (c *Call) idToken(x *Session) (string, error) {
	o := &c.s.o.IDToken
	now := c.s.now()
	alg := use(c.s, &o.Alg)(c)
	claims := map[string]any{
		"iss": c.s.o.Issuer, "sub": x.Sub, "aud": c.Client.ID,
		"iat": now.Unix(), "exp": now.Add(c.s.o.Lifetimes.IDToken).Unix(),
		"auth_time": x.AuthTime.Unix(), "acr": x.ACR, "amr": x.AMR,
		"at_hash": leftHalf(alg, c.out.GetAccessToken()),
	}
	if x.Nonce != "" && c.Grant != "refresh_token" {
		claims["nonce"] = x.Nonce
	}
	for name := range x.Claims.IDToken {
		if v, ok := x.User.Claims[name]; ok {
			claims[name] = v
		}
	}
	use(c.s, &o.Claims)(c, claims)
	header := map[string]any{"kid": c.s.kid(alg)}
	use(c.s, &o.Header)(c, header)
	return use(c.s, &o.Sign)(c, alg, header, claims)
}

// leftHalf is at_hash (OpenID Connect Core §3.1.3.6).
func leftHalf(alg, token string) string {
	if alg == "EdDSA" {
		sum := sha512.Sum512([]byte(token))
		return base64.RawURLEncoding.EncodeToString(sum[:32])
	}
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

func idTokenSeams() IDTokenSeams {
	return IDTokenSeams{
		Issue: func(c *Call) bool {
			scope := c.Scope // of a refresh, which may have been narrowed
			if scope == nil {
				scope = c.Record.Scope
			}
			return c.Record.Session.User != nil && has(scope, "openid")
		},
		Alg: func(c *Call) string {
			if c.Client.IDTokenAlg != "" {
				return c.Client.IDTokenAlg
			}
			return "RS256"
		},
		Claims: func(*Call, map[string]any) {},
		Header: func(*Call, map[string]any) {},
		Sign: func(c *Call, alg string, header, claims map[string]any) (string, error) {
			return c.s.sign(alg, header, claims)
		},
		Subject: func(s *Server, c *Client, u *User) string {
			if c.SectorID == "" {
				return u.Sub
			}
			m := hmac.New(sha256.New, s.o.GlobalSecret)
			m.Write([]byte(c.SectorID + "\x00" + u.Sub))
			return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
		},
	}
}

// claimsRequest is the claims parameter (OpenID Connect Core §5.5). Members that are not known are ignored.
type claimsRequest struct {
	UserInfo map[string]*claimWanted `json:"userinfo"`
	IDToken  map[string]*claimWanted `json:"id_token"`
}

type claimWanted struct {
	Essential bool  `json:"essential"`
	Value     any   `json:"value"`
	Values    []any `json:"values"`
}

func checkClaims(a *Authorization) error {
	if !a.s.o.OpenID || !a.Params.Has("claims") {
		return nil
	}
	if err := json.Unmarshal([]byte(a.Params.Get("claims")), &a.Claims); err != nil {
		return problem("invalid_request", "the claims parameter is not the JSON object it should be")
	}
	if w := a.Claims.IDToken["acr"]; w != nil && w.Essential && (w.Value != nil || len(w.Values) > 0) {
		if w.Value != acrPassword && !has(w.Values, any(acrPassword)) {
			return problem("unmet_authentication_requirements", "that authentication context cannot be reached here")
		}
	}
	return nil
}

// checkHint reads the id_token_hint, which may have expired (OpenID Connect Core §3.1.2.1).
func checkHint(a *Authorization) error {
	raw := a.Params.Get("id_token_hint")
	if !a.s.o.OpenID || raw == "" {
		return nil
	}
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.EdDSA})
	if err != nil {
		return problem("invalid_request", "the id_token_hint is not a signed JWT")
	}
	var claims struct {
		Iss, Sub string
		Aud      any
	}
	for g := range a.s.rotated.Load() + 1 {
		k, err := key(jws.Signatures[0].Header.Algorithm, g)
		if err != nil {
			break
		}
		if payload, err := jws.Verify(k.Public().Key); err == nil && json.Unmarshal(payload, &claims) == nil && claims.Iss == a.s.o.Issuer {
			a.HintSub, a.HintAud = claims.Sub, claims.Aud
			return nil
		}
	}
	return problem("invalid_request", "the id_token_hint is not from here")
}

var knownPrompts = []string{"none", "login", "consent", "select_account"}

func checkPrompt(a *Authorization) error {
	if !a.s.o.OpenID {
		return nil
	}
	a.Prompt = strings.Fields(a.Params.Get("prompt"))
	if !within(a.Prompt, knownPrompts) || has(a.Prompt, "none") && len(a.Prompt) > 1 {
		return problem("invalid_request", "the prompt is unknown or contradicts itself")
	}
	if v := a.Params.Get("max_age"); v != "" {
		n, err := strconv.ParseInt(v, 10, 32)
		if err != nil || n < 0 {
			return problem("invalid_request", "max_age is not a number of seconds")
		}
		a.MaxAge = n
	}
	return nil
}
