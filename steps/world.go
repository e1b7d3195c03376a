// Package steps is the glue between the words of the specification and the wire.
package steps

import (
	"context"
	"net/http"
	"time"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers"
)

// Config is what all scenarios of a run share.
type Config struct {
	Acquire func(ctx context.Context, s features.Scenario) (*servers.Instance, servers.Facts, error)
	Form    useragent.Driver
	Rod     useragent.Driver // nil: there is no browser, and NoRod says why
	NoRod   string
	UseRod  bool // every login goes through the browser, not only those of @browser scenarios
	Races   int  // trials of a race
	// Patience is how long one scenario may wait for time to pass on a clock that is not ours.
	Patience  time.Duration
	Timeout   time.Duration // of one request
	Secrets   *exchange.Secrets
	Transport http.RoundTripper
	Intrusive string // why @intrusive scenarios are skipped; "" where they may run
}

// A World is one scenario: the server it talks to, the clients and users it plays, and what came back.
type World struct {
	*Config
	Scenario features.Scenario

	in     *servers.Instance
	facts  servers.Facts
	rec    exchange.Recorder
	http   *oauth.Client
	notes  []string
	moved  time.Duration // how far the target's clock was moved
	driver string        // the one that carried the visits

	client   servers.Client               // who acts, unless a step says otherwise
	other    servers.Client               // another client of the same kind, where a step brought one in
	user     servers.User                 // who signs in
	sessions map[string]useragent.Session // the browsers, by whose they are

	sent     oauth.Request // the last authorization request, as it went out
	landing  useragent.Landing
	response oauth.AuthorizationResponse
	verifier string           // of the last authorization request
	code     string           // the last one issued
	spare    string           // the verifier of the code before it, or another client's code
	inObject string           // the state that stands in a request object alone
	samples  []string         // codes or tokens of which many were asked for
	raced    [][]oauth.Answer // the answers to requests that were sent at once, by trial

	refreshToken string // the newest
	spared       string // the scope that was not asked for
	living       []int  // how many successors of a refresh token lived on after a race, by trial
	grant        string // the one that a token is asked for by: client credentials, authorization code, refresh token; "" any
	asserted     string // the last proper client assertion

	prover *oauth.Prover     // of the key that the client holds, once it proves that it does
	nonces map[string]string // for its proofs, by the endpoint that handed them out
	flaw   oauth.Flaw        // what is wrong with its proofs

	keys   *keyHost // where the client publishes its keys
	wanted string   // the identifier that a client asked for when it registered
	after  []func() // what ends with the scenario

	forged forgery       // what an attacker has the user's browser send
	asked  int           // pages that asked the user for something when nothing special was wanted
	before check.Arrival // where an authorization request led that the last one is compared with

	access, accessBefore oauth.JWT    // access tokens that say how they are to be read
	first                oauth.Answer // the first grant that a Given established
	last                 oauth.Answer // the last answer from an endpoint
	all                  []oauth.Answer
	documents            []oauth.Answer // metadata, as it stands at each well-known location
	used                 oauth.Answer   // the last answer of the protected resource
	page                 string         // a page that the driver did not understand
	shot                 []byte
	log                  []string

	signs    signIns  // of a client under test
	calls    apiCalls // of a resource server under test
	restarts restarts // of either

	phrases []string // that the scenario used
}

// note adds a remark to the scenario's report.
func (w *World) note(s string) { w.notes = append(w.notes, s) }

func (w *World) close() {
	for _, f := range w.after {
		f()
	}
	for _, s := range w.sessions {
		s.Close() // its errors are not the target's
	}
	if w.in != nil && w.in.Release != nil {
		w.in.Release()
	}
}

// endpoint is the URL of an endpoint, or a skip where the target has none.
func (w *World) endpoint(name string) (string, error) {
	if u := w.in.Profile.Endpoints[name]; u != "" {
		return u, nil
	}
	if u := w.facts.Endpoints[name]; u != "" {
		return u, nil
	}
	return "", lacks("the "+name+" endpoint", "endpoints: {"+name+": URL}")
}
