package harness

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// answerType is what a signed answer about a token is (RFC 9701 section 5).
const answerType = "token-introspection+jwt"

// signing makes an issuer sign what it says of a token, for whoever asks for that (RFC 9701 section 4). The first of the clients
// is the API that asks.
func (h *Harness) signing(o *authserver.Options, clients []servers.Client) {
	next := o.Introspect.Wire
	o.Introspect.Wire = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if !strings.Contains(strings.ToLower(r.Header.Get("Accept")), answerType) {
			next(w, r, serve)
			return
		}
		b := &buffered{header: http.Header{}, status: http.StatusOK}
		next(b, r, serve)
		if text, err := h.signedAnswer(b, o.Issuer, clients, r); err == nil {
			b.header.Set("Content-Type", "application/"+answerType)
			b.body.Reset()
			b.body.WriteString(text)
		}
		maps.Copy(w.Header(), b.header)
		w.WriteHeader(b.status)
		_, _ = w.Write(b.body.Bytes()) // to whoever still listens
	}
}

// buffered is an answer that is not sent yet.
type buffered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffered) Header() http.Header            { return b.header }
func (b *buffered) WriteHeader(status int)         { b.status = status }
func (b *buffered) Write(text []byte) (int, error) { return b.body.Write(text) }

// signedAnswer signs an answer; its audience is the API under each name that it may have here. What is no answer stays as it is.
func (h *Harness) signedAnswer(b *buffered, issuer string, clients []servers.Client, r *http.Request) (string, error) {
	var members map[string]any
	if err := json.Unmarshal(b.body.Bytes(), &members); err != nil || b.status != http.StatusOK {
		return "", http.ErrNotSupported
	}
	audience := []any{}
	for _, c := range clients {
		audience = append(audience, c.ID)
	}
	if aud, ok := members["aud"].(string); ok {
		audience = append(audience, aud)
	}
	header := map[string]any{"typ": answerType}
	claims := map[string]any{"iss": issuer, "aud": audience, "iat": time.Now().Unix(), "token_introspection": members}
	flaw, _ := r.Context().Value(flawKey{}).(signedFlaw)
	if flaw.change != nil {
		flaw.change(header, claims)
	}
	text, err := h.Mint(header, claims)
	if err == nil && flaw.after != nil {
		text = flaw.after(text)
	}
	return text, err
}

// A signedFlaw is what is wrong with a signed answer: with what is signed, or with the text afterwards.
type signedFlaw struct {
	change func(header, claims map[string]any)
	after  func(text string) string
}

// flawKey is where a request holds it.
type flawKey struct{}

// options has a flaw reach the answer by way of the request that asks.
func (f signedFlaw) options(o *authserver.Options) {
	next := o.Introspect.Wire
	o.Introspect.Wire = func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		next(w, r.WithContext(context.WithValue(r.Context(), flawKey{}, f)), serve)
	}
}

func init() {
	flaws["signs what it says of tokens as something else"] = signedFlaw{change: func(h, _ map[string]any) { h["typ"] = "JWT" }}.options
	flaws["says of tokens what it does in another issuer's name"] = signedFlaw{change: func(_, m map[string]any) { m["iss"] = "https://other.example" }}.options
	flaws["says of tokens what it does to somebody else"] = signedFlaw{change: func(_, m map[string]any) { m["aud"] = "somebody-else" }}.options
	flaws["changes what it says of tokens after signing it"] = signedFlaw{after: func(text string) string {
		parts := strings.Split(text, ".")
		if b, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			parts[1] = base64.RawURLEncoding.EncodeToString(append([]byte{' '}, b...)) // the same claims, and another text
		}
		return strings.Join(parts, ".")
	}}.options
}
