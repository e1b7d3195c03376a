package learn

import (
	"net/http"
	"slices"
)

var roleNames = map[string]string{"as": nameAS, "client": nameApp, "rs": nameAPI}

// Server is the party that it breaks, as the pages name it.
func (f Fault) Server() string { return roleNames[f.Role] }

// favourites are faults whose harm one can see with one's own eyes, or in the log.
var favourites = []string{"code-replay", "redirect-prefix-match", "client/state-of-another-browser", "client/code-of-another-sign-in"}

// showFaults lets the learner choose what to break, and says of what is broken which check would see it.
func (s *Suite) showFaults(w http.ResponseWriter, r *http.Request) {
	s.faultPage(w, http.StatusOK, "")
}

func (s *Suite) faultPage(w http.ResponseWriter, status int, seen string) {
	type group struct {
		Name   string
		Faults []Fault
	}
	var groups []group
	var on *Fault
	var best []Fault
	for _, f := range s.Faults() {
		if f.Key() == s.Settings().Fault {
			on = &f
		}
		if slices.Contains(favourites, f.Key()) {
			best = append(best, f)
		}
		if n := len(groups); n == 0 || groups[n-1].Name != f.Server() {
			groups = append(groups, group{Name: f.Server()})
		}
		g := &groups[len(groups)-1]
		g.Faults = append(g.Faults, f)
	}
	s.show(w, status, "break", map[string]any{"Title": "Break something", "Groups": groups, "On": on, "Best": best, "Seen": seen, "CanTry": s.o.Try != nil})
}

// breakIt turns a fault on or off, or has the check of the one that is on look at it.
func (s *Suite) breakIt(w http.ResponseWriter, r *http.Request) {
	to := s.Settings()
	if r.FormValue("check") != "" && s.o.Try != nil && to.Fault != "" {
		f, err := s.fault(to.Fault)
		if err != nil {
			s.failed(w, err)
			return
		}
		seen, err := s.o.Try(f)
		if err != nil {
			s.failed(w, err)
			return
		}
		s.faultPage(w, http.StatusOK, seen)
		return
	}
	to.Fault = r.FormValue("fault")
	if err := s.Set(to); err != nil {
		s.failed(w, err)
		return
	}
	http.Redirect(w, r, "/break", http.StatusSeeOther)
}
