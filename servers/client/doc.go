// Package client is a reference relying party: a web application that signs its users in with OpenID Connect, keeps
// them in sessions of its own, and calls a protected API for them. It is strict by default and faulty on request.
//
// The protocol is spoken by github.com/coreos/go-oidc and golang.org/x/oauth2. What they leave to their caller, and what
// they decide themselves, is a seam each: a func field of Options with a clean default. A fault changes one of them.
//
// # Planting a fault
//
// Find the seam whose decision is the requirement (seams*.go lists them in the order they fall), keep the clean func and
// wrap or replace it:
//
//	Apply: func(o *Options) { o.Callback.State = func(*Login) error { return nil } }
//
// The checks of an ID token that go-oidc makes are configured by seams (a fault sets SkipExpiryCheck); those that it
// leaves to its caller are seams that return an error. A Login has all that is known of one sign-in. Options are made
// once and serve many servers, so a fault that remembers something keys it by what belongs to one server.
package client
