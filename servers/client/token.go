package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// A TokenRequest is a request at a token endpoint before it is sent.
type TokenRequest struct {
	Endpoint string
	Issuer   *Issuer          // and what the application is there
	Params   url.Values       // without the client's credentials, unless they are an assertion
	Secret   string           // empty: none is sent
	Style    oauth2.AuthStyle // where id and secret go; never the one that tries both
}

// token sends a request for any grant. x/oauth2 has one function that sends exactly the parameters it is given, whatever
// the grant: the one for client credentials. Those for codes and refresh tokens know no assertions.
func (s *Server) token(ctx context.Context, r *TokenRequest) (*oauth2.Token, error) {
	c := clientcredentials.Config{ClientID: r.Issuer.ClientID, ClientSecret: r.Secret, TokenURL: r.Endpoint, AuthStyle: r.Style, EndpointParams: r.Params}
	t, err := c.Token(s.context(ctx))
	if err != nil {
		return nil, err
	}
	if err := use(s, &s.o.Token.Type)(t); err != nil {
		return nil, err
	}
	return t, nil
}

// prepare makes a token request with the client's credentials in it.
func (s *Server) prepare(p *provider, endpoint string, params url.Values) (*TokenRequest, error) {
	r := &TokenRequest{Endpoint: endpoint, Issuer: p.Issuer, Params: params}
	return r, use(s, &s.o.Token.Client)(s, r)
}

// redeem exchanges the code.
func (l *Login) redeem(code string) (*oauth2.Token, error) {
	s, o := l.s, &l.s.o.Token
	v := url.Values{"grant_type": {"authorization_code"}, "code": {code}}
	if redirect := use(s, &o.Redirect)(l); redirect != "" {
		v.Set("redirect_uri", redirect)
	}
	if verifier := use(s, &o.Verifier)(l); verifier != "" {
		v.Set("code_verifier", verifier)
	}
	r, err := s.prepare(l.provider, use(s, &o.Endpoint)(l), v)
	if err != nil {
		return nil, err
	}
	use(s, &o.Params)(l, r)
	t, err := use(s, &o.Send)(l, r)
	if err != nil {
		return nil, &Problem{http.StatusBadGateway, "the authorization server gave no token", err}
	}
	return t, nil
}

// expiry is when an access token ends by the application's clock; zero where the server did not say.
func (s *Server) expiry(t *oauth2.Token) time.Time {
	var seconds float64
	switch v := t.Extra("expires_in").(type) {
	case float64:
		seconds = v
	case string:
		seconds, _ = strconv.ParseFloat(v, 64) // some servers quote it
	}
	if seconds <= 0 || seconds > 1e9 {
		return time.Time{}
	}
	return s.now().Add(time.Duration(seconds) * time.Second)
}

func tokenSeams() TokenSeams {
	return TokenSeams{
		Endpoint: func(l *Login) string { return l.provider.Token },
		Redirect: func(l *Login) string { return l.Redirect },
		Verifier: func(l *Login) string { return l.Verifier },
		Client:   authenticate,
		Params:   func(*Login, *TokenRequest) {},
		Send:     func(l *Login, r *TokenRequest) (*oauth2.Token, error) { return l.s.token(l.HTTP.Context(), r) },
		Type: func(t *oauth2.Token) error {
			switch {
			case t.TokenType == "":
				return errors.New("the token has no type")
			case !strings.EqualFold(t.TokenType, "Bearer"):
				return fmt.Errorf("a token of type %q is nothing the application can use", t.TokenType)
			}
			return nil
		},
	}
}

// authenticate is the clean client authentication (RFC 6749 §2.3, RFC 7523 §2.2).
func authenticate(s *Server, r *TokenRequest) error {
	r.Style = oauth2.AuthStyleInParams
	switch r.Issuer.Auth {
	case "client_secret_basic":
		r.Style, r.Secret = oauth2.AuthStyleInHeader, r.Issuer.Secret
	case "client_secret_post":
		r.Secret = r.Issuer.Secret
	case "private_key_jwt":
		assertion, err := s.assertion(r)
		if err != nil {
			return err
		}
		r.Params.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
		r.Params.Set("client_assertion", assertion)
	}
	return nil
}
