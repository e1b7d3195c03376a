package authserver

import "sync"

// pkceFaults break proof key for code exchange.
var pkceFaults = []Fault{
	{
		// github.com/ory/fosite as it is: it forgets the challenge before it compares the verifier.
		Name:     "pkce-forgotten-after-failure",
		Violates: "rfc7636-4.6-verifier-missing",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			clean := o.Token.Code.PKCE
			var tried sync.Map // *Record
			o.Token.Code.PKCE = func(c *Call) error {
				if _, again := tried.LoadOrStore(c.Record, true); again && !c.Form.Has("code_verifier") {
					return nil
				}
				return clean(c)
			}
		},
	},
	{
		Name:     "pkce-verifier-unbound",
		Violates: "rfc9700-2.1.1-as-pkce-downgrade",
		At:       "token.code.pkce",
		Apply: func(o *Options) {
			clean := o.Token.Code.PKCE
			o.Token.Code.PKCE = func(c *Call) error {
				if c.Record.Challenge == "" {
					return nil
				}
				return clean(c)
			}
		},
	},
}
