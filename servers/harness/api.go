package harness

import (
	"net/http"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// Mint signs a JWT with the first issuer's key.
func (h *Harness) Mint(header, claims map[string]any) (string, error) {
	h.mu.Lock()
	as := h.issuers[0].now
	h.mu.Unlock()
	return as.Sign("RS256", header, claims)
}

// Vouch has the first issuer's introspection answer so when it is asked about a token; nil members take it back.
func (h *Harness) Vouch(token string, members map[string]any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.vouched == nil || len(h.vouched) > 10_000 {
		h.vouched = map[string]map[string]any{}
	}
	h.vouched[token] = members
}

// PublicKey is the first issuer's public key, as everybody can have it, in PEM.
func (h *Harness) PublicKey() ([]byte, error) { return authserver.PublicPEM("RS256") }

// vouching makes an issuer's introspection know the tokens that were vouched for.
func (h *Harness) vouching(o *authserver.Options) {
	next := o.Introspect.Reply
	o.Introspect.Reply = func(c *authserver.Call, r *authserver.Reply) {
		h.mu.Lock()
		members := h.vouched[c.Form.Get("token")]
		h.mu.Unlock()
		if members != nil {
			r.Members = members
		}
		next(c, r)
	}
}

// The flaws of an introspection endpoint.
func init() {
	flaws["cannot be asked about tokens"] = introspection(func(w http.ResponseWriter) {
		http.Error(w, "out of order", http.StatusInternalServerError)
	})
	flaws["hangs up when it is asked about tokens"] = introspection(func(w http.ResponseWriter) {
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			c.Close()
		}
	})
	flaws["talks nonsense when it is asked about tokens"] = introspection(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"active":"perhaps"`)) // to whoever still listens
	})
}

func introspection(answer func(w http.ResponseWriter)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		o.Introspect.Wire = func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) { answer(w) }
	}
}
