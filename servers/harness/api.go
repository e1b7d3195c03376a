package harness

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// Mint signs a JWT with the first issuer's key for its tokens, or for the algorithm that the header names.
func (h *Harness) Mint(header, claims map[string]any) (string, error) {
	h.mu.Lock()
	as := h.issuers[0].now
	h.mu.Unlock()
	alg, named := header["alg"].(string)
	if !named {
		alg = h.alg
	}
	return as.Sign(alg, header, claims)
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

// Publish has the first issuer serve something at a path below it; nil takes it back.
func (h *Harness) Publish(path string, content []byte) {
	u, err := url.Parse(h.issuers[0].url)
	if err != nil { // it listens there
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.others == nil {
		h.others = map[string][]byte{}
	}
	h.others[strings.TrimSuffix(u.Path, "/")+path] = content
}

// PublicKey is the first issuer's public key, as everybody can have it, in PEM.
func (h *Harness) PublicKey() ([]byte, error) { return authserver.PublicPEM(h.alg) }

// vouching makes an issuer's introspection know the tokens that were vouched for.
func (h *Harness) vouching(o *authserver.Options) {
	next := o.Introspect.Reply
	o.Introspect.Reply = func(c *authserver.Call, r *authserver.Reply) {
		h.mu.Lock()
		members := h.vouched[c.Form.Get("token")]
		h.mu.Unlock()
		if members != nil {
			r.Members = maps.Clone(members) // a flaw may change them
		}
		next(c, r)
	}
}

// anybody makes an issuer's introspection answer whoever proves nothing, and whoever asks by GET: that an API asks so is judged, and it
// could not be where nothing of it worked. One that authenticates and gets it wrong is refused as ever.
func anybody(o *authserver.Options) {
	o.Introspect.Public = func(c *authserver.Call) bool {
		return c.HTTP.Header.Get("Authorization") == "" && !c.Form.Has("client_secret") && !c.Form.Has("client_assertion")
	}
	o.Introspect.Wire = func(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) {
		if r.Method == http.MethodGet {
			asked := r.URL.RawQuery
			r = r.Clone(r.Context())
			r.Method, r.URL.RawQuery, r.Body = http.MethodPost, "", io.NopCloser(strings.NewReader(asked))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		next(w, r)
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
	flaws["does not answer when it is asked about tokens"] = func(o *authserver.Options) {
		o.Introspect.Wire = func(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) { <-r.Context().Done() } // until it hangs up
	}
	flaws["says that a token is active in an error"] = introspection(func(w http.ResponseWriter) {
		answerJSON(w, http.StatusInternalServerError, `{"active":true,"scope":"api:read"}`)
	})
	flaws["sends whoever asks about tokens elsewhere"] = introspection(func(w http.ResponseWriter) {
		w.Header().Set("Location", "/nowhere")
		w.WriteHeader(http.StatusFound)
	})
	flaws["cannot be asked for keys"] = func(o *authserver.Options) {
		o.JWKS.Wire = func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
			http.Error(w, "out of order", http.StatusInternalServerError)
		}
	}
	flaws["publishes no keys"] = func(o *authserver.Options) {
		o.JWKS.Keys = func(*authserver.Server) []map[string]any { return []map[string]any{} }
	}
	flaws["says active as a text, and not as a truth"] = replying(func(m map[string]any) { m["active"] = "false" })
	flaws["says of no token whether it is active"] = replying(func(m map[string]any) { delete(m, "active") })
	flaws["talks nonsense when it is asked about tokens"] = introspection(func(w http.ResponseWriter) {
		answerJSON(w, http.StatusOK, `{"active":"perhaps"`)
	})
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // to whoever still listens
}

// replying changes what is said of each token.
func replying(change func(m map[string]any)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		next := o.Introspect.Reply
		o.Introspect.Reply = func(c *authserver.Call, r *authserver.Reply) {
			next(c, r)
			change(r.Members)
		}
	}
}

func introspection(answer func(w http.ResponseWriter)) func(*authserver.Options) {
	return func(o *authserver.Options) {
		o.Introspect.Wire = func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) { answer(w) }
	}
}
