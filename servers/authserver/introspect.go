package authserver

import (
	"net/http"
	"strings"
)

// introspect is RFC 7662.
func (s *Server) introspect(w http.ResponseWriter, r *http.Request) {
	c := &Call{HTTP: r, s: s}
	o := &s.o.Introspect
	if err := c.admit(c.caller, &o.Client, &o.Missing); err != nil {
		c.fail(w, c.unknown(err))
		return
	}
	reply := newReply(w, http.StatusOK)
	reply.Members = map[string]any{"active": false}
	record, kind := use(s, &o.Lookup)(c)
	if record != nil && use(s, &s.o.Store.Live)(record, kind, s.now()) && use(s, &o.Allowed)(c, record, kind) {
		use(s, &o.Members)(c, record, kind, reply.Members)
	}
	use(s, &o.Reply)(c, reply)
	if use(s, &o.Signed.Wanted)(c) {
		if err := c.signIntrospection(reply); err != nil {
			c.fail(w, err)
			return
		}
	}
	reply.write(w)
}

// admit reads a request, finds out who calls and runs further checks.
func (c *Call) admit(who func() error, checks ...*func(*Call) error) error {
	if err := c.read(); err != nil {
		return err
	}
	if err := who(); err != nil {
		return err
	}
	for _, check := range checks {
		if err := use(c.s, check)(c); err != nil {
			return err
		}
	}
	return nil
}

// caller is a client that authenticates, or one that shows an access token of its own (RFC 7662 §2.1).
func (c *Call) caller() error {
	scheme, token, _ := strings.Cut(c.HTTP.Header.Get("Authorization"), " ")
	switch {
	case use(c.s, &c.s.o.Introspect.Public)(c):
		c.Client = &registered{Client: &Client{Kind: "machine"}}
		return nil
	case !strings.EqualFold(scheme, "Bearer"):
		return c.authenticate()
	}
	p := &Presented{HTTP: c.HTTP, s: c.s}
	if err := p.accept(func(*Presented) (string, error) { return token, nil }, lookup); err != nil {
		return err
	}
	c.Client = p.Record.Client
	return nil
}

// either finds a token of either kind, so that a wrong token_type_hint does no harm.
func either(c *Call) (*Record, string) {
	sig := signature(c.Form.Get("token"))
	if r, ok := c.s.store.access.get(sig); ok {
		return r, "access_token"
	}
	if r, ok := c.s.store.refresh.get(sig); ok {
		return r, "refresh_token"
	}
	return nil, ""
}

func tokenMissing(c *Call) error {
	if c.Form.Get("token") == "" {
		return problem("invalid_request", "token is missing")
	}
	return nil
}

func introspectSeams() IntrospectSeams {
	return IntrospectSeams{
		Wire: plainWire, Missing: tokenMissing, Lookup: either,
		Public: func(*Call) bool { return false },
		Client: func(c *Call) error {
			if c.Client.Public() {
				return problem("invalid_client", "only a client that authenticates may ask")
			}
			return nil
		},
		Allowed: func(c *Call, r *Record, kind string) bool {
			if kind == "refresh_token" {
				return r.Client.ID == c.Client.ID // it is nobody else's business
			}
			return c.Client.Resource == "" || c.Client.Resource == c.s.o.Issuer+"/resource"
		},
		Members: func(c *Call, r *Record, kind string, m map[string]any) {
			m["active"], m["client_id"], m["iss"] = true, r.Client.ID, c.s.o.Issuer
			m["exp"], m["iat"] = r.Expires.Unix(), r.IssuedAt.Unix()
			if len(r.Scope) > 0 {
				m["scope"] = strings.Join(r.Scope, " ")
			}
			if kind == "access_token" {
				m["token_type"], m["sub"], m["aud"] = tokenType(r.JKT), r.Session.Sub, c.s.o.Issuer+"/resource"
			}
			confirmation(m, r.JKT)
			if r.Session.User != nil {
				m["username"] = r.Session.User.Name
			}
		},
		Reply:  func(_ *Call, r *Reply) { noStore(r.Header) },
		Signed: signedIntrospectionSeams(),
	}
}

// revoke is RFC 7009.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	c := &Call{HTTP: r, s: s}
	if err := c.revoke(); err != nil {
		c.fail(w, err)
		return
	}
	reply := newReply(w, http.StatusOK)
	use(s, &s.o.Revoke.Reply)(c, reply)
	reply.write(w)
}

func (c *Call) revoke() error {
	o := &c.s.o.Revoke
	if err := c.admit(c.authenticate, &o.Missing); err != nil {
		return err
	}
	record, kind := use(c.s, &o.Lookup)(c)
	if record == nil {
		return nil // an unknown token is as good as revoked
	}
	if err := use(c.s, &o.Client)(c, record); err != nil {
		return err
	}
	return use(c.s, &o.Revoke)(c, record, kind)
}

func revokeSeams() RevokeSeams {
	return RevokeSeams{
		Wire: plainWire, Missing: tokenMissing, Lookup: either,
		Client: func(c *Call, r *Record) error {
			if r.Client.ID != c.Client.ID {
				return problem("invalid_grant", "the token is another client's")
			}
			return nil
		},
		Revoke: func(c *Call, r *Record, kind string) error {
			if kind == "access_token" {
				use(c.s, &c.s.o.Store.RevokeOne)(r)
				return nil
			}
			use(c.s, &c.s.o.Store.RevokeRefresh)(r.Family)
			use(c.s, &c.s.o.Store.RevokeAccess)(r.Family) // RFC 7009 §2.1: what came of the same grant goes with it
			return nil
		},
		Reply: func(_ *Call, r *Reply) { noStore(r.Header) },
	}
}
