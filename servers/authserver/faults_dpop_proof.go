package authserver

import (
	"encoding/json"
	"strconv"
	"strings"
)

// proofFaults break how proofs of possession are checked (RFC 9449 §4.3, §5).
func proofFaults() []Fault {
	return []Fault{
		{
			Name: "proof-for-the-issuer", Violates: "rfc9449-5-token-request-success", At: "dpop.proof.uri",
			AlsoRed: []string{"rfc9449-10-dpop-jkt-match"}, // a code that is bound to a key is redeemed with a proof, too
			Apply: func(o *Options) {
				o.DPoP.Proof.URI = func(p *Proof) error {
					return unproven(p.text("htu") != p.s.o.Issuer, "the proof is for another URI")
				}
			},
		},
		{
			Name: "proof-as-malformed-request", Violates: "rfc9449-5-invalid-proof-error", At: "token.reply.error",
			Apply: func(o *Options) {
				clean := o.Token.Reply.Error
				o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
					if clean(c, e, r); e.Code == "invalid_dpop_proof" {
						r.Members["error"] = "invalid_request"
					}
				}
			},
		},
		lax("proof-first-of-two", "rfc9449-4.3-one-header", "header", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Header }, nil),
		before("proof-first-in-a-list", "rfc9449-4.3-one-header", "parse", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Parse }, func(p *Proof) {
			p.Raw, _, _ = strings.Cut(p.Raw, ",")
		}),
		{
			Name: "proof-that-is-none-ignored", Violates: "rfc9449-4.3-malformed", At: "dpop.sent",
			Apply: func(o *Options) {
				clean := o.DPoP.Sent
				o.DPoP.Sent = func(c *Call) bool {
					return clean(c) && strings.Count(c.HTTP.Header.Get("DPoP"), ".") >= 2
				}
			},
		},
		fills("proof-without-identifier", "jti", func(p *Proof) any { return p.Raw }),
		fills("proof-without-method", "htm", func(p *Proof) any { return p.HTTP.Method }),
		fills("proof-without-address", "htu", func(p *Proof) any { return p.URI }),
		fills("proof-without-time", "iat", func(p *Proof) any { return json.Number(strconv.FormatInt(p.s.now().Unix(), 10)) }),
		lax("proof-of-any-type", "rfc9449-4.3-typ", "type", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Type }, nil),
		lax("proof-for-any-method", "rfc9449-4.3-htm", "method", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Method }, nil),
		lax("proof-for-any-address", "rfc9449-4.3-htu", "uri", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.URI }, nil),
		spelled("proof-scheme-to-the-letter", func(htu string) bool { return !strings.HasPrefix(htu, "http") }),
		spelled("proof-path-to-the-letter", func(htu string) bool { return strings.Contains(htu, "%") }),
		spelled("proof-query-to-the-letter", func(htu string) bool { return strings.Contains(htu, "?") }),
		{
			Name: "proof-ages-ago", Violates: "rfc9449-4.3-iat-window", At: "dpop.proof.age",
			Apply: func(o *Options) {
				clean := o.DPoP.Proof.Nonce
				o.DPoP.Proof.Age = func(*Proof) error { return nil }
				o.DPoP.Proof.Nonce = func(p *Proof) error {
					if p.s.handedOut(p.text("nonce"), 10_000) {
						return nil
					}
					return clean(p)
				}
			},
		},
		{
			Name: "proof-says-too-much", Violates: "rfc9449-4.2-extra-claims", At: "dpop.proof.claims",
			Apply: func(o *Options) {
				clean := o.DPoP.Proof.Claims
				o.DPoP.Proof.Claims = func(p *Proof) error {
					return first(unproven(len(p.Claims) > 5, "the proof has a claim that is not known here"), clean(p))
				}
			},
		},
	}
}

// proofSeam is one of the decisions about a proof.
type proofSeam func(o *DPoPSeams) *func(*Proof) error

// lax passes what the clean seam refuses, where it is so.
func lax(name, violates, at string, seam proofSeam, is func(*Proof) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "dpop.proof." + at, Apply: func(o *Options) {
		f := seam(&o.DPoP)
		clean := *f
		*f = func(p *Proof) error {
			if err := clean(p); err != nil && is != nil && !is(p) {
				return err
			}
			return nil
		}
	}}
}

// before changes a proof ahead of the clean seam.
func before(name, violates, at string, seam proofSeam, change func(*Proof)) Fault {
	return Fault{Name: name, Violates: violates, At: "dpop.proof." + at, Apply: func(o *Options) {
		f := seam(&o.DPoP)
		clean := *f
		*f = func(p *Proof) error {
			change(p)
			return clean(p)
		}
	}}
}

// fills in a claim that is missing.
func fills(name, claim string, with func(*Proof) any) Fault {
	return before(name, "rfc9449-4.3-required-claims", "claims", func(o *DPoPSeams) *func(*Proof) error { return &o.Proof.Claims }, func(p *Proof) {
		if p.Claims[claim] == nil {
			p.Claims[claim] = with(p)
		}
	})
}

// spelled refuses an address for how it is spelled.
func spelled(name string, is func(htu string) bool) Fault {
	return Fault{Name: name, Violates: "rfc9449-4.3-htu-normalised", At: "dpop.proof.uri", Apply: func(o *Options) {
		clean := o.DPoP.Proof.URI
		o.DPoP.Proof.URI = func(p *Proof) error {
			return first(unproven(is(p.text("htu")), "the proof is for another URI"), clean(p))
		}
	}}
}

// first is the first of two errors.
func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
