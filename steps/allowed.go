package steps

import (
	"slices"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// allowed is a refusal of a state that a specification permits: a target that is stricter than the scenario expected
// is skipped, not accused. The list below is closed; each entry is tested on a strict and on a lax server.
type allowed struct {
	codes   []string // the errors that say so
	page    bool     // or a page at the server, without a redirect
	section string
	reason  string
}

// covers is a NotApplicable where what came back is this refusal, else nil.
func (a *allowed) covers(w *World) error {
	if a == nil {
		return nil
	}
	refused := w.landing.Stopped && slices.Contains(a.codes, w.response.Get("error"))
	if !w.landing.Stopped && a.page && w.landing.Status < 500 {
		refused = true
	}
	if !refused {
		return nil
	}
	return &verdict.NotApplicable{Reason: a.reason, Section: a.section}
}

// requiresPKCE is a server that insists on a code challenge.
var requiresPKCE = &allowed{codes: []string{"invalid_request"}, section: "RFC 9700 section 2.1.1",
	reason: "the server insists on a code challenge"}

// refusesPlain is a server that does not offer the challenge method plain.
var refusesPlain = &allowed{codes: []string{"invalid_request"}, section: "RFC 7636 section 4.4.1",
	reason: "the server does not take the challenge method plain"}

// requiresRedirect is a server that insists on a redirect URI even of a client that has only one.
var requiresRedirect = &allowed{codes: []string{"invalid_request", "invalid_scope"}, page: true, section: "RFC 9700 section 4.1.3",
	reason: "the server insists on a redirect URI in the request"}

// stricter names, by the way in which an authorization request departs from a proper one, what a server may refuse it with.
var stricter = map[string]*allowed{
	"without a code challenge":                  requiresPKCE,
	"with the challenge method plain":           refusesPlain,
	"with a plain challenge and no method":      refusesPlain,
	"with a hash for a challenge and no method": refusesPlain,
}

// requiresState is a server that insists on a state: it is recommended to clients, and protects them.
var requiresState = &allowed{codes: []string{"invalid_request"}, page: true, section: "RFC 6749 section 4.1.1",
	reason: "the server insists on a state"}
