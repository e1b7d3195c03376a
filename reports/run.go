// Package reports holds the result models and writes them: text, JSON, JUnit, HTML. Writers are pure functions of a model.
package reports

import (
	"time"
)

// Schema is the version of the JSON that [Run] is written as.
const Schema = 1

// A Run is the result of judging one target against the specification.
type Run struct {
	Schema       int            `json:"schema"`
	Tool         string         `json:"tool"`    // "oauthspec v0.1.0"
	Verdict      string         `json:"verdict"` // pass, warn, known, fail, broken; "nothing" where no MUST was judged
	Partial      string         `json:"partial,omitempty"`
	Started      time.Time      `json:"started"`
	DurationMS   float64        `json:"duration_ms"`
	Target       Target         `json:"target"`
	Against      []string       `json:"against"` // the sets it was judged against
	Driver       string         `json:"driver"`  // "form", or "form and chromium-headless-shell 156"
	Settings     map[string]any `json:"settings,omitempty"`
	Counts       Counts         `json:"counts"`
	Requirements []Requirement  `json:"requirements"`
	Notes        []string       `json:"notes,omitempty"` // what preflight found worth saying
}

// Counts says how many requirements came to each verdict, by its name; "unobservable" counts those that cannot be judged from outside.
type Counts map[string]int

// Target is what was judged.
type Target struct {
	Name         string            `json:"name"`
	Issuer       string            `json:"issuer"`
	Roles        []string          `json:"roles"`
	Capabilities map[string]string `json:"capabilities,omitempty"` // name: how it was found ("metadata", "profile", "tried", "default")
}

// A Requirement is the verdict on one row of the specification.
type Requirement struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"` // the requirement in our words
	Level      Level      `json:"level"`
	Role       string     `json:"role"` // as, client, rs
	Document   string     `json:"document"`
	Section    string     `json:"section"`
	Link       string     `json:"link"` // to the section
	Verdict    Verdict    `json:"verdict"`
	Reason     string     `json:"reason"`
	SameAs     string     `json:"same_as,omitempty"`
	Unobserved string     `json:"unobservable,omitempty"` // why no observation from outside decides it
	Harm       string     `json:"harm,omitempty"`         // what goes wrong where it is violated
	Bugs       []Bug      `json:"would_have_caught,omitempty"`
	DurationMS float64    `json:"duration_ms"`
	Scenarios  []Scenario `json:"scenarios"`
}

// A Bug was found in a real product, and the requirement would have turned red on it.
type Bug struct {
	Reference string `json:"reference"` // the CVE, or where it was reported
	Link      string `json:"link"`      // to where one can read about it
	Product   string `json:"product"`
	Bug       string `json:"bug"` // what was wrong, in our words
}

// A Scenario is one example of a requirement and how it went.
type Scenario struct {
	Name       string     `json:"name"`
	Feature    string     `json:"feature"` // "as/code.feature:12"
	Tags       []string   `json:"tags,omitempty"`
	Verdict    Verdict    `json:"verdict"`
	Reason     string     `json:"reason,omitempty"`
	Want       string     `json:"want,omitempty"`
	Got        string     `json:"got,omitempty"`
	On         string     `json:"on,omitempty"`     // the instance or variant it ran on
	Driver     string     `json:"driver,omitempty"` // form or rod
	DurationMS float64    `json:"duration_ms"`
	Steps      []Step     `json:"steps,omitempty"`
	Exchanges  []Exchange `json:"exchanges,omitempty"` // redacted; kept where the scenario is red
	Curl       []string   `json:"curl,omitempty"`      // commands that repeat it, secrets as $VARIABLES
	Log        []string   `json:"log,omitempty"`       // what the user agent did
	Notes      []string   `json:"notes,omitempty"`
	Screenshot []byte     `json:"screenshot,omitempty"` // PNG
	Page       string     `json:"page,omitempty"`       // the page the driver stuck on, redacted text
}

// A Step is one line of a scenario.
type Step struct {
	Keyword string `json:"keyword"` // Given, When, Then
	Text    string `json:"text"`
	Status  string `json:"status"` // passed, failed, skipped
}

// An Exchange is one request and its answer, redacted and cut to a bound.
type Exchange struct {
	From       string   `json:"from"` // client, browser
	To         string   `json:"to"`   // the endpoint's name or host
	Method     string   `json:"method"`
	URL        string   `json:"url"`
	Request    []string `json:"request,omitempty"` // header lines, an empty line, body
	Status     int      `json:"status"`            // 0: nothing came back
	Response   []string `json:"response,omitempty"`
	Cut        bool     `json:"cut,omitempty"`
	Error      string   `json:"error,omitempty"`
	DurationMS float64  `json:"duration_ms"`
}
