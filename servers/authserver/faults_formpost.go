package authserver

// formPostFaults break the page that carries a response (OAuth 2.0 Form Post Response Mode §2).
var formPostFaults = []Fault{
	{
		Name: "form-post-kept", Violates: "formpost-2-no-cache", At: "authorize.reply", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Authorize.Reply
			o.Authorize.Reply = func(a *Authorization, r *Redirection) {
				clean(a, r)
				if r.Mode == "form_post" {
					r.Header.Del("Cache-Control")
				}
			}
		},
	},
}
