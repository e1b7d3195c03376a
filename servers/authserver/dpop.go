package authserver

import (
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// Proof is a proof of possession (RFC 9449 §4), as far as it has been understood.
type Proof struct {
	HTTP   *http.Request
	URI    string // of the request, as clients know it
	Token  string // the access token that it is sent with; empty at the token endpoint
	Raw    string
	JOSE   map[string]any // its header
	Claims map[string]any
	Key    jose.JSONWebKey
	JKT    string // the thumbprint of the key, once it has proven to be the signer's

	s *Server
}

// proof is what a request says it has to prove.
func (s *Server) proof(r *http.Request, token string) *Proof {
	return &Proof{HTTP: r, URI: s.o.Issuer + strings.TrimPrefix(r.URL.EscapedPath(), s.path), Token: token, s: s}
}

// check is RFC 9449 §4.3. That it was not used before comes last, so that only a good one is remembered.
func (p *Proof) check() error {
	o := &p.s.o.DPoP.Proof
	for _, f := range []*func(*Proof) error{
		&o.Header, &o.Parse, &o.Claims, &o.Type, &o.Alg, &o.Signature, &o.Method, &o.URI, &o.Hash, &o.Age, &o.Nonce, &o.ID,
	} {
		if err := use(p.s, f)(p); err != nil {
			return err
		}
	}
	return nil
}

// text is a claim that is a string, else "".
func (p *Proof) text(claim string) string {
	s, _ := p.Claims[claim].(string)
	return s
}

// prove checks the proof that comes with a token request (RFC 9449 §5).
func (c *Call) prove() error {
	if !use(c.s, &c.s.o.DPoP.Sent)(c) {
		return use(c.s, &c.s.o.DPoP.Required)(c)
	}
	c.Proof = c.s.proof(c.HTTP, "")
	return c.Proof.check()
}

// jkt names the key that the caller has proven to hold; empty is none.
func (c *Call) jkt() string {
	if c.Proof == nil {
		return ""
	}
	return c.Proof.JKT
}

func dpopSeams() (o DPoPSeams) {
	o.proofSeams()
	o.bindingSeams()
	o.Sent = func(c *Call) bool { return len(c.HTTP.Header.Values("DPoP")) > 0 }
	o.Fresh, o.Hand = (*Server).freshNonce, handNonce
	return o
}
