package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

// identify verifies the ID token.
func (l *Login) identify() (err error) {
	s, o := l.s, &l.s.o.IDToken
	if l.RawID, err = use(s, &o.Present)(l); err != nil {
		return err
	}
	if l.RawID, err = use(s, &o.Open)(l.Issuer, l.RawID); err != nil {
		return err
	}
	if err := l.verify(); err != nil {
		return err
	}
	checks := []*func(*Login) error{&o.Subject, &o.Trusted, &o.Azp, &o.IssuedAt, &o.Nonce, &o.AtHash}
	if l.MaxAge != "" {
		checks = append(checks, &o.AuthTime)
	}
	if l.ACR != "" {
		checks = append(checks, &o.ACR)
	}
	for _, check := range checks {
		if err := use(s, check)(l); err != nil {
			return err
		}
	}
	return nil
}

// verify has go-oidc make its checks.
func (l *Login) verify() (err error) {
	s, o := l.s, &l.s.o.IDToken
	c := &oidc.Config{ClientID: l.provider.ClientID, SupportedSigningAlgs: l.Issuer.algorithms()}
	for _, set := range []*func(*Login, *oidc.Config){&o.Issuer, &o.Audience, &o.Expiry, &o.Algorithm, &o.Signature} {
		use(s, set)(l, c)
	}
	c.Now = s.now // not before: no func is equal to any, so that each fault would have decided otherwise
	ctx := s.context(l.HTTP.Context())
	if l.ID, err = oidc.NewVerifier(l.Issuer.URL, use(s, &o.Keys)(l), c).Verify(ctx, l.RawID); err != nil {
		return err
	}
	return l.ID.Claims(&l.Claims)
}

func idTokenSeams() IDTokenSeams {
	asIs := func(*Login, *oidc.Config) {}
	return IDTokenSeams{
		Present: func(l *Login) (string, error) {
			if raw, ok := l.Token.Extra("id_token").(string); ok && raw != "" {
				return raw, nil
			}
			return "", errors.New("there is no ID token")
		},
		Open:   open,
		Keys:   func(l *Login) oidc.KeySet { return l.provider.keys },
		Issuer: asIs, Audience: asIs, Expiry: asIs, Algorithm: asIs, Signature: asIs,
		Subject: func(l *Login) error {
			if l.ID.Subject == "" {
				return errors.New("the ID token names no user")
			}
			return nil
		},
		Trusted: func(l *Login) error {
			if i := slices.IndexFunc(l.ID.Audience, func(a string) bool { return a != l.provider.ClientID }); i >= 0 {
				return fmt.Errorf("the ID token is also for %q", l.ID.Audience[i])
			}
			return nil
		},
		Azp: func(l *Login) error {
			azp, sent := l.Claims["azp"]
			if sent && azp != l.provider.ClientID || !sent && len(l.ID.Audience) > 1 {
				return errors.New("the ID token was made for another client")
			}
			return nil
		},
		IssuedAt: checkIssuedAt,
		Nonce: func(l *Login) error {
			if l.Nonce != "" && l.ID.Nonce != l.Nonce {
				return errors.New("the ID token belongs to another sign-in: its nonce is not the one that was sent")
			}
			return nil
		},
		AtHash: func(l *Login) error {
			if l.ID.AccessTokenHash == "" {
				return nil // optional in the code flow (OpenID Connect Core §3.1.3.6)
			}
			return l.ID.VerifyAccessToken(l.Token.AccessToken)
		},
		AuthTime: func(l *Login) error {
			at, ok := l.Claims["auth_time"].(float64)
			seconds, err := strconv.ParseInt(l.MaxAge, 10, 32)
			if err != nil || !ok || l.s.now().Sub(time.Unix(int64(at), 0)) > time.Duration(seconds)*time.Second+l.s.o.Skew {
				return errors.New("the user signed in too long ago")
			}
			return nil
		},
		ACR: func(l *Login) error {
			if acr, _ := l.Claims["acr"].(string); !slices.Contains(fields(l.ACR), acr) {
				return errors.New("the user signed in by other means than were asked for")
			}
			return nil
		},
	}
}

// open decrypts an ID token of a client that registered to have them encrypted (OpenID Connect Core §3.1.3.7 step 1).
func open(i *Issuer, raw string) (string, error) {
	if i.Sealed.Alg == "" {
		return raw, nil
	}
	return i.Sealed.open(raw, jose.KeyAlgorithm(i.Sealed.Alg))
}

func (e Sealed) open(raw string, algs ...jose.KeyAlgorithm) (string, error) {
	jwe, err := jose.ParseEncryptedCompact(raw, algs, []jose.ContentEncryption{jose.ContentEncryption(e.Enc)})
	if err != nil {
		return "", fmt.Errorf("the ID token is not encrypted as was agreed: %w", err)
	}
	var key jose.JSONWebKey
	if err := json.Unmarshal(e.Key, &key); err != nil {
		return "", fmt.Errorf("read the key that opens ID tokens: %w", err)
	}
	jwt, err := jwe.Decrypt(key)
	if err != nil {
		return "", fmt.Errorf("open the ID token: %w", err)
	}
	return string(jwt), nil
}

// checkIssuedAt wants iat (OpenID Connect Core §2), of about now: whoever redeems a code gets a token made for it.
func checkIssuedAt(l *Login) error {
	now := l.s.now()
	switch at := l.ID.IssuedAt; {
	case l.Claims["iat"] == nil:
		return errors.New("the ID token does not say when it was issued")
	case at.After(now.Add(l.s.o.Skew)):
		return errors.New("the ID token was issued in the future")
	case at.Before(now.Add(-l.s.o.Pending - l.s.o.Skew)):
		return errors.New("the ID token was issued long ago")
	}
	return nil
}
