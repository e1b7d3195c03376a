package oauthspec

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/exchange"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/steps"
)

// onceMore runs alone what broke beside others, and what went wrong there after the server had refused or failed: one that locks its
// database, or limits how often it is asked, has shown nothing of what it was asked. Where most went wrong the target is at fault, and
// once is enough.
func (r *runner) onceMore(ctx context.Context, c steps.Config, g ground, ran []features.Scenario) error {
	var red []features.Scenario
	for _, s := range ran {
		res, _ := r.result(s)
		unseen := strings.HasPrefix(res.Driver, "rod") // what a real browser is answered is not recorded
		refused := res.Verdict >= verdict.Warn && (unseen || slices.ContainsFunc(res.Exchanges, unserved))
		if res.Verdict == verdict.Broken || refused && r.parallel(g) > 1 {
			red = append(red, s)
		}
	}
	if r.o.Target.Builtin || g.role != "as" || len(red) == 0 || 2*len(red) > len(ran) || ctx.Err() != nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(r.o.breath):
	}
	alone := 0
	err := c.Run(ctx, red, 1, func(res steps.Result) {
		r.mu.Lock()
		defer r.mu.Unlock()
		key := res.Scenario.Key()
		was := r.results[key].Verdict
		switch {
		case res.Verdict == verdict.Broken, was != verdict.Broken && res.Verdict == verdict.Skip:
			return // it says no more than before
		case was == verdict.Broken:
			res.Notes = append(res.Notes, "it broke beside other scenarios, and was judged alone")
			alone++
		case res.Verdict == verdict.Pass:
			res.Notes = append(res.Notes, "it was red beside other scenarios, and passes alone")
			alone++
		}
		r.results[key] = result{res, g.name}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if alone > 0 {
		r.notes = append(r.notes, fmt.Sprintf("scenarios that went wrong beside others and were judged alone: %d; this server answers otherwise "+
			"while it is asked more (--parallel 1 asks one thing at a time)", alone))
	}
	return err
}

// unserved reports an answer that may be owed to what else was asked at that moment: none, an error, or a user sent back with one, by
// a redirect or a form. What was granted is owed to nobody else.
func unserved(e exchange.Exchange) bool {
	if e.Status == 0 || e.Status >= http.StatusBadRequest || postedError.MatchString(e.ResponseBody) {
		return true
	}
	to, err := url.Parse(e.ResponseHead.Get("Location"))
	return err == nil && to.Query().Has("error")
}

var postedError = regexp.MustCompile(`(?i)<input[^>]* name=["']?error["' />]`)
