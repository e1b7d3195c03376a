package authserver

import "net/url"

// issuerFaults break what an authorization response says about where it comes from (RFC 9207).
var issuerFaults = []Fault{
	{
		Name: "no-iss", Violates: "rfc9207-2-iss-on-success", At: "authorize.success.params",
		Apply: func(o *Options) {
			o.Authorize.Success.Params = issuing(o.Authorize.Success.Params, func(v url.Values) { v.Del("iss") })
		},
	},
	{
		Name: "iss-of-another", Violates: "rfc9207-2-iss-on-success", At: "authorize.success.params",
		Apply: func(o *Options) {
			o.Authorize.Success.Params = issuing(o.Authorize.Success.Params, func(v url.Values) { v.Set("iss", v.Get("iss")+"/") })
		},
	},
	{
		Name: "iss-with-query", Violates: "rfc9207-2-iss-form", At: "authorize.success.params", Variant: "tls",
		AlsoRed: []string{"rfc9207-2-iss-on-success"}, // the metadata's issuer has no query
		Apply: func(o *Options) {
			o.Authorize.Success.Params = issuing(o.Authorize.Success.Params, func(v url.Values) { v.Set("iss", v.Get("iss")+"?tenant=1") })
		},
	},
	{
		Name: "no-iss-on-error", Violates: "rfc9207-2-iss-on-error", At: "authorize.error.params",
		Apply: func(o *Options) {
			clean := o.Authorize.Error.Params
			o.Authorize.Error.Params = func(a *Authorization, e *Error, out url.Values) {
				clean(a, e, out)
				out.Del("iss")
			}
		},
	},
}

func issuing(clean func(*Authorization, url.Values), change func(url.Values)) func(*Authorization, url.Values) {
	return func(a *Authorization, out url.Values) {
		clean(a, out)
		change(out)
	}
}
