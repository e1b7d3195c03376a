package client

import "strings"

// nativeFaults are what an application on a user's device does wrongly (RFC 8252 §6, §8).
var nativeFaults = []Fault{
	{
		Name: "native-without-pkce", Violates: "rfc8252-6-native-public-pkce", At: "start.verifier", Variant: "native",
		AlsoRed: []string{"oauth21-4.1.1-pkce-required-client"}, // it cannot do without, as it is public
		Apply:   func(o *Options) { o.Start.Verifier = func(*Login) (string, error) { return "", nil } },
	},
	{
		Name: "redirect-to-localhost", Violates: "rfc8252-8.3-localhost-not-recommended", At: "start.redirect", Variant: "native", Gross: true,
		Apply: func(o *Options) {
			clean := o.Start.Redirect
			o.Start.Redirect = func(l *Login) string { return strings.Replace(clean(l), "127.0.0.1", "localhost", 1) }
		},
	},
	{
		Name: "one-redirect-for-all", Violates: "rfc8252-8.10-client-per-as-redirect", At: "start.redirect", Variant: "native",
		Apply: func(o *Options) {
			o.Start.Redirect = func(l *Login) string { return l.s.o.URL + "/callback/0" }
			o.Callback.Place = func(*Login) error { return nil }
		},
	},
	{
		Name: "redirect-of-another-server", Violates: "rfc8252-8.10-client-per-as-redirect", At: "callback.place", Variant: "native",
		Apply: func(o *Options) { o.Callback.Place = func(*Login) error { return nil } },
	},
}
