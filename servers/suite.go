package servers

import (
	"net/http"
	"net/url"
	"time"
)

// A Harness is what a client or a resource server under test talks to: issuers of ours, whose faults are switched in
// process. Package harness makes one. It serves one scenario at a time.
type Harness interface {
	Issuers() []string // their identifiers, the first one first
	CA() string        // the file with the certificate of the authority that vouches for them; "" where they are on http
	// Renew puts a new server behind an issuer's address: with these registrations, two users whom nobody has seen
	// before, and the flaw of that name; "" is none.
	Renew(issuer int, clients []Client, flaw string) ([]User, error)
	// Switch changes the flaw of the server that is there, which keeps its users and all that it has issued.
	Switch(issuer int, flaw string) error
	Received() []Received // by all issuers, in order
	Forget()              // what was received

	Mint(header, claims map[string]any) (string, error) // a JWT, signed with the first issuer's key, of the algorithm that the header may name
	PublicKey() ([]byte, error)                         // that key's public half, in PEM
	// Vouch has the first issuer's introspection answer so when it is asked about a token; nil takes it back.
	Vouch(token string, members map[string]any)
	// Publish has the first issuer serve something below it that is no part of an authorization server; nil takes it back.
	Publish(path string, content []byte)
}

// Signs is the algorithm that our issuers sign with.
func (s *Suite) Signs() string {
	if s == nil || s.Alg == "" {
		return "RS256"
	}
	return s.Alg
}

// Received is one request that reached an issuer of ours.
type Received struct {
	At       time.Time
	Issuer   int
	Endpoint string // below the issuer: "token", "authorize", "userinfo", "jwks", ".well-known/openid-configuration"
	Method   string
	URL      string
	Query    url.Values
	Header   http.Header
	Form     url.Values // of the body, where it is form-encoded
	Body     string     // at most 32 KiB
	Status   int        // of our answer; 0 while there is none
	Reply    http.Header
	Answer   string // the answer's body, at most 32 KiB
	Took     time.Duration
}

// Impostor is in all that an issuer tells about somebody else than the user who signed in.
const Impostor = "impostor-7f3a"

// Mark is what a user's subject, names and addresses have in common, and nobody else's.
func (u User) Mark() string {
	m, _ := u.Claims["sub"].(string)
	return m
}

// Role is what a profile describes: "as", "client" or "rs".
func (p Profile) Role() string {
	switch {
	case p.Application != nil:
		return "client"
	case p.API != nil:
		return "rs"
	}
	return "as"
}

// Roles are those that a target has.
func (t Target) Roles() []string {
	var all []string
	for _, v := range t.Variants {
		if n := len(all); n == 0 || all[n-1] != v.Role {
			all = append(all, v.Role)
		}
	}
	if len(all) == 0 {
		return []string{t.Profile.Role()}
	}
	return all
}
