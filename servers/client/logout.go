package client

import (
	"net/http"
	"net/url"
	"strings"
)

// logout ends the session here and, where that is asked for, at the authorization server too
// (OpenID Connect RP-Initiated Logout §2).
func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	var u User // as it is now: a call that is under way may refresh it
	if x := s.current(r); x != nil {
		x.mu.Lock()
		if x.user != nil {
			u = *x.user
		}
		x.mu.Unlock()
	}
	use(s, &s.o.Logout.Local)(s, s.sid(r))
	s.setCookie(w, "")
	if u.provider == nil || r.FormValue("everywhere") == "" || u.provider.EndSession == "" {
		http.Redirect(w, r, "/logged-out", http.StatusSeeOther)
		return
	}
	v := url.Values{"id_token_hint": {u.RawID}, "client_id": {u.provider.ClientID}, "post_logout_redirect_uri": {s.o.URL + "/logged-out"}}
	use(s, &s.o.Logout.Params)(&u, v)
	glue := "?"
	if strings.Contains(u.provider.EndSession, "?") {
		glue = "&"
	}
	http.Redirect(w, r, u.provider.EndSession+glue+v.Encode(), http.StatusSeeOther)
}

func logoutSeams() LogoutSeams {
	return LogoutSeams{
		Local:  func(s *Server, sid string) { s.sessions.delete(sid) },
		Params: func(*User, url.Values) {},
	}
}
