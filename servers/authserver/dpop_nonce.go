package authserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
)

// noncePeriods is for how many periods a nonce is known, the one it is handed out in among them.
const noncePeriods = 5

// A nonce is a keyed hash of the period it is handed out in: nobody can tell the next one, and nothing is kept.
func (s *Server) nonceOf(period int64) string {
	m := hmac.New(sha256.New, s.o.GlobalSecret)
	m.Write([]byte("dpop nonce\x00" + s.o.Issuer + "\x00" + strconv.FormatInt(period, 10)))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

func (s *Server) noncePeriod() int64 {
	return s.now().UnixNano() / int64(s.o.Lifetimes.Nonce/noncePeriods)
}

func (s *Server) freshNonce() string { return s.nonceOf(s.noncePeriod()) }

// handedOut says whether a nonce was handed out in one of the latest periods.
func (s *Server) handedOut(nonce string, periods int64) bool {
	now := s.noncePeriod()
	for period := now; period > now-periods; period-- {
		if hmac.Equal([]byte(nonce), []byte(s.nonceOf(period))) {
			return true
		}
	}
	return false
}

// handNonce adds a nonce to the answer to a request that proved a key.
func (c *Call) handNonce(r *Reply) {
	if c.Proof != nil {
		use(c.s, &c.s.o.DPoP.Hand)(c.Proof, r.Header)
	}
}

func (p *Presented) handNonce(r *Reply) {
	if p.Proof != nil {
		use(p.s, &p.s.o.DPoP.Hand)(p.Proof, r.Header)
	}
}

// handNonce tells whoever proves a key which nonce to use from now on (RFC 9449 §8.2).
func handNonce(p *Proof, h http.Header) { h.Set("DPoP-Nonce", use(p.s, &p.s.o.DPoP.Fresh)(p.s)) }
