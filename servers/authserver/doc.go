// Package authserver is a reference OAuth 2.0 and OpenID Connect authorization server, strict by default and
// faulty on request.
//
// The grants are those of github.com/ory/fosite, whose handlers are called one by one behind a strict front that
// mends what they deviate in. Each decision is a seam: a func field of Options with a clean default. A fault
// changes one of them.
//
// # Planting a fault
//
// Find the seam whose decision is the requirement (seams_*.go lists them in the order they fall), keep the clean
// func and wrap it:
//
//	Apply: func(o *Options) {
//		clean := o.Token.Reply.Success
//		o.Token.Reply.Success = func(c *Call, r *Reply) { clean(c, r); r.Header.Del("Cache-Control") }
//	}
//
// A Call has the form, the client and the record that was presented; an Authorization has the parameters and the
// user; r.Members of a Reply is the JSON object. The Wire seam of an endpoint stands around all of it, for what no
// decision of the server's could be. Options.Clients and Options.Users are the fault's own slices: change their
// elements, but replace a nested slice or map instead of writing into it. Options are made once and serve many
// servers, so a fault that remembers something keys it by what belongs to one server, such as a *Record.
package authserver
