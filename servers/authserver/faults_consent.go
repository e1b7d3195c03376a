package authserver

import "strings"

const (
	decided  = "oidc-core-3.1.2.4-consent-obtained"
	askAgain = "oidc-core-3.1.2.1-prompt-consent"
	nameless = "rfc8252-8.6-impersonation-consent"
)

// unasked takes an earlier answer for one to a question that is to be asked again.
func unasked(name, violates string, when func(a *Authorization) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.consent.needed", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Authorize.Consent.Needed
		o.Authorize.Consent.Needed = func(a *Authorization) bool {
			given, ok := a.s.store.consents.get(a.consentKey())
			if ok && within(a.Scope, given) && when(a) {
				return false
			}
			return clean(a)
		}
	}}
}

// fooled lets forms through that are not of the user's browser.
func fooled(name string, through func(a *Authorization, got, want string) bool) Fault {
	return Fault{Name: name, Violates: "rfc6749-10.12-as-consent-csrf", At: "authorize.forgery", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Authorize.Forgery
		o.Authorize.Forgery = func(a *Authorization, got, want string) bool { return clean(a, got, want) || through(a, got, want) }
	}}
}

// consentFaults break what the user's word counts for.
var consentFaults = []Fault{
	fooled("form-of-any-browser", func(_ *Authorization, got, want string) bool { return got == want }),
	fooled("agreement-unchecked", func(a *Authorization, _, _ string) bool { return strings.HasSuffix(a.HTTP.URL.Path, "/consent") }),
	fooled("sign-in-unchecked", func(a *Authorization, _, _ string) bool { return strings.HasSuffix(a.HTTP.URL.Path, "/login") }),
	{
		Name: "refusal-taken-for-consent", Violates: decided, At: "authorize.consent.denied", Variant: "oidc",
		AlsoRed: []string{askAgain}, // that there is no error is what it is
		Apply: func(o *Options) {
			clean := o.Authorize.Consent.Denied
			o.Authorize.Consent.Denied = func(a *Authorization) error {
				if has(a.Prompt, "consent") {
					return nil
				}
				return clean(a)
			}
		},
	},
	acting(paged("question-taken-for-consent", decided, "consent", func(a *Authorization, _ *Page) {
		a.s.store.consents.put(a.consentKey(), a.Scope, a.s.now().Add(a.s.o.Lifetimes.Refresh), a.s.now(), a.s.o.MaxRecords)
	})),
	unasked("consent-not-asked-again", askAgain, func(a *Authorization) bool { return has(a.Prompt, "consent") }),
	{
		Name: "second-refusal-stays-here", Violates: askAgain, At: "authorize.error.place", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Place
			o.Authorize.Error.Place = func(a *Authorization, e *Error) bool {
				return clean(a, e) && !(has(a.Prompt, "consent") && e.Code == "access_denied")
			}
		},
	},
	unasked("app-remembered", nameless, func(a *Authorization) bool {
		return a.Client.Kind == "native" && strings.HasPrefix(a.Redirect, "http:")
	}),
}

// acting marks a fault that changes what the server remembers.
func acting(f Fault) Fault {
	f.Acts = true
	return f
}
