package steps

import (
	"net/http"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// lines are what in a profile brings a capability that supports alone does not; "" is nothing.
var lines = map[string]string{
	"key_change":          "",
	"resource":            "resource: {url: URL}",
	"second_issuer":       "application: {second: URL}",
	"api_call":            "application: {call: URL}",
	"machine_call":        "application: {machine: URL}",
	"third_party_login":   "application: {initiate: URL}",
	"webfinger":           "application: {identify: URL with {{identifier}} in it}",
	"second_scope":        "api: {other: URL, needs: SCOPE}",
	"jwt_tokens":          "api: {validates: jwt}",
	"introspected_tokens": "api: {validates: introspection}",
}

// need is nil where the target has a capability that a scenario's @needs- tag names, else the skip that says so.
func (w *World) need(name string) error {
	if name == "clock" && w.in.Advance != nil || w.facts.Can(name) {
		return nil
	}
	c, _ := servers.CapabilityNamed(name) // that tags name known ones is a test of the features
	change, special := lines[name]
	if !special {
		change = "supports: {" + name + ": true}"
	}
	if name == "https" && w.in.Harness != nil {
		change = "suite: {issuer: https://127.0.0.1:PORT}"
	}
	return &verdict.NotApplicable{Reason: "the target does not have " + c.Means, Change: change, Lacks: name}
}

func (w *World) transport() http.RoundTripper {
	if w.in.Transport != nil {
		return w.in.Transport
	}
	return w.Transport
}
