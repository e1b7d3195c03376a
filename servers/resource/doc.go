// Package resource is a reference resource server: a small API that takes access tokens, as JWTs that it validates with the
// issuer's keys (RFC 9068) or by asking the issuer about each one (RFC 7662). It is strict by default and faulty on request.
//
// Every decision is a seam, a func field of Options with a clean default; a fault changes one of them.
package resource
