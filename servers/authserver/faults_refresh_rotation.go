package authserver

import (
	"sync"
	"time"
)

// rotationFaults break how refresh tokens are replaced, and how they end.
var rotationFaults = []Fault{
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
		Name: "refresh-old-one-still-good", Violates: "rfc9700-4.14.2-rotation-reuse-detected", At: "token.refresh.reuse",
		AlsoRed: []string{"rfc9700-4.14.2-rotation-concurrent"}, // who comes second is as good as who comes later
		Apply: func(o *Options) {
			o.Token.Refresh.Reuse = func(*Call) error { return nil }
			o.Store.UseRefresh = func(r *Record) bool { r.used.Store(true); return true }
		},
	},
	{
		// Checked and used in two steps: the first request is held in between until the second is there.
		Name: "refresh-raced", Violates: "rfc9700-4.14.2-rotation-concurrent", At: "token.refresh.reuse",
		Apply: func(o *Options) {
			var held sync.Map  // *Record: chan struct{}, closed by the second
			var raced sync.Map // *Record
			reuse := o.Token.Refresh.Reuse
			o.Token.Refresh.Reuse = func(c *Call) error {
				if _, ok := raced.Load(c.Record); ok { // or the third would end what the two got
					return errGrant
				}
				return reuse(c)
			}
			o.Store.UseRefresh = func(r *Record) bool {
				first := make(chan struct{})
				if other, there := held.LoadOrStore(r, first); there {
					raced.Store(r, true)
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
		Name: "refresh-token-lives-for-ever", Violates: "rfc9700-4.14.2-refresh-expires-idle", At: "token.refresh.expired",
		Apply: func(o *Options) { o.Token.Refresh.Expired = func(*Call) error { return nil } },
	},
}
