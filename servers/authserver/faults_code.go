package authserver

import (
	"strings"
	"sync"
	"time"
)

// codeFaults break what an authorization code promises.
var codeFaults = []Fault{
	{
		Name: "code-forgotten", Violates: "rfc6749-4.1.2-code-single-use", At: "token.code.replay", Acts: true,
		Apply: func(o *Options) {
			replay, use := o.Token.Code.Replay, o.Store.UseCode
			var again sync.Map // *Record: it was used, and that is no longer known
			o.Token.Code.Replay = func(c *Call) error {
				if c.s.now().Sub(c.Record.IssuedAt) > 2*time.Second {
					again.Store(c.Record, true)
					return nil
				}
				return replay(c)
			}
			o.Store.UseCode = func(r *Record) bool {
				_, forgotten := again.Load(r)
				return use(r) || forgotten
			}
		},
	},
	{
		Name:     "code-replay",
		Violates: "rfc6749-4.1.2-code-single-use",
		At:       "token.code.replay",
		AlsoRed: []string{
			"rfc6749-4.1.2-code-concurrent-redemption",       // requests at once are replays too
			"rfc6749-4.1.2-code-reuse-revokes-access-token",  // a replay that succeeds revokes nothing
			"rfc6749-4.1.2-code-reuse-revokes-refresh-token", // nor here
		},
		Apply: func(o *Options) {
			o.Token.Code.Replay = func(*Call) error { return nil }
			o.Store.UseCode = func(r *Record) bool { r.used.Store(true); return true }
		},
	},
	{
		// Checked and used in two steps, as in the memory store of github.com/ory/fosite. The first request is held in
		// between until the second is there.
		Name:     "code-raced",
		Violates: "rfc6749-4.1.2-code-concurrent-redemption",
		At:       "token.code.replay", // what a request that comes too late meets: only scenarios with two redemptions do
		Apply: func(o *Options) {
			var held sync.Map // *Record: chan struct{}, closed by the second
			o.Store.UseCode = func(r *Record) bool {
				first := make(chan struct{})
				if other, there := held.LoadOrStore(r, first); there {
					if held.CompareAndDelete(r, other) {
						close(other.(chan struct{}))
					}
					r.used.Store(true)
					return true
				}
				select {
				case <-first:
				case <-time.After(100 * time.Millisecond): // nobody else is coming
				}
				r.used.Store(true)
				return true
			}
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
		Name:     "replay-without-verifier-revokes",
		Acts:     true,
		Violates: "oauth21-7.5.2-invalid-replay-does-not-revoke",
		At:       "token.code.pkce",
		Variant:  "oauth2.1",
		Apply:    func(o *Options) { o.Token.Code.PKCE = revokesWhenRefused(o.Token.Code.PKCE) },
	},
	{
		Name:     "replay-by-another-revokes",
		Acts:     true,
		Violates: "oauth21-7.5.2-invalid-replay-does-not-revoke",
		At:       "token.code.client",
		Variant:  "oauth2.1",
		Apply:    func(o *Options) { o.Token.Code.Client = revokesWhenRefused(o.Token.Code.Client) },
	},
	{
		Name:     "replay-without-secret-revokes",
		Acts:     true,
		Violates: "oauth21-7.5.2-invalid-replay-does-not-revoke",
		At:       "token.client.secret",
		Variant:  "oauth2.1",
		Apply: func(o *Options) {
			clean := o.Token.Client.Secret
			o.Token.Client.Secret = func(c *Call, secret string) bool {
				ok := clean(c, secret)
				if r, found := c.s.store.codes.get(signature(c.Form.Get("code"))); !ok && found {
					r.Family.accessDead.Store(true)
				}
				return ok
			}
		},
	},
	{
		Name:     "code-lives-an-hour",
		Violates: "rfc6749-4.1.2-code-short-lived",
		At:       "authorize.code.lifetime",
		Apply: func(o *Options) {
			o.Authorize.Code.Lifetime = func(*Authorization) time.Duration { return time.Hour }
		},
	},
	{
		Name:     "code-lives-a-week",
		Violates: "rfc6749-4.1.2-code-expires",
		At:       "authorize.code.lifetime",
		AlsoRed:  []string{"rfc6749-4.1.2-code-short-lived"}, // a week is more than ten minutes
		Apply: func(o *Options) {
			o.Authorize.Code.Lifetime = func(*Authorization) time.Duration { return 7 * 24 * time.Hour }
		},
	},
	{
		// github.com/ory/fosite did so once: its pull request 426.
		Name:     "unknown-code-invalid-request",
		Violates: "rfc6749-4.1.3-code-unknown",
		At:       "token.code.lookup",
		AlsoRed:  []string{"rfc6749-4.1.3-code-bound-to-client"}, // one that was put together of two is not known either
		Apply: func(o *Options) {
			clean := o.Token.Code.Lookup
			o.Token.Code.Lookup = func(c *Call) (*Record, error) {
				r, err := clean(c)
				if err != nil {
					return nil, problem("invalid_request", "the code is not known")
				}
				return r, nil
			}
		},
	},
	{
		// A column of a database that ignores case.
		Name:     "code-in-any-case",
		Violates: "rfc6749-4.1.3-code-unknown",
		At:       "token.code.lookup",
		Apply:    func(o *Options) { lookCodesUpBy(o, strings.ToLower) },
	},
	{
		// Opaque tokens of a product still worked after being cut short.
		Name:     "code-by-its-beginning",
		Violates: "rfc6749-4.1.3-code-unknown",
		At:       "token.code.lookup",
		Apply:    func(o *Options) { lookCodesUpBy(o, func(code string) string { return code[:min(len(code), 20)] }) },
	},
}

// revokesWhenRefused ends the tokens that a code bought when a check refuses its replay.
func revokesWhenRefused(clean func(*Call) error) func(*Call) error {
	return func(c *Call) error {
		err := clean(c)
		if err != nil && c.Record.Used() {
			return revokeFamily(c)
		}
		return err
	}
}

// lookCodesUpBy finds codes by what a func leaves of them.
func lookCodesUpBy(o *Options, what func(string) string) {
	var codes sync.Map // what is left of a code: the code
	issue, lookup := o.Authorize.Code.Make, o.Token.Code.Lookup
	o.Authorize.Code.Make = func(a *Authorization) (string, error) {
		code, err := issue(a)
		codes.Store(what(code), code)
		return code, err
	}
	o.Token.Code.Lookup = func(c *Call) (*Record, error) {
		if code, ok := codes.Load(what(c.Form.Get("code"))); ok {
			c.Form.Set("code", code.(string))
		}
		return lookup(c)
	}
}
