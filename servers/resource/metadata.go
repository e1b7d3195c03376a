package resource

import "net/http"

const wellKnown = "/.well-known/oauth-protected-resource"

// metadata is the document of RFC 9728 §2, at the location of §3.1.
func (s *Server) metadata(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || !use(s, &s.o.Metadata.Path)(s, r.URL.Path) {
		http.NotFound(w, r)
		return
	}
	m := map[string]any{"resource": s.Resource(), "authorization_servers": []string{s.o.Issuer}, "scopes_supported": []string{ReadScope, WriteScope},
		"bearer_methods_supported": []string{"header"}, "resource_name": "Example API"}
	if s.o.Variant == "generous" {
		if err := s.everything(m); err != nil {
			http.Error(w, "the document cannot be signed", http.StatusInternalServerError)
			return
		}
	}
	use(s, &s.o.Metadata.Document)(m)
	write(w, http.StatusOK, use(s, &s.o.Metadata.Type)(), m)
}

func metadataSeams() MetadataSeams {
	return MetadataSeams{
		Path:     func(_ *Server, path string) bool { return path == wellKnown+"/data" },
		Document: func(map[string]any) {},
		Type:     func() string { return "application/json" },
		Keys:     func(own []Key) []Key { return own },
		Sign: func(s *Server, claims map[string]any) (string, error) {
			claims["iss"] = s.o.URL
			return signed(claims)
		},
	}
}

func transportSeams() TransportSeams {
	return TransportSeams{Plain: func(*http.Request) bool { return false }}
}

func corsSeams() CORSSeams {
	return CORSSeams{Preflight: func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Access-Control-Request-Method") == "" {
			return false
		}
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
		w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
		w.Header().Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
		return true
	}}
}
