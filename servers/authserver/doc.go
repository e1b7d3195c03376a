// Package authserver is a reference OAuth 2.0 and OpenID Connect authorization server, strict by default and
// faulty on request.
//
// The grants are those of github.com/ory/fosite, whose handlers are called one by one behind a strict front that
// mends what they deviate in. Each decision is a seam: a func field of Options with a clean default. A fault
// changes one of them.
package authserver
