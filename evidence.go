package oauthspec

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/steps"
)

// maxExchanges bounds the evidence of one scenario in a report: a race has hundreds, alike.
const maxExchanges = 40

// evidence adds to a red scenario what went over the wire, as it was and as commands that repeat it.
func (r *runner) evidence(s *reports.Scenario, res steps.Result, f servers.Facts) {
	if res.Verdict < verdict.Warn {
		return
	}
	s.Log, s.Page, s.Screenshot = res.Log, res.Page, res.Shot
	all := res.Exchanges
	if len(all) > maxExchanges {
		all = append(slices.Clone(all[:maxExchanges/2]), all[len(all)-maxExchanges/2:]...)
		s.Notes = append(s.Notes, "of its exchanges, only the first and the last are kept here")
	}
	s.Curl = exchange.Curl(all, r.o.Secrets)
	for _, e := range all {
		s.Exchanges = append(s.Exchanges, reports.Exchange{From: e.Actor, To: endpointOf(e.URL, f), Method: e.Method, URL: e.URL,
			Request: lines(e.RequestHead, e.RequestBody), Status: e.Status, Response: lines(e.ResponseHead, e.ResponseBody),
			Cut: e.Cut, Error: e.Error, DurationMS: ms(e.Took)})
	}
}

// endpointOf names the endpoint that a URL is, or its host.
func endpointOf(raw string, f servers.Facts) string {
	at, _, _ := strings.Cut(raw, "?")
	for name, e := range f.Endpoints {
		if e, _, _ := strings.Cut(e, "?"); e == at {
			return name
		}
	}
	if u, err := url.Parse(raw); err == nil {
		return u.Host
	}
	return "target"
}

// lines are a message's header fields, sorted, an empty line and its body.
func lines(h http.Header, body string) []string {
	var out []string
	for name, vs := range h {
		for _, v := range vs {
			out = append(out, name+": "+v)
		}
	}
	slices.Sort(out)
	if body != "" {
		out = append(out, "", body)
	}
	return out
}
