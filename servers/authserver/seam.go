package authserver

import "github.com/oauthspec/oauthspec/servers/seam"

// use records that a seam is being called and returns it.
func use[F any](s *Server, f *F) F { return seam.Use(&s.seen, f) }

// Seams lists the names of all seams, in the order of Options.
func Seams() []string { return seam.Names[Options]() }

// Touched lists the seams that were called since New.
func (s *Server) Touched() []string { return s.seen.Touched() }

// Ask has the server be asked what faults would decide. Do it before it serves.
func (s *Server) Ask(a *seam.Answers[Options]) { s.seen.Ask(a) }
