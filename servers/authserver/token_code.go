package authserver

import (
	"context"
	"errors"
	"time"

	"github.com/ory/fosite"
)

var errGrant = problem("invalid_grant", "the grant is not valid, expired, used, or another client's")

// code redeems an authorization code (RFC 6749 §4.1.3).
func (c *Call) code() (err error) {
	o := &c.s.o.Token.Code
	if err := use(c.s, &o.Missing)(c); err != nil {
		return err
	}
	if c.Record, err = use(c.s, &o.Lookup)(c); err != nil {
		return err
	}
	for _, check := range []*func(*Call) error{&o.Expired, &o.Client, &o.Redirect, &o.PKCE, &c.s.o.DPoP.Code} {
		if err := use(c.s, check)(c); err != nil {
			return err
		}
	}
	// Only now: a stolen code replayed without its verifier or by another client does not revoke anything
	// (OAuth 2.1 §7.5.2).
	if c.Record.Used() {
		if err := use(c.s, &o.Replay)(c); err != nil {
			return err
		}
	}
	c.Family = c.Record.Family
	var more []fosite.TokenEndpointHandler
	if c.s.o.OpenID && use(c.s, &c.s.o.IDToken.Issue)(c) {
		more = append(more, &c.s.grants.idToken)
	}
	c.issueRefresh()
	err = c.run(c.s.newSession(), &c.s.grants.code, more...)
	if errors.Is(err, fosite.ErrInvalidatedAuthorizeCode) {
		return use(c.s, &o.Lost)(c)
	}
	return err
}

// issueRefresh decides about the refresh token; fosite asks the client whether it may have the grant.
func (c *Call) issueRefresh() {
	if !use(c.s, &c.s.o.Token.Refresh.Issue)(c) {
		c.Client = c.Client.without("refresh_token")
	}
}

func (t *TokenSeams) codeSeams() {
	o := &t.Code
	o.Missing = func(c *Call) error {
		if c.Form.Get("code") == "" {
			return problem("invalid_request", "code is missing")
		}
		return nil
	}
	o.Lookup = func(c *Call) (*Record, error) {
		if r, ok := c.s.store.codes.get(signature(c.Form.Get("code"))); ok {
			return r, nil
		}
		return nil, errGrant
	}
	o.Expired = func(c *Call) error { return refuse(!c.s.now().Before(c.Record.Expires)) }
	o.Client = func(c *Call) error { return refuse(c.Record.Client.ID != c.Client.ID) }
	o.Redirect = func(c *Call) error {
		sent, now := c.Record.Redirect, c.Form.Get("redirect_uri")
		if now == "" && c.s.o.RequireRedirect { // OAuth 2.1 §10.2: its clients send none
			return nil
		}
		return refuse(sent != "" && sent != now)
	}
	o.PKCE = func(c *Call) error {
		ctx := context.WithValue(c.HTTP.Context(), callKey{}, c)
		req := fosite.NewAccessRequest(nil)
		req.Client, req.Form, req.GrantTypes = c.Client, c.Form, fosite.Arguments{c.Grant}
		return c.s.grants.pkce.HandleTokenEndpointRequest(ctx, req)
	}
	o.Replay = revokeFamily
	o.Lost = revokeFamily
}

// revokeFamily ends everything that came of the grant (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
func revokeFamily(c *Call) error {
	use(c.s, &c.s.o.Store.RevokeAccess)(c.Record.Family)
	use(c.s, &c.s.o.Store.RevokeRefresh)(c.Record.Family)
	return errGrant
}

func refuse(when bool) error {
	if when {
		return errGrant
	}
	return nil
}

func storeSeams() StoreSeams {
	return StoreSeams{
		UseCode:       func(r *Record) bool { return r.used.CompareAndSwap(false, true) },
		UseRefresh:    func(r *Record) bool { return r.used.CompareAndSwap(false, true) },
		RevokeAccess:  func(f *Family) { f.accessDead.Store(true) },
		RevokeRefresh: func(f *Family) { f.refreshDead.Store(true) },
		RevokeOne:     func(r *Record) { r.used.Store(true) },
		Live: func(r *Record, kind string, now time.Time) bool {
			dead := &r.Family.accessDead
			if kind == "refresh_token" {
				dead = &r.Family.refreshDead
			}
			return now.Before(r.Expires) && !r.Used() && !dead.Load()
		},
		UseAssertion: func(s *Server, key string, until time.Time) bool {
			return s.store.used.add(key, struct{}{}, until, s.now(), s.o.MaxRecords)
		},
	}
}
