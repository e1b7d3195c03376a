package authserver

import "net/http"

// UserinfoSeams are the decisions of the userinfo endpoint (OpenID Connect Core §5.3).
type UserinfoSeams struct {
	Wire   WireSeam
	Method func(p *Presented) error           `seam:"question"`
	Token  func(p *Presented) (string, error) `seam:"question"` // where the token stands
	Lookup func(p *Presented) (*Record, error)
	Scope  func(p *Presented) error                  `seam:"question"`
	Claims func(p *Presented, claims map[string]any) `seam:"question"`
	Signed func(p *Presented) string                 `seam:"question"` // algorithm, or empty for JSON
	Sign   func(p *Presented, alg string, claims map[string]any) (string, error)
	Reply  func(p *Presented, r *Reply)           `seam:"question"`
	Error  func(p *Presented, e *Error, r *Reply) `seam:"question"`
}

// ResourceSeams are the decisions of the protected API (RFC 6750).
type ResourceSeams struct {
	Wire   WireSeam
	Token  func(p *Presented) (string, error) `seam:"question"`
	Lookup func(p *Presented) (*Record, error)
	Reply  func(p *Presented, r *Reply)           `seam:"question"`
	Error  func(p *Presented, e *Error, r *Reply) `seam:"question"`
}

// JWKSSeams are the decisions about the published keys.
type JWKSSeams struct {
	Wire  WireSeam
	Keys  func(s *Server) []map[string]any `seam:"question"`
	Reply func(r *Reply)                   `seam:"question"`
}

// MetadataSeams are the two well-known documents.
type MetadataSeams struct {
	Wire   WireSeam
	Path   func(s *Server, path string) string `seam:"question"` // "oauth", "openid" or empty
	OAuth  func(s *Server, m map[string]any)   `seam:"question"` // RFC 8414; also the base of the other one
	OpenID func(s *Server, m map[string]any)   `seam:"question"` // OpenID Connect Discovery
	Reply  func(kind string, r *Reply)         `seam:"question"` // kind as Path has it

	Provider func(s *Server) string `seam:"question"` // the issuer that WebFinger names
}

// IntrospectSeams are the decisions of RFC 7662.
type IntrospectSeams struct {
	Wire    WireSeam
	Public  func(c *Call) bool                                      `seam:"question"` // may it ask without saying who it is
	Client  func(c *Call) error                                     `seam:"question"` // may it ask at all
	Missing func(c *Call) error                                     `seam:"question"`
	Lookup  func(c *Call) (*Record, string)                         // and which kind of token it is
	Allowed func(c *Call, r *Record, kind string) bool              `seam:"question"`
	Members func(c *Call, r *Record, kind string, m map[string]any) `seam:"question"`
	Reply   func(c *Call, r *Reply)                                 `seam:"question"`
	Signed  SignedIntrospectionSeams
}

// RevokeSeams are the decisions of RFC 7009.
type RevokeSeams struct {
	Wire    WireSeam
	Missing func(c *Call) error `seam:"question"`
	Lookup  func(c *Call) (*Record, string)
	Client  func(c *Call, r *Record) error `seam:"question"` // is it that client's token
	Revoke  func(c *Call, r *Record, kind string) error
	Reply   func(c *Call, r *Reply) `seam:"question"`
}

// Reply is a JSON answer before it is written. Members nil writes no body.
type Reply struct {
	Status  int
	Header  http.Header
	Members map[string]any
	Body    []byte // wins over Members
}
