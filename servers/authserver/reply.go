package authserver

import (
	"encoding/json"
	"net/http"
	"slices"
)

// newReply is an answer that builds its header in place.
func newReply(w http.ResponseWriter, status int) *Reply {
	return &Reply{Status: status, Header: w.Header()}
}

// write sends the answer. What cannot be encoded was put there by a fault, and goes out as an empty object.
func (r *Reply) write(w http.ResponseWriter) {
	h := w.Header()
	body := r.Body
	if body == nil && r.Members != nil {
		if h.Get("Content-Type") == "" {
			h.Set("Content-Type", "application/json")
		}
		var err error
		if body, err = json.Marshal(r.Members); err != nil {
			body = []byte("{}")
		}
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(body) // the client is gone: nobody is left to tell
}

// noStore keeps an answer out of caches (RFC 6749 §5.1).
func noStore(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Pragma", "no-cache")
}

func plainWire(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) { next(w, r) }

func has[T comparable](all []T, one T) bool { return slices.Contains(all, one) }

// within says whether every part is among all.
func within(parts, all []string) bool {
	for _, p := range parts {
		if !has(all, p) {
			return false
		}
	}
	return true
}
