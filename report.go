package oauthspec

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/reports"
	"github.com/oauthspec/oauthspec/steps"
)

// report weighs the results by their requirements' levels.
func (r *runner) report() reports.Run {
	run := reports.Run{Schema: reports.Schema, Tool: Version(), Settings: r.o.settings(), Against: r.o.Against, Counts: reports.Counts{}, Notes: r.notes}
	run.Target = reports.Target{Name: r.o.Target.Name, Issuer: r.grounds[0].profile.Issuer, Roles: r.roles(), Capabilities: r.grounds[0].facts.Capabilities}
	byID := map[string]reports.Requirement{}
	for _, req := range r.chosen {
		out := r.weigh(req)
		byID[req.ID] = out
		run.Requirements = append(run.Requirements, out)
	}
	for i := range run.Requirements {
		q := &run.Requirements[i]
		if q.SameAs != "" {
			r.likewise(q, byID)
		}
		if q.Unobserved != "" {
			run.Counts["unobservable"]++
		} else {
			run.Counts[q.Verdict.String()]++
		}
	}
	run.Verdict = overall(run.Requirements)
	return run
}

// weigh is the verdict on one requirement: the worst of its scenarios, skips apart, at its level.
func (r *runner) weigh(req features.Requirement) reports.Requirement {
	q := reports.Requirement{ID: req.ID, Title: req.Title, Level: req.Level, Role: req.Role, Document: req.Document, Section: req.Section,
		Link: req.Link, SameAs: req.SameAs, Unobserved: req.Unobservable, Harm: req.Harm, Bugs: bugs(req.ID), Verdict: verdict.Skip, Scenarios: []reports.Scenario{}}
	for _, s := range req.Scenarios {
		res, ran := r.results[s.Key()]
		if !ran {
			continue
		}
		out := r.scenario(r.mandatory(res), res.on)
		out.Verdict = r.level(req, out.Verdict)
		q.DurationMS += out.DurationMS
		if out.Verdict != verdict.Skip && (q.Verdict == verdict.Skip || out.Verdict > q.Verdict) {
			q.Verdict, q.Reason = out.Verdict, out.Reason
		} else if q.Verdict == verdict.Skip && q.Reason == "" {
			q.Reason = out.Reason
		}
		q.Scenarios = append(q.Scenarios, out)
	}
	switch {
	case len(req.Scenarios) > 0 && len(q.Scenarios) == 0 && slices.ContainsFunc(r.grounds, func(g ground) bool { return g.role == req.Role && slices.Contains(g.scope.without, req.ID) }):
		q.Reason = "the sets it is judged against take this back"
	case len(req.Scenarios) > 0 && len(q.Scenarios) == 0 && !r.judged(req):
		q.Reason = "none of the sets it is judged against holds " + req.Document
	case len(req.Scenarios) > 0 && len(q.Scenarios) == 0:
		q.Reason = cmp.Or(r.ended, "the run ended before it")
	}
	r.listed(&q, req)
	return q
}

// mandatory turns a skip into a failure where a set that was named makes the capability that is lacking mandatory.
func (r *runner) mandatory(res result) steps.Result {
	var na *verdict.NotApplicable
	g := r.groundOn(res.on)
	if res.Verdict == verdict.Skip && errors.As(res.Err, &na) && na.Lacks != "" && g.scope.requires[na.Lacks] {
		res.Verdict = verdict.Fail
		res.Err = verdict.Mismatchf("what the sets it is judged against make mandatory", "%s", na.Reason)
	}
	return res.Result
}

// roles are those that were under test.
func (r *runner) roles() []string {
	var all []string
	for _, g := range r.grounds {
		if !slices.Contains(all, g.role) {
			all = append(all, g.role)
		}
	}
	return all
}

func (r *runner) judged(req features.Requirement) bool {
	for _, g := range r.grounds {
		if g.role == req.Role && g.scope.holds(req) {
			return true
		}
	}
	return false
}

