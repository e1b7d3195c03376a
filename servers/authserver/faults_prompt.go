package authserver

import (
	"net/url"
	"strings"
	"time"
)

// prompting changes what a request is taken to say of the user's being asked.
func prompting(name, violates string, change func(a *Authorization) error, alsoRed ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.prompt", Variant: "oidc", AlsoRed: alsoRed, Apply: func(o *Options) {
		clean := o.Authorize.Prompt
		o.Authorize.Prompt = func(a *Authorization) error {
			if err := clean(a); err != nil {
				return err
			}
			return change(a)
		}
	}}
}

// disliking refuses a request for a parameter that it should do without.
func disliking(name, violates string, dislikes func(a *Authorization) bool, alsoRed ...string) Fault {
	return prompting(name, violates, func(a *Authorization) error {
		if dislikes(a) {
			return problem("invalid_request", "that is not served here")
		}
		return nil
	}, alsoRed...)
}

// signedInAlready lets a sign-in stand that the client does not want.
func signedInAlready(name, violates string, when func(a *Authorization) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.login.needed", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Authorize.Login.Needed
		o.Authorize.Login.Needed = func(a *Authorization) bool {
			if a.SignIn != nil && when(a) {
				return false
			}
			return clean(a)
		}
	}}
}

// failing changes the error that a silent request ends with.
func failing(name, violates, code string) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.error.params", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Authorize.Error.Params
		o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
			clean(a, e, out)
			if has(a.Prompt, "none") && e.Code == code {
				out.Set("error", "access_denied")
			}
		}
	}}
}

// promptFaults break when the user is asked (OpenID Connect Core §3.1.2.1, §3.1.2.6, §15.1).
var promptFaults = []Fault{
	prompting("prompt-none-asks-again", "oidc-core-3.1.2.1-prompt-none", func(a *Authorization) error {
		if has(a.Prompt, "none") && a.cookie() != "" && !a.Params.Has("id_token_hint") {
			a.Prompt = []string{"consent"}
		}
		return nil
	}, "oidc-core-3.1.2.6-consent-required"), // where there is a page, there is no error
	prompting("prompt-none-signs-in", "oidc-core-3.1.2.1-prompt-none", func(a *Authorization) error {
		if has(a.Prompt, "none") && a.cookie() == "" {
			a.Prompt = nil
		}
		return nil
	}, "oidc-core-3.1.2.6-login-required"), // nor here
	failing("prompt-none-denied-for-sign-in", "oidc-core-3.1.2.6-login-required", "login_required"),
	failing("prompt-none-denied-for-consent", "oidc-core-3.1.2.6-consent-required", "consent_required"),
	{
		Name: "prompt-none-and-login", Violates: "oidc-core-3.1.2.1-prompt-none-combined", At: "authorize.prompt", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Prompt
			o.Authorize.Prompt = func(a *Authorization) error {
				if a.Params.Get("prompt") == "none login" {
					a.Prompt = []string{"login"}
					return nil
				}
				return clean(a)
			}
		},
	},
	signedInAlready("prompt-login-ignored", "oidc-core-3.1.2.1-prompt-login", func(a *Authorization) bool { return has(a.Prompt, "login") }),
	{
		Name: "prompt-login-keeps-time", Violates: "oidc-core-3.1.2.1-prompt-login", At: "authorize.login.user", Variant: "oidc", Acts: true,
		Apply: func(o *Options) {
			clean := o.Authorize.Login.User
			o.Authorize.Login.User = func(a *Authorization) error {
				if a.Fresh && has(a.Prompt, "login") {
					x := *a.SignIn
					x.At = x.At.Add(-time.Minute)
					a.SignIn = &x
				}
				return clean(a)
			}
		},
	},
	signedInAlready("max-age-ignored", "oidc-core-3.1.2.1-max-age-forces-login", func(a *Authorization) bool { return a.MaxAge > 0 }),
	signedInAlready("max-age-zero-for-nothing", "oidc-core-3.1.2.1-max-age-zero", func(a *Authorization) bool { return a.MaxAge == 0 }),
	{
		Name: "max-age-always-signs-in", Violates: "oidc-core-3.1.2.1-max-age-not-exceeded", At: "authorize.login.needed", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Login.Needed
			o.Authorize.Login.Needed = func(a *Authorization) bool { return clean(a) || !a.Fresh && a.MaxAge > 0 }
		},
	},
	{
		Name: "hint-not-served-silently", Violates: "oidc-core-3.1.2.1-id-token-hint", At: "authorize.login.user", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Login.User
			o.Authorize.Login.User = func(a *Authorization) error {
				if a.HintSub != "" && has(a.Prompt, "none") {
					return problem("login_required", "the hint is not taken for a sign-in")
				}
				return clean(a)
			}
		},
	},
	{
		Name: "hint-ignored", Violates: "oidc-core-3.1.2.2-id-token-hint-other-user", At: "authorize.hint", Variant: "oidc",
		Apply: func(o *Options) { o.Authorize.Hint = func(*Authorization) error { return nil } },
	},
	disliking("login-hint-refused", "oidc-core-3.1.2.1-login-hint", func(a *Authorization) bool { return a.Params.Has("login_hint") }),
	disliking("classes-refused", "oidc-core-3.1.2.1-acr-values", func(a *Authorization) bool { return len(a.classes()) > 1 }),
	disliking("class-refused", "oidc-core-15.1-locales-acr-max-age", func(a *Authorization) bool { return len(a.classes()) == 1 }),
	disliking("ui-locales-refused", "oidc-core-15.1-locales-acr-max-age", func(a *Authorization) bool { return a.Params.Has("ui_locales") },
		"oidc-core-3.1.2.1-ui-locales"), // says that of languages alone
	disliking("ui-locales-beside-known-refused", "oidc-core-3.1.2.1-ui-locales", func(a *Authorization) bool {
		return has(strings.Fields(a.Params.Get("ui_locales")), "en")
	}),
	disliking("display-refused", "oidc-core-15.1-locales-acr-max-age", func(a *Authorization) bool { return a.Params.Has("display") },
		"oidc-core-3.1.2.1-display"), // says that of each way to show pages
	disliking("display-page-refused", "oidc-core-3.1.2.1-display", func(a *Authorization) bool { return a.Params.Get("display") == "page" }),
	disliking("display-touch-refused", "oidc-core-3.1.2.1-display", func(a *Authorization) bool { return a.Params.Get("display") == "touch" }),
	disliking("display-wap-refused", "oidc-core-3.1.2.1-display", func(a *Authorization) bool { return a.Params.Get("display") == "wap" }),
	signedInAlready("account-not-chosen", "oidc-core-3.1.2.1-prompt-select-account", func(a *Authorization) bool { return has(a.Prompt, "select_account") }),
	disliking("max-age-of-a-day-refused", "oidc-core-15.1-locales-acr-max-age", func(a *Authorization) bool { return a.MaxAge >= 86400 }),
}

func (a *Authorization) classes() []string { return strings.Fields(a.Params.Get("acr_values")) }
