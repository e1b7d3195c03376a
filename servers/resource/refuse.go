package resource

import (
	"net/http"
	"strings"
)

// refuse answers as RFC 6750 §3 says, with a pointer to the metadata (RFC 9728 §5.1).
func (s *Server) refuse(w http.ResponseWriter, t *Token, r *Refusal) {
	r.server = s
	w.Header().Set("WWW-Authenticate", use(s, &s.o.Refuse.Challenge)(r))
	write(w, r.Status, "application/json", use(s, &s.o.Refuse.Body)(r, t.Raw))
}

func refuseSeams() RefuseSeams {
	return RefuseSeams{
		Challenge: func(r *Refusal) string {
			parts := []string{`realm="api"`}
			if r.Code != "" { // without a token there is no error (RFC 6750 §3.1)
				parts = append(parts, `error="`+r.Code+`"`, `error_description="`+r.Text+`"`)
			}
			if r.Scope != "" {
				parts = append(parts, `scope="`+r.Scope+`"`)
			}
			parts = append(parts, `resource_metadata="`+r.server.o.URL+wellKnown+`/data"`)
			return "Bearer " + strings.Join(parts, ", ")
		},
		Body: func(r *Refusal, _ string) map[string]any {
			m := map[string]any{}
			if r.Code != "" {
				m["error"], m["error_description"] = r.Code, r.Text
			}
			return m
		},
	}
}
