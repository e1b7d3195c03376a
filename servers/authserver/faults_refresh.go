package authserver

// refreshFaults break refresh tokens.
var refreshFaults = []Fault{
	{
		Name: "refresh-unbound-client", Violates: "rfc6749-6-refresh-bound-to-client", At: "token.refresh.client",
		Apply: func(o *Options) { o.Token.Refresh.Client = func(*Call) error { return nil } },
	},
	{
		Name: "refresh-unknown-invalid-request", Violates: "rfc6749-6-refresh-unknown", At: "token.refresh.lookup",
		AlsoRed: []string{ // a token that was revoked is not known any more either
			"rfc6749-4.1.2-code-reuse-revokes-refresh-token", "rfc9700-4.14.2-rotation-reuse-detected",
		},
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Lookup
			o.Token.Refresh.Lookup = func(c *Call) (*Record, error) {
				r, err := clean(c)
				if err != nil {
					err = problem("invalid_request", "there is no such token")
				}
				return r, err
			}
		},
	},
	{
		Name: "refresh-missing-invalid-grant", Violates: "rfc6749-6-refresh-missing", At: "token.refresh.missing",
		Apply: func(o *Options) {
			clean := o.Token.Refresh.Missing
			o.Token.Refresh.Missing = func(c *Call) error {
				if clean(c) != nil {
					return errGrant
				}
				return nil
			}
		},
	},
	{
		Name: "refresh-not-rotated-for-public", Violates: "rfc9700-2.2.2-public-refresh-protected", At: "store.userefresh",
		Apply: func(o *Options) {
			use, reply := o.Store.UseRefresh, o.Token.Reply.Success
			o.Store.UseRefresh = func(r *Record) bool { return r.Client.Public() || use(r) }
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				reply(c, r)
				if c.Grant == "refresh_token" && c.Client.Public() {
					r.Members["refresh_token"] = c.Form.Get("refresh_token")
				}
			}
		},
	},
	{
		Name: "refresh-reuse-keeps-the-newest", Violates: "rfc9700-4.14.2-rotation-reuse-detected", At: "token.refresh.reuse",
		Apply: func(o *Options) { o.Token.Refresh.Reuse = func(*Call) error { return errGrant } },
	},
	{
		Name: "refresh-refused", Violates: "rfc6749-6-refresh-success", At: "token.refresh.expired",
		AlsoRed: []string{"rfc6749-2.3.1-basic-supported"}, // by Basic neither
		Gross:   true,                                      // nothing can be refreshed any more
		Apply:   func(o *Options) { o.Token.Refresh.Expired = func(*Call) error { return errGrant } },
	},
}
