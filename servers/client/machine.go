package client

import (
	"net/http"
	"net/url"
)

// machineToken gets a token for the application itself (RFC 6749 §4.4).
func (c *Call) machineToken() error {
	p, err := c.s.known(c.ctx, &c.s.o.Issuers[0])
	if err != nil {
		return err
	}
	r, err := c.s.prepare(p, p.Token, url.Values{"grant_type": {"client_credentials"}})
	if err != nil {
		return err
	}
	use(c.s, &c.s.o.Machine.Params)(c, r)
	t, err := c.s.token(c.ctx, r)
	if err != nil {
		return &Problem{http.StatusBadGateway, "the authorization server gave no token", err}
	}
	c.Token = t.AccessToken
	return nil
}

func machineSeams() MachineSeams { return MachineSeams{Params: func(*Call, *TokenRequest) {}} }
