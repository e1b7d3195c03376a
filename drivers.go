package oauthspec

import (
	"context"
	"net/http"
	"slices"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/useragent"
)

// drivers are the user agents of a run: forms always, a real browser where one is wanted and found.
type drivers struct {
	form, rod useragent.Driver
	noRod     string
}

func (d drivers) close() {
	d.form.Close()
	if d.rod != nil {
		d.rod.Close()
	}
}

// name says in a report which user agents there were.
func (d drivers) name() string {
	if d.rod == nil {
		return d.form.Name()
	}
	return d.form.Name() + " and " + d.rod.Name()
}

// drivers opens the user agents that the chosen scenarios can need. That no browser is found is an error only where
// one was asked for.
func (o Options) drivers(ctx context.Context, t http.RoundTripper, rs []features.Requirement, gs []ground) (drivers, error) {
	d := drivers{form: useragent.NewForm(useragent.Options{Transport: t, Timeout: 3 * o.Timeout})}
	wanted := o.Driver == "rod" || slices.ContainsFunc(gs, func(g ground) bool { return g.profile.Driver == "rod" })
	if o.Driver == "form" {
		d.noRod = "the run was told to use forms alone (--driver form)"
		return d, nil
	}
	if !wanted && !slices.ContainsFunc(rs, func(r features.Requirement) bool {
		return slices.ContainsFunc(r.Scenarios, func(s features.Scenario) bool { return s.Has("browser") })
	}) {
		d.noRod = "none was needed"
		return d, nil
	}
	err := o.browser(ctx, &d, gs)
	if err != nil && (wanted || o.Browser != "" || o.BrowserURL != "") {
		d.close()
		return d, usage("%v", err)
	}
	if err != nil {
		d.noRod = err.Error()
	}
	return d, nil
}
