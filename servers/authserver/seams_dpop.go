package authserver

import "net/http"

// DPoPSeams are the decisions about proofs of possession (RFC 9449), at the token endpoint and where tokens are used
// alike.
type DPoPSeams struct {
	Sent func(c *Call) bool `seam:"question"` // does the request hold a proof
	// Proof is §4.3, in the order in which it is checked.
	Proof struct {
		Header    func(p *Proof) error `seam:"question"` // there is one: sets p.Raw
		Parse     func(p *Proof) error `seam:"question"` // it is a JWT: sets p.JOSE and p.Claims
		Claims    func(p *Proof) error `seam:"question"` // those that are required are there
		Type      func(p *Proof) error `seam:"question"`
		Alg       func(p *Proof) error `seam:"question"`
		Signature func(p *Proof) error `seam:"question"` // by the key that it brings, which is a public one: sets p.Key
		Method    func(p *Proof) error `seam:"question"`
		URI       func(p *Proof) error `seam:"question"`
		Hash      func(p *Proof) error `seam:"question"` // of the access token that it is sent with
		Age       func(p *Proof) error `seam:"question"`
		Nonce     func(p *Proof) error `seam:"question"`
		ID        func(p *Proof) error // jti: new
	}
	Required func(c *Call) error  `seam:"question"` // a client that always proves its key does (§5.2)
	Code     func(c *Call) error  `seam:"question"` // is it the key that the code was asked for with (§10)
	Refresh  func(c *Call) error  `seam:"question"` // is it the key that the refresh token is bound to (§5)
	Access   func(c *Call) string `seam:"question"` // the key that the access token is bound to; empty is none
	Keep     func(c *Call) string `seam:"question"` // and the refresh token

	Scheme func(p *Presented) error      `seam:"question"` // a bound token comes with a proof, and no other does (§7.1, §7.2)
	Key    func(p *Presented) error      `seam:"question"` // is it the key that the access token is bound to
	Fresh  func(s *Server) string        `seam:"question"` // the nonce to use from now on (§8)
	Hand   func(p *Proof, h http.Header) `seam:"question"`
}
