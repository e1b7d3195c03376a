package client

import "strings"

// takesIssuer is an application that also takes some answers for those of the server it asked (RFC 9207 §2.4).
func takesIssuer(name, violates string, takes func(l *Login, iss []string) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "callback.issuer", Apply: func(o *Options) {
		clean := o.Callback.Issuer
		o.Callback.Issuer = func(l *Login) error {
			if takes(l, l.Params["iss"]) {
				return nil
			}
			return clean(l)
		}
	}}
}

// same says whether an issuer would be the one asked, were it not compared letter by letter.
func same(l *Login, iss string) bool {
	return strings.EqualFold(strings.TrimSuffix(iss, "/"), l.Issuer.URL)
}

// issuerFaults take answers of other servers for those of the one that was asked.
var issuerFaults = []Fault{
	takesIssuer("issuer-of-answer-ignored", "rfc9207-2.4-client-wrong-iss", func(l *Login, iss []string) bool {
		return len(iss) == 1 && !same(l, iss[0]) && !l.Params.Has("error")
	}),
	takesIssuer("issuer-nearly-the-same", "rfc9207-2.4-client-exact-compare", func(l *Login, iss []string) bool { return len(iss) == 1 && iss[0] != l.Issuer.URL && same(l, iss[0]) }),
	takesIssuer("issuer-of-answer-not-missed", "rfc9207-2.4-client-missing-iss", func(_ *Login, iss []string) bool { return len(iss) == 0 }),
	{
		Name: "refusal-of-another-server", Violates: "rfc9207-2.4-client-iss-on-error", At: "callback.issuer",
		Apply: func(o *Options) {
			clean := o.Callback.Issuer
			o.Callback.Issuer = func(l *Login) error {
				if l.Params.Has("error") && l.Params.Get("iss") != l.Issuer.URL {
					l.Params.Del("error") // it is for somebody else, and the code is there
					return nil
				}
				return clean(l)
			}
		},
	},
}
