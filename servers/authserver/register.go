package authserver

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Registration is a client that registers itself (RFC 7591).
type Registration struct {
	HTTP   *http.Request
	Asked  ClientMetadata
	Client Client // what comes of it

	s *Server
}

// ClientMetadata is what a client says of itself (RFC 7591 §2), as far as this server minds it.
type ClientMetadata struct {
	ClientID        string          `json:"client_id"` // none of its business (§3.2.1)
	Name            string          `json:"client_name"`
	ApplicationType string          `json:"application_type"`
	Method          string          `json:"token_endpoint_auth_method"`
	Redirects       []string        `json:"redirect_uris"`
	PostLogout      []string        `json:"post_logout_redirect_uris"`
	Grants          []string        `json:"grant_types"`
	ResponseTypes   []string        `json:"response_types"`
	Scope           string          `json:"scope"`
	JWKSURI         string          `json:"jwks_uri"`
	JWKS            json.RawMessage `json:"jwks"`
	Introspection   string          `json:"introspection_signed_response_alg"` // RFC 9701 §6
	DPoPBound       bool            `json:"dpop_bound_access_tokens"`          // RFC 9449 §5.2
}

// RegisterSeams are the decisions about clients that register themselves, in the order they fall.
type RegisterSeams struct {
	Wire   WireSeam
	Method func(g *Registration) string // how the client authenticates
	Check  func(g *Registration) error
	ID     func(g *Registration) (string, error)
	Secret func(g *Registration) (string, error)
	Reply  func(g *Registration, r *Reply)
}

// roster is the clients that came while the server ran.
type roster struct {
	mu   sync.RWMutex
	byID map[string]*registered
}

// maxRegistered bounds them: anybody may register, and nobody is asked to leave.
const maxRegistered = 10_000

// client finds a client, be it configured or registered by itself.
func (s *Server) client(id string) (*registered, bool) {
	if r, ok := s.clients[id]; ok {
		return r, true
	}
	s.roster.mu.RLock()
	defer s.roster.mu.RUnlock()
	r, ok := s.roster.byID[id]
	return r, ok
}

func (s *Server) add(c Client) error {
	cost, err := hashCost(s.o.SecretHash)
	if err != nil {
		return err
	}
	s.roster.mu.Lock()
	defer s.roster.mu.Unlock()
	if len(s.roster.byID) >= maxRegistered {
		return &Error{http.StatusServiceUnavailable, "temporarily_unavailable", "no more clients fit in"}
	}
	if s.roster.byID == nil {
		s.roster.byID = map[string]*registered{}
	}
	s.roster.byID[c.ID] = &registered{&c, &secretHash{secret: c.Secret, cost: cost}, &clientKeys{set: c.Keys, uri: c.JWKSURI}, c.Grants}
	return nil
}

func (s *Server) registration(w http.ResponseWriter, r *http.Request) {
	g := &Registration{HTTP: r, s: s}
	reply := newReply(w, http.StatusCreated)
	noStore(reply.Header)
	if err := g.run(); err != nil {
		e := asError(err)
		reply.Status = e.Status
		reply.Members = map[string]any{"error": e.Code, "error_description": printable(e.Description)}
	} else {
		reply.Members = g.members()
		use(s, &s.o.Register.Reply)(g, reply)
	}
	reply.write(w)
}

func (g *Registration) run() (err error) {
	o := &g.s.o.Register
	if g.HTTP.Method != http.MethodPost {
		return &Error{http.StatusMethodNotAllowed, "invalid_client_metadata", "only POST is served here"}
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, g.HTTP.Body, maxBody))
	if err != nil || json.Unmarshal(b, &g.Asked) != nil {
		return problem("invalid_client_metadata", "the body is not a JSON object of client metadata")
	}
	g.Asked.Method = use(g.s, &o.Method)(g)
	if err := use(g.s, &o.Check)(g); err != nil {
		return err
	}
	g.client()
	if g.Client.ID, err = use(g.s, &o.ID)(g); err != nil {
		return err
	}
	if strings.HasPrefix(g.Asked.Method, "client_secret_") {
		if g.Client.Secret, err = use(g.s, &o.Secret)(g); err != nil {
			return err
		}
	}
	return g.s.add(g.Client)
}

