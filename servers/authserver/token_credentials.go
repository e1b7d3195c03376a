package authserver

import "strings"

// credentials is the client credentials grant (RFC 6749 §4.4).
func (c *Call) credentials() error {
	o := &c.s.o.Token.Credentials
	if err := use(c.s, &o.Client)(c); err != nil {
		return err
	}
	if err := use(c.s, &o.Scope)(c); err != nil {
		return err
	}
	c.Family = new(Family)
	x := c.s.newSession()
	x.Sub = c.Client.ID
	x.lasts("access_token", c.lifetime())
	if err := c.run(x, &c.s.grants.credentials); err != nil {
		return err
	}
	if use(c.s, &o.Refresh)(c) {
		return c.addRefresh(x)
	}
	return nil
}

func (t *TokenSeams) credentialsSeams() {
	o := &t.Credentials
	o.Client = func(c *Call) error {
		if c.Client.Public() {
			return problem("unauthorized_client", "a public client has no credentials")
		}
		return nil
	}
	o.Scope = func(c *Call) error {
		c.Scope = scopeOr(c.Form.Get("scope"), c.Client.Scopes)
		if !within(c.Scope, c.Client.Scopes) {
			return problem("invalid_scope", "the client may not have that scope")
		}
		return nil
	}
	o.Refresh = func(*Call) bool { return false } // RFC 6749 §4.4.3
}

// scopeOr splits a scope, or takes the default where none was sent.
func scopeOr(scope string, otherwise []string) []string {
	if scope == "" {
		return otherwise
	}
	return unique(strings.Split(scope, " "))
}

func unique(all []string) (once []string) {
	for _, s := range all {
		if !has(once, s) {
			once = append(once, s)
		}
	}
	return once
}