// level turns a red scenario into what it means at its requirement's level.
func (r *runner) level(req features.Requirement, v verdict.Verdict) verdict.Verdict {
	if v == verdict.Fail && req.Level != verdict.Must && !(r.o.Strict && req.Level == verdict.Should) {
		return verdict.Warn
	}
	return v
}

// listed applies the profile's known: a red one is known, a green one is stale, unless luck decides it.
func (r *runner) listed(q *reports.Requirement, req features.Requirement) {
	reason, ok := r.o.Target.Profile.Known[req.ID]
	if !ok {
		return
	}
	race := false
	for _, s := range req.Scenarios {
		race = race || s.Has("race")
	}
	switch {
	case q.Verdict == verdict.Fail || q.Verdict == verdict.Warn:
		q.Verdict, q.Reason = verdict.Known, reason
		for i := range q.Scenarios {
			if v := &q.Scenarios[i].Verdict; *v == verdict.Fail || *v == verdict.Warn {
				*v = verdict.Known
			}
		}
	case q.Verdict == verdict.Pass && !race:
		q.Verdict, q.Reason = verdict.Fail, "stale: the profile lists it as known to be red ("+reason+"), and it is green; take it off the list"
	}
}

// likewise gives a requirement that restates another the other's verdict, at its own level.
func (r *runner) likewise(q *reports.Requirement, byID map[string]reports.Requirement) {
	o, ok := byID[q.SameAs]
	switch {
	case !r.judged(features.Requirement{ID: q.ID, Role: q.Role}):
		q.Reason = "none of the sets it is judged against holds " + q.Document
		return
	case !ok:
		q.Reason = q.SameAs + " was not judged"
		return
	}
	q.Verdict, q.Reason = o.Verdict, "judged by the scenarios of "+q.SameAs
	if o.Verdict == verdict.Fail && !slices.ContainsFunc(o.Scenarios, func(s reports.Scenario) bool { return s.Verdict == verdict.Fail }) {
		q.Verdict = verdict.Pass // the other is stale, and that alone
		return
	}
	if q.Verdict == verdict.Fail || q.Verdict == verdict.Warn {
		q.Verdict = r.level(features.Requirement{Level: q.Level}, verdict.Fail)
	}
}

// scenario is a result as reports show it. Evidence is kept only where it is red.
func (r *runner) scenario(res steps.Result, on string) reports.Scenario {
	s := reports.Scenario{Name: res.Scenario.Name, Feature: res.Scenario.File, Tags: res.Scenario.Tags, Verdict: res.Verdict, On: on,
		Driver: res.Driver, DurationMS: ms(res.Took), Notes: res.Notes}
	var m *verdict.Mismatch
	if errors.As(res.Err, &m) {
		s.Want, s.Got = m.Want, m.Got
	}
	if res.Err != nil {
		s.Reason = strings.ToValidUTF8(res.Err.Error(), "�")
	}
	for _, st := range res.Steps {
		s.Steps = append(s.Steps, reports.Step{Keyword: st.Keyword, Text: st.Text, Status: st.Status})
	}
	r.evidence(&s, res, r.groundOn(on).facts)
	return s
}

// groundOn is the ground of that name.
func (r *runner) groundOn(name string) ground {
	i := slices.IndexFunc(r.grounds, func(g ground) bool { return g.name == name })
	return r.grounds[i]
}

// overall is a run's verdict: its worst, skips apart; "nothing" where no MUST was judged.
func overall(rs []reports.Requirement) string {
	worst, musts := verdict.Pass, 0
	for _, r := range rs {
		if r.Verdict == verdict.Skip {
			continue
		}
		if r.Level == verdict.Must || r.Verdict == verdict.Broken {
			musts++
		}
		worst = max(worst, r.Verdict)
	}
	if musts == 0 {
		return "nothing"
	}
	return worst.String()
}

// bugs are those of real products on which a requirement would have turned red. A test sees to it that they can be read.
func bugs(id string) []reports.Bug {
	all, _ := features.WouldHaveCaught(id)
	var out []reports.Bug
	for _, b := range all {
		out = append(out, reports.Bug{Reference: b.Reference, Link: b.Link(), Product: b.Product, Bug: b.What})
	}
	return out
}
