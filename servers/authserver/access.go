package authserver

import (
	"strings"
)

// accessJWT makes an access token as RFC 9068 profiles it.
func (c *Call) accessJWT(x *Session) (string, error) {
	id, err := c.s.random()
	if err != nil {
		return "", err
	}
	now := c.s.now()
	claims := map[string]any{
		"iss": c.s.o.Issuer, "sub": x.Sub, "aud": c.s.o.Issuer + "/resource", "client_id": c.Client.ID, "jti": id,
		"iat": now.Unix(), "exp": x.expires.access.Unix(),
	}
	if len(c.Scope) > 0 {
		claims["scope"] = strings.Join(c.Scope, " ")
	}
	if !x.AuthTime.IsZero() {
		claims["auth_time"] = x.AuthTime.Unix()
	}
	confirmation(claims, use(c.s, &c.s.o.DPoP.Access)(c))
	o := &c.s.o.Access
	alg := use(c.s, &o.Alg)(c)
	header := map[string]any{"typ": "at+jwt", "kid": c.s.kid(alg)}
	use(c.s, &o.Claims)(c, claims)
	use(c.s, &o.Header)(c, header)
	return use(c.s, &o.Sign)(c, alg, header, claims)
}

func accessSeams() AccessSeams {
	return AccessSeams{
		Make:   func(c *Call) (string, error) { return c.s.random() },
		Claims: func(*Call, map[string]any) {},
		Header: func(*Call, map[string]any) {},
		Alg:    func(c *Call) string { return c.s.o.SigningAlgs[0] },
		Sign: func(c *Call, alg string, header, claims map[string]any) (string, error) {
			return c.s.sign(alg, header, claims)
		},
	}
}

// addRefresh adds a refresh token where a clean grant has none.
func (c *Call) addRefresh(x *Session) error {
	token, err := use(c.s, &c.s.o.Token.Refresh.Make)(c)
	if err != nil {
		return err
	}
	now := c.s.now()
	r := &Record{Family: c.Family, Client: c.Client, Session: x, Scope: c.Scope, Expires: now.Add(c.s.o.Lifetimes.Refresh), IssuedAt: now}
	c.s.store.refresh.put(signature(token), r, r.Expires, now, c.s.o.MaxRecords)
	c.out.SetExtra("refresh_token", token)
	return nil
}
