package reports

import "github.com/oauthspec/oauthspec/internal/verdict"

// A Verdict is the outcome of a scenario, a requirement or a run, ordered by how loud it is.
type Verdict = verdict.Verdict

// Verdicts from the quietest to the loudest.
const (
	Pass   = verdict.Pass   // what was demanded was seen
	Skip   = verdict.Skip   // the target does not have the capability; the reason says so
	Warn   = verdict.Warn   // a SHOULD was seen violated, or a MAY is offered and does not work
	Known  = verdict.Known  // red, and listed in the target's profile with a reason
	Fail   = verdict.Fail   // a MUST was seen violated
	Broken = verdict.Broken // the suite could not ask, or a precondition did not hold
)

// A Level is how strongly a specification asks (RFC 2119): may, should or must.
type Level = verdict.Level
