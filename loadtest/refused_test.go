package loadtest

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

// What may not be put under load is not, and the message says what would change that.
func TestPermission(t *testing.T) {
	far := func(change func(o *Options)) Options { // an address that is nobody's (RFC 5737)
		o := Options{Target: servers.Target{Profile: servers.Profile{Issuer: "https://192.0.2.1"}}, Schedule: Constant(50), Hold: time.Minute}.defaults()
		change(&o)
		return o
	}
	for want, o := range map[string]Options{
		"192.0.2.1 is not on loopback: load needs load: true in its profile, or --i-own 192.0.2.1": far(func(*Options) {}),
		"at most 100 flows a second are sent there, unless --most-rate says more":                  far(func(o *Options) { o.Own, o.Schedule = []string{"192.0.2.1"}, Constant(101) }),
		"at most 100 flows a second are sent there":                                                far(func(o *Options) { o.Target.Profile.Load, o.Schedule = true, Max() }),
		"a run lasts at most 5m0s there, unless --most-duration says more":                         far(func(o *Options) { o.Target.Profile.Load, o.Hold = true, 6*time.Minute }),
	} {
		var refused *RefusedError
		if err := o.permitted(t.Context(), o.Target.Profile.Issuer); !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
		if _, err := newRun(t.Context(), withFlow(o), dialer(time.Second)); !errors.As(err, &refused) {
			t.Errorf("it runs: %v", err)
		}
	}
	for name, o := range map[string]Options{
		"permitted by its profile": far(func(o *Options) { o.Target.Profile.Load = true }),
		"the caller's own":         far(func(o *Options) { o.Own = []string{"192.0.2.1"} }),
		"a higher bound":           far(func(o *Options) { o.Own, o.MostRate, o.Schedule = []string{"192.0.2.1"}, 500, Constant(400) }),
		"a browser":                far(func(o *Options) { o.Own, o.Driver, o.Schedule = []string{"192.0.2.1"}, Rod, Max() }),
	} {
		if err := o.permitted(t.Context(), o.Target.Profile.Issuer); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := far(func(o *Options) { o.Own = []string{"192.0.2.1"} })
	s := &setup{ctx: t.Context(), o: &o}
	if err := s.allowed(&url.URL{Scheme: "https", Host: "192.0.2.2"}); err == nil {
		t.Error("a sign-in may lead the load to another host")
	}
}

func withFlow(o Options) Options {
	o.Flow = "client_credentials"
	return o
}

// withCodes is a run with a pool of codes, about to begin.
func withCodes(t *testing.T) (*run, *pool[redeemable]) {
	t.Helper()
	o := reference(t)
	o.Flow, o.Schedule = "code_redemption", Constant(100)
	r, err := newRun(t.Context(), o, dialer(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return r, &r.flow.(*redemptions).codes
}

// What a run uses up ends it, with a word for it.
func TestEmptyPoolEndsTheRun(t *testing.T) {
	r, codes := withCodes(t)
	codes.all = codes.all[:7]
	l, err := r.load(t.Context(), sleep)
	if err != nil || l.Partial != "no codes are left in the pool" || l.Valid || l.Outcomes.OK != 7 || l.Outcomes.Total() != 7 {
		t.Errorf("%v: partial %q, valid %v, %+v", err, l.Partial, l.Valid, l.Outcomes)
	}
}

// A code that has expired in the pool says so.
func TestOldCodesSaySo(t *testing.T) {
	r, codes := withCodes(t)
	for i := range codes.all { // the first ones are redeemed twice
		codes.all[i] = codes.all[0]
	}
	l, err := r.load(t.Context(), sleep)
	if err != nil || l.Outcomes.OAuth4xx == 0 || int64(l.OAuthErrors["invalid_grant"]) != l.Outcomes.OAuth4xx || !strings.Contains(l.Wrong[0].What, "it may have expired") {
		t.Errorf("%v: %+v %v %+v", err, l.Outcomes, l.OAuthErrors, l.Wrong)
	}
}
