package authserver

// codeFaults break what an authorization code promises.
var codeFaults = []Fault{
	{
		Name:     "code-replay",
		Violates: "rfc6749-4.1.2-code-single-use",
		At:       "token.code.replay",
		AlsoRed: []string{
			"rfc6749-4.1.2-code-reuse-revokes-access-token", // a replay that succeeds revokes nothing
			"rfc6749-4.1.2-code-reuse-revokes-refresh-token",
		},
		Apply: func(o *Options) {
			o.Token.Code.Replay = func(*Call) error { return nil }
			o.Store.UseCode = func(r *Record) bool { r.used.Store(true); return true }
		},
	},
	{
		Name:     "replay-keeps-access-token",
		Violates: "rfc6749-4.1.2-code-reuse-revokes-access-token",
		At:       "token.code.replay",
		Apply: func(o *Options) {
			o.Token.Code.Replay = func(c *Call) error {
				use(c.s, &c.s.o.Store.RevokeRefresh)(c.Record.Family)
				return errGrant
			}
		},
	},
	{
		Name:     "replay-keeps-refresh-token",
		Violates: "rfc6749-4.1.2-code-reuse-revokes-refresh-token",
		At:       "token.code.replay",
		Apply: func(o *Options) {
			o.Token.Code.Replay = func(c *Call) error {
				use(c.s, &c.s.o.Store.RevokeAccess)(c.Record.Family)
				return errGrant
			}
		},
	},
	{
		Name:     "code-unbound-client",
		Violates: "rfc6749-4.1.3-code-bound-to-client",
		At:       "token.code.client",
		Apply: func(o *Options) {
			clean := o.Token.Code.Client
			o.Token.Code.Client = func(c *Call) error {
				if !c.Client.Public() {
					return nil
				}
				return clean(c)
			}
		},
	},
}
