package authserver

import (
	"net/http"
	"strings"
)

// Presented is a request with an access token (RFC 6750).
type Presented struct {
	HTTP   *http.Request
	Token  string
	Record *Record

	s *Server
}

// bearer finds the access token in the Authorization header. A body or query parameter is not served.
func bearer(p *Presented) (string, error) {
	scheme, token, _ := strings.Cut(p.HTTP.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", errNoToken
	}
	if token == "" || len(p.HTTP.Header.Values("Authorization")) > 1 {
		return "", problem("invalid_request", "one bearer token is expected")
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

// challenge is the refusal of RFC 6750 §3.
func challenge(_ *Presented, e *Error, r *Reply) {
	value := `Bearer realm="api"`
	if e.Code != "" {
		value += `, error="` + e.Code + `", error_description="` + printable(e.Description) + `"`
		r.Members = map[string]any{"error": e.Code, "error_description": printable(e.Description)}
	}
	if e.Status == http.StatusMethodNotAllowed {
		r.Header.Set("Allow", "GET, POST")
	}
	r.Header.Set("WWW-Authenticate", value)
	noStore(r.Header)
}

func (p *Presented) accept(token func(*Presented) (string, error), find func(*Presented) (*Record, error)) (err error) {
	if p.Token, err = token(p); err != nil {
		return err
	}
	p.Record, err = find(p)
	return err
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
		reply.write(w)
		return
	}
	reply.Members = map[string]any{
		"sub": p.Record.Session.Sub, "client_id": p.Record.Client.ID, "scope": strings.Join(p.Record.Scope, " "),
	}
	use(s, &o.Reply)(p, reply)
	reply.write(w)
}

func resourceSeams() ResourceSeams {
	return ResourceSeams{Wire: plainWire, Token: bearer, Lookup: lookup, Error: challenge,
		Reply: func(_ *Presented, r *Reply) { noStore(r.Header) }}
}
