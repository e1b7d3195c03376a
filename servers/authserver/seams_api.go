package authserver

import "net/http"

// UserinfoSeams are the decisions of the userinfo endpoint (OpenID Connect Core §5.3).
type UserinfoSeams struct {
	Wire   WireSeam
	Method func(p *Presented) error
	Token  func(p *Presented) (string, error) // where the token stands
	Lookup func(p *Presented) (*Record, error)
	Scope  func(p *Presented) error
	Claims func(p *Presented, claims map[string]any)
	Signed func(p *Presented) string // algorithm, or empty for JSON
	Sign   func(p *Presented, alg string, claims map[string]any) (string, error)
	Reply  func(p *Presented, r *Reply)
	Error  func(p *Presented, e *Error, r *Reply)
}

// ResourceSeams are the decisions of the protected API (RFC 6750).
type ResourceSeams struct {
	Wire   WireSeam
	Token  func(p *Presented) (string, error)
	Lookup func(p *Presented) (*Record, error)
	Reply  func(p *Presented, r *Reply)
	Error  func(p *Presented, e *Error, r *Reply)
}

// JWKSSeams are the decisions about the published keys.
type JWKSSeams struct {
	Wire  WireSeam
	Keys  func(s *Server) []map[string]any
	Reply func(r *Reply)
}

// MetadataSeams are the two well-known documents.
type MetadataSeams struct {
	Wire   WireSeam
	Path   func(s *Server, path string) string // "oauth", "openid" or empty
	OAuth  func(s *Server, m map[string]any)   // RFC 8414; also the base of the other one
	OpenID func(s *Server, m map[string]any)   // OpenID Connect Discovery
	Reply  func(kind string, r *Reply)         // kind as Path has it

	Provider func(s *Server) string // the issuer that WebFinger names
}

// IntrospectSeams are the decisions of RFC 7662.
type IntrospectSeams struct {
	Wire    WireSeam
	Public  func(c *Call) bool  // may it ask without saying who it is
	Client  func(c *Call) error // may it ask at all
	Missing func(c *Call) error
	Lookup  func(c *Call) (*Record, string) // and which kind of token it is
	Allowed func(c *Call, r *Record, kind string) bool
	Members func(c *Call, r *Record, kind string, m map[string]any)
	Reply   func(c *Call, r *Reply)
	Signed  SignedIntrospectionSeams
}

// RevokeSeams are the decisions of RFC 7009.
type RevokeSeams struct {
	Wire    WireSeam
	Missing func(c *Call) error
	Lookup  func(c *Call) (*Record, string)
	Client  func(c *Call, r *Record) error // is it that client's token
	Revoke  func(c *Call, r *Record, kind string) error
	Reply   func(c *Call, r *Reply)
}

// Reply is a JSON answer before it is written. Members nil writes no body.
type Reply struct {
	Status  int
	Header  http.Header
	Members map[string]any
	Body    []byte // wins over Members
}