// client makes a client of what was asked, with the defaults of RFC 7591 §2.
func (g *Registration) client() {
	a := &g.Asked
	if a.Grants == nil {
		a.Grants = []string{"authorization_code"}
	}
	if a.ResponseTypes == nil {
		a.ResponseTypes = []string{"code"}
	}
	g.Client = Client{Name: a.Name, Auth: a.Method, Redirects: a.Redirects, PostLogout: a.PostLogout, Grants: a.Grants, ResponseTypes: a.ResponseTypes,
		Scopes: scopeOr(a.Scope, g.s.o.Scopes), Keys: a.JWKS, JWKSURI: a.JWKSURI, IntrospectionAlg: a.Introspection, DPoPBound: a.DPoPBound, Kind: "confidential"}
	switch {
	case a.ApplicationType == "native":
		g.Client.Kind = "native"
	case a.Method == "none":
		g.Client.Kind = "public"
	}
}

// members is the registration as it stands (RFC 7591 §3.2.1).
func (g *Registration) members() map[string]any {
	c := &g.Client
	m := map[string]any{
		"client_id": c.ID, "client_id_issued_at": g.s.now().Unix(), "token_endpoint_auth_method": c.Auth,
		"grant_types": c.Grants, "response_types": c.ResponseTypes, "redirect_uris": c.Redirects, "scope": strings.Join(c.Scopes, " "),
	}
	if c.Secret != "" {
		m["client_secret"], m["client_secret_expires_at"] = c.Secret, 0
	}
	if c.Name != "" {
		m["client_name"] = c.Name
	}
	if c.IntrospectionAlg != "" {
		m["introspection_signed_response_alg"] = c.IntrospectionAlg
	}
	if c.DPoPBound {
		m["dpop_bound_access_tokens"] = true
	}
	if c.JWKSURI != "" {
		m["jwks_uri"] = c.JWKSURI
	}
	if len(c.Keys) > 0 {
		m["jwks"] = json.RawMessage(c.Keys)
	}
	return m
}

func registerSeams() RegisterSeams {
	random := func(g *Registration) (string, error) { return g.s.random() }
	return RegisterSeams{
		Wire: plainWire, Check: checkRegistration, ID: random, Secret: random, Reply: func(*Registration, *Reply) {},
		Method: func(g *Registration) string {
			if g.Asked.Method == "" {
				return "client_secret_basic" // RFC 7591 §2, OpenID Connect Core §9
			}
			return g.Asked.Method
		},
	}
}

func checkRegistration(g *Registration) error {
	a := &g.Asked
	for _, uri := range slices.Concat(a.Redirects, a.PostLogout) {
		if !absolute(uri) {
			return problem("invalid_redirect_uri", "a redirect URI is not an absolute one without a fragment")
		}
	}
	code := a.Grants == nil || slices.Contains(a.Grants, "authorization_code")
	switch {
	case code && len(a.Redirects) == 0:
		return problem("invalid_redirect_uri", "there is no redirect URI")
	case a.Method != "none" && !has(g.s.o.AuthMethods, a.Method), !within(a.Grants, g.s.o.GrantTypes),
		!within(a.ResponseTypes, g.s.o.ResponseTypes), !within(strings.Fields(a.Scope), g.s.o.Scopes):
		return problem("invalid_client_metadata", "a method, grant, response type or scope is not offered")
	case a.Introspection != "" && !has(g.s.o.SigningAlgs, a.Introspection):
		return problem("invalid_client_metadata", "introspection responses are not signed so")
	case a.Method == "private_key_jwt" && len(a.JWKS) == 0 && a.JWKSURI == "":
		return problem("invalid_client_metadata", "private_key_jwt needs jwks or jwks_uri")
	}
	return nil
}
