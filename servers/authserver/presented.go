package authserver

import (
	"net/http"
	"slices"
	"strings"
)

// Presented is a request with an access token (RFC 6750).
type Presented struct {
	HTTP   *http.Request
	Scheme string // Bearer or DPoP
	Token  string
	Record *Record
	Proof  *Proof // that comes with a token that is bound to a key

	s *Server
}

// authorization finds the access token in the Authorization header. A body or query parameter is not served.
func authorization(p *Presented) (string, error) {
	scheme, token, _ := strings.Cut(p.HTTP.Header.Get("Authorization"), " ")
	switch {
	case strings.EqualFold(scheme, "Bearer"):
		p.Scheme = "Bearer"
	case strings.EqualFold(scheme, "DPoP"):
		p.Scheme = "DPoP"
	default:
		return "", errNoToken
	}
	if token == "" || len(p.HTTP.Header.Values("Authorization")) > 1 {
		return "", problem("invalid_request", "one access token is expected")
	}
	return token, nil
}

// errNoToken has no code: the challenge must not carry one (RFC 6750 §3.1).
var errNoToken = &Error{Status: http.StatusUnauthorized}

// lookup finds a living access token.
func lookup(p *Presented) (*Record, error) {
	r, ok := p.s.store.access.get(signature(p.Token))
	if !ok || !use(p.s, &p.s.o.Store.Live)(r, "access_token", p.s.now()) {
		return nil, problem("invalid_token", "the access token is unknown, expired or revoked")
	}
	return r, nil
}

// challenge is the refusal of RFC 6750 §3. It offers both schemes, and says in that of the request what was wrong
// (RFC 9449 §7.2).
func challenge(p *Presented, e *Error, r *Reply) {
	offers := []string{`Bearer realm="api"`, `DPoP realm="api", algs="` + strings.Join(proofAlgs, " ") + `"`}
	if p.Scheme == "DPoP" {
		slices.Reverse(offers)
	}
	if e.Code != "" {
		offers[0] += `, error="` + e.Code + `", error_description="` + printable(e.Description) + `"`
		r.Members = map[string]any{"error": e.Code, "error_description": printable(e.Description)}
	}
	if e.Status == http.StatusMethodNotAllowed {
		r.Header.Set("Allow", "GET, POST")
	}
	r.Header["Www-Authenticate"] = offers
	noStore(r.Header)
}

func (p *Presented) accept(token func(*Presented) (string, error), find func(*Presented) (*Record, error)) (err error) {
	if p.Token, err = token(p); err != nil {
		return err
	}
	if p.Record, err = find(p); err != nil {
		return err
	}
	return p.prove()
}

// resource is a protected API that says whose token it was shown.
func (s *Server) resource(w http.ResponseWriter, r *http.Request) {
	o, p := &s.o.Resource, &Presented{HTTP: r, s: s}
	err := p.accept(
		func(p *Presented) (string, error) { return use(s, &o.Token)(p) },
		func(p *Presented) (*Record, error) { return use(s, &o.Lookup)(p) })
	reply := newReply(w, http.StatusOK)
	if err != nil {
		e := asError(err)
		reply.Status = e.Status
		use(s, &o.Error)(p, e, reply)
		p.handNonce(reply)
		reply.write(w)
		return
	}
	reply.Members = map[string]any{
		"sub": p.Record.Session.Sub, "client_id": p.Record.Client.ID, "scope": strings.Join(p.Record.Scope, " "),
	}
	use(s, &o.Reply)(p, reply)
	p.handNonce(reply)
	reply.write(w)
}

func resourceSeams() ResourceSeams {
	return ResourceSeams{Wire: plainWire, Token: authorization, Lookup: lookup, Error: challenge,
		Reply: func(_ *Presented, r *Reply) { noStore(r.Header) }}
}
