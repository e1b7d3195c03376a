package authserver

import (
	"net/http"
	"strconv"
)

// nonceFaults break how nonces are handed out and asked for (RFC 9449 §8, §11.3).
var nonceFaults = []Fault{
	{
		Name: "nonce-demanded-as-bad-proof", Violates: "rfc9449-8-as-nonce-error", At: "token.reply.error",
		AlsoRed: helpless,
		Apply: func(o *Options) {
			clean := o.Token.Reply.Error
			o.Token.Reply.Error = func(c *Call, e *Error, r *Reply) {
				if clean(c, e, r); c.Proof != nil && c.Proof.text("nonce") == "" && e.Code == "use_dpop_nonce" {
					r.Members["error"] = "invalid_dpop_proof"
				}
			}
		},
	},
	{
		Name: "nonce-kept-back", Violates: "rfc9449-8-as-nonce-error", At: "dpop.hand",
		AlsoRed: helpless,
		Apply:   func(o *Options) { o.DPoP.Hand = func(*Proof, http.Header) {} },
	},
	{
		Name: "nonce-twice", Violates: "rfc9449-8-as-nonce-error", At: "dpop.hand",
		Apply: func(o *Options) {
			o.DPoP.Hand = func(p *Proof, h http.Header) {
				handNonce(p, h)
				h.Add("DPoP-Nonce", h.Get("DPoP-Nonce"))
			}
		},
	},
	{
		Name: "nonce-of-anybody", Violates: "rfc9449-8-as-nonce-mismatch", At: "dpop.proof.nonce",
		Apply: func(o *Options) {
			clean := o.DPoP.Proof.Nonce
			o.DPoP.Proof.Nonce = func(p *Proof) error {
				if p.text("nonce") != "" {
					return nil
				}
				return clean(p)
			}
		},
	},
	{
		Name: "nonce-mismatch-as-bad-proof", Violates: "rfc9449-8-as-nonce-mismatch", At: "dpop.proof.nonce",
		Apply: func(o *Options) {
			clean := o.DPoP.Proof.Nonce
			o.DPoP.Proof.Nonce = func(p *Proof) error {
				err := clean(p)
				if err != nil && p.text("nonce") != "" {
					return unproven(true, "the nonce is not one of ours")
				}
				return err
			}
		},
	},
	{
		Name: "nonce-counted", Violates: "rfc9449-8-as-nonce-unpredictable", At: "dpop.fresh",
		Apply: func(o *Options) {
			counted := func(period int64) string { return "nonce-" + strconv.FormatInt(period, 10) }
			o.DPoP.Fresh = func(s *Server) string { return counted(s.noncePeriod()) }
			clean := o.DPoP.Proof.Nonce
			o.DPoP.Proof.Nonce = func(p *Proof) error {
				for ago := range int64(noncePeriods) {
					if p.text("nonce") == counted(p.s.noncePeriod()-ago) {
						return nil
					}
				}
				return clean(p)
			}
		},
	},
	{
		Name: "nonce-with-token-made-up", Violates: "rfc9449-8.2-nonce-on-success", At: "dpop.hand",
		Apply: func(o *Options) {
			o.DPoP.Hand = func(p *Proof, h http.Header) {
				handNonce(p, h)
				if p.text("nonce") == h.Get("DPoP-Nonce") {
					h.Set("DPoP-Nonce", "made-up")
				}
			}
		},
	},
	{
		Name: "nonce-left-out", Violates: "rfc9449-11.3-nonce-downgrade", At: "dpop.proof.nonce",
		Apply: func(o *Options) {
			clean := o.DPoP.Proof.Nonce
			o.DPoP.Proof.Nonce = func(p *Proof) error {
				if p.text("nonce") == "" {
					return nil
				}
				return clean(p)
			}
		},
	},
}

// helpless is what fails where a client cannot find out what its proof lacks.
var helpless = []string{"rfc9449-5-token-request-success", "rfc9449-10-dpop-jkt-match"}
