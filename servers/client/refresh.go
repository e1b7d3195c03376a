package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// refresh gets another access token for the user. The session is locked: a refresh token is used once.
func (c *Call) refresh() error {
	s, o, u := c.s, &c.s.o.Refresh, c.User
	r, err := s.prepare(u.provider, u.provider.Token, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {use(s, &o.Token)(c)}})
	if err != nil {
		return err
	}
	use(s, &o.Params)(c, r)
	t, err := s.token(c.ctx, r)
	if err != nil {
		u.refresh = "" // it is of no more use, and asking again with it would look like theft
		return &Problem{http.StatusUnauthorized, "the access has ended; sign in again", err}
	}
	if raw, _ := t.Extra("id_token").(string); raw != "" {
		if err := c.refreshedID(raw); err != nil {
			return &Problem{http.StatusBadRequest, "the identity that came back cannot be trusted", err}
		}
	}
	u.Token, u.Expires, c.Refreshed = t, s.expiry(t), true
	if next := use(s, &o.Keep)(c, t); next != u.refresh {
		u.previous, u.refresh = append(u.previous, u.refresh), next
	}
	return nil
}

// refreshedID verifies the ID token that may come with a refreshed token (OpenID Connect Core §12.2).
func (c *Call) refreshedID(raw string) error {
	p := c.User.provider
	raw, err := use(c.s, &c.s.o.IDToken.Open)(p.Issuer, raw)
	if err != nil {
		return err
	}
	ctx := c.s.context(context.WithoutCancel(c.ctx))
	id, err := oidc.NewVerifier(p.URL, p.keys, &oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: p.algorithms(), Now: c.s.now,
		SkipIssuerCheck: true}).Verify(ctx, raw) // the issuer is compared with the first one's, which is that seam's
	if err != nil {
		return err
	}
	if err := use(c.s, &c.s.o.Refresh.IDToken)(c, id); err != nil {
		return err
	}
	c.User.RawID = raw
	return nil
}

func refreshSeams() RefreshSeams {
	return RefreshSeams{
		Due: func(c *Call) bool {
			return c.User.refresh != "" && !c.User.Expires.IsZero() && !c.s.now().Before(c.User.Expires.Add(-early))
		},
		Refused: func(c *Call, status int, _ string) bool {
			return c.User.refresh != "" && status == http.StatusUnauthorized
		},
		Token:  func(c *Call) string { return c.User.refresh },
		Params: func(*Call, *TokenRequest) {},
		Keep: func(c *Call, t *oauth2.Token) string {
			if t.RefreshToken != "" {
				return t.RefreshToken
			}
			return c.User.refresh
		},
		IDToken: func(c *Call, t *oidc.IDToken) error {
			if t.Issuer != c.User.Issuer || t.Subject != c.User.Subject {
				return errors.New("the refreshed ID token is of another user or issuer")
			}
			return nil
		},
	}
}
