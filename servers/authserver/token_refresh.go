package authserver

import (
	"errors"
	"strings"
	"time"

	"github.com/ory/fosite"
)

// refresh trades a refresh token for a new pair (RFC 6749 §6).
func (c *Call) refresh() (err error) {
	o := &c.s.o.Token.Refresh
	if err := use(c.s, &o.Missing)(c); err != nil {
		return err
	}
	if c.Record, err = use(c.s, &o.Lookup)(c); err != nil {
		return err
	}
	for _, check := range []*func(*Call) error{&o.Expired, &o.Client, &c.s.o.DPoP.Refresh} {
		if err := use(c.s, check)(c); err != nil {
			return err
		}
	}
	if c.Record.Used() {
		if err := use(c.s, &o.Reuse)(c); err != nil {
			return err
		}
	}
	if err := use(c.s, &o.Scope)(c); err != nil {
		return err
	}
	c.Family = c.Record.Family
	var more []fosite.TokenEndpointHandler
	if c.s.o.OpenID && use(c.s, &c.s.o.IDToken.Issue)(c) {
		more = append(more, &c.s.grants.idRefresh)
	}
	err = c.run(c.s.newSession(), &c.s.grants.refresh, more...)
	if errors.Is(err, fosite.ErrInactiveToken) {
		return use(c.s, &o.Reuse)(c)
	}
	return err
}

func (t *TokenSeams) refreshSeams() {
	o := &t.Refresh
	o.Missing = func(c *Call) error {
		if c.Form.Get("refresh_token") == "" {
			return problem("invalid_request", "refresh_token is missing")
		}
		return nil
	}
	o.Lookup = func(c *Call) (*Record, error) {
		r, ok := c.s.store.refresh.get(signature(c.Form.Get("refresh_token")))
		if !ok || r.Family.refreshDead.Load() {
			return nil, errGrant
		}
		return r, nil
	}
	o.Expired = func(c *Call) error { return refuse(!c.s.now().Before(c.Record.Expires)) }
	o.Client = func(c *Call) error { return refuse(c.Record.Client.ID != c.Client.ID) }
	o.Reuse = revokeFamily
	o.Scope = func(c *Call) error {
		c.Scope = c.Record.Scope
		asked := strings.Fields(c.Form.Get("scope"))
		if !within(asked, c.Record.Scope) {
			return problem("invalid_scope", "more scope is asked for than was granted")
		}
		if len(asked) > 0 {
			c.Scope = asked
		}
		return nil
	}
	// The next refresh token carries the scope of the one presented, however narrow the access token.
	o.Keep = func(c *Call) []string { return c.Record.Scope }
	o.Rotate = func(c *Call) bool { return use(c.s, &c.s.o.Store.UseRefresh)(c.Record) }
	o.Lifetime = func(c *Call) time.Duration { return c.s.o.Lifetimes.Refresh }
	o.Make = func(c *Call) (string, error) { return c.s.random() }
	o.Issue = func(c *Call) bool {
		// An OpenID Connect client asks for it with offline_access (Core §11); others have it by registration.
		return has(c.Client.Grants, "refresh_token") &&
			(!has(c.Record.Scope, "openid") || has(c.Record.Scope, "offline_access"))
	}
}
