package authserver

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
)

func (o *DPoPSeams) bindingSeams() {
	o.Required = func(c *Call) error {
		if c.Client.DPoPBound {
			return problem("invalid_request", "this client always proves its key")
		}
		return nil
	}
	o.Code, o.Refresh = sameKey, sameKey
	o.Access = (*Call).jkt
	o.Keep = func(c *Call) string {
		if !c.Client.Public() { // a client that authenticates may change its key
			return ""
		}
		return c.jkt()
	}
	o.Scheme = func(p *Presented) error {
		if (p.Record.JKT != "") != (p.Scheme == "DPoP") {
			return problem("invalid_token", "a token that is bound to a key comes with a proof, and no other does")
		}
		return nil
	}
	o.Key = func(p *Presented) error {
		if p.Record.JKT != p.Proof.JKT {
			return problem("invalid_token", "the access token is bound to another key")
		}
		return nil
	}
}

// sameKey demands a proof by the key that a code or refresh token is bound to, if it is.
func sameKey(c *Call) error { return refuse(c.Record.JKT != "" && c.Record.JKT != c.jkt()) }

// prove checks the proof that comes with an access token (RFC 9449 §7).
func (p *Presented) prove() error {
	o := &p.s.o.DPoP
	if err := use(p.s, &o.Scheme)(p); err != nil || p.Scheme != "DPoP" {
		return err
	}
	p.Proof = p.s.proof(p.HTTP, p.Token)
	if err := p.Proof.check(); err != nil {
		e := *asError(err)
		e.Status = http.StatusUnauthorized
		return &e
	}
	return use(p.s, &o.Key)(p)
}

// checkKey reads the thumbprint that a code is to be bound to (RFC 9449 §10).
func checkKey(a *Authorization) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(a.Params.Get("dpop_jkt"))
	if a.Params.Has("dpop_jkt") && (err != nil || len(raw) != sha256.Size) {
		return problem("invalid_request", "dpop_jkt is not the thumbprint of a key")
	}
	return nil
}

// tokenType is that of an access token (RFC 9449 §5).
func tokenType(jkt string) string {
	if jkt != "" {
		return "DPoP"
	}
	return "Bearer"
}

// confirmation is how a token says which key it is bound to (RFC 9449 §6.1, §6.2).
func confirmation(m map[string]any, jkt string) {
	if jkt != "" {
		m["cnf"] = map[string]any{"jkt": jkt}
	}
}
