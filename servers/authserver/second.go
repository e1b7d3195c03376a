package authserver

import (
	"net/http"
	"sync/atomic"
)

// SecondFactor decides about the code that a user types, such as an [RFC 6238] one. It is called by many at once, and
// must take no code twice (§5.2).
//
// [RFC 6238]: https://www.rfc-editor.org/rfc/rfc6238
type SecondFactor interface {
	Right(u *User, code string) bool
}

// halfway is a user who gave the right password. The count of tries is shared by all that is kept of the request, so
// that guessing at once is no faster than guessing in turn.
type halfway struct {
	user  *User
	tries atomic.Int32
}

// maxTries is how many codes one sign-in may try: six digits must not be searched.
const maxTries = 5

// second takes in the code of the second factor.
func (s *Server) second(w http.ResponseWriter, r *http.Request) {
	a, form, ok := s.resume(w, r)
	if !ok {
		return
	}
	if a.half == nil || s.o.SecondFactor == nil || a.half.tries.Add(1) > maxTries {
		s.store.pending.delete(a.id)
		s.lost(w, r)
		return
	}
	if !s.o.SecondFactor.Right(a.half.user, form.Get("otp")) {
		a.show(w, "second", "That code is wrong, or was used before.")
		return
	}
	a.signedIn(w, &SignIn{User: a.half.user, At: s.now(), Factors: []string{"pwd", "otp"}})
}
