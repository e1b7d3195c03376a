package features

import "github.com/oauthspec/oauthspec/internal/verdict"

// A Level is how strongly a specification asks (RFC 2119). MUST NOT and SHOULD NOT are Must and Should.
type Level = verdict.Level

// Levels of requirement.
const (
	May    = verdict.May
	Should = verdict.Should
	Must   = verdict.Must
)
