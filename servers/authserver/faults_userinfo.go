package authserver

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

// userinfoFaults break how the UserInfo endpoint answers (OpenID Connect Core §5.1, §5.3).
var userinfoFaults = []Fault{
	{
		Name: "userinfo-no-get-for-public", Violates: "oidc-core-5.3.1-userinfo-get", At: "userinfo.scope", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Userinfo.Scope
			o.Userinfo.Scope = func(p *Presented) error {
				if p.HTTP.Method == http.MethodGet && p.Record.Client.Public() {
					return &Error{http.StatusMethodNotAllowed, "invalid_request", "only POST is served here"}
				}
				return clean(p)
			}
		},
	},
	{
		Name: "userinfo-no-post", Violates: "oidc-core-5.3.1-userinfo-post", At: "userinfo.method", Variant: "oidc",
		Apply: func(o *Options) {
			o.Userinfo.Method = func(p *Presented) error {
				if p.HTTP.Method != http.MethodGet {
					return &Error{http.StatusMethodNotAllowed, "invalid_request", "only GET is served here"}
				}
				return nil
			}
		},
	},
	{
		Name: "userinfo-without-tls", Violates: "oidc-core-5.3-userinfo-tls", At: "transport.plain", Variant: "tls",
		Apply: func(o *Options) {
			o.Transport.Plain = func(r *http.Request) bool { return public(r) || strings.HasSuffix(r.URL.Path, "/userinfo") }
		},
	},
	knowing("userinfo-other-subject", "oidc-core-5.3.2-userinfo-sub", func(_ *Presented, m map[string]any) { m["sub"] = "0" + m["sub"].(string) }),
	{
		Name: "userinfo-as-text", Violates: "oidc-core-5.3.2-userinfo-json", At: "userinfo.reply", Variant: "oidc",
		Apply: func(o *Options) {
			o.Userinfo.Reply = func(_ *Presented, r *Reply) {
				noStore(r.Header)
				if r.Members != nil {
					r.Body, _ = json.Marshal(r.Members) // they came from JSON
					r.Header.Set("Content-Type", "text/html")
				}
			}
		},
	},
	knowing("userinfo-null", "oidc-core-5.3.2-userinfo-no-null", func(_ *Presented, m map[string]any) { m["gender"] = nil }),
	{
		Name: "userinfo-for-nobody", Violates: "oidc-core-5.3.2-userinfo-signed", At: "userinfo.sign", Variant: "oidc",
		Apply: func(o *Options) {
			o.Userinfo.Sign = func(p *Presented, alg string, claims map[string]any) (string, error) {
				claims["iss"] = p.s.o.Issuer
				return p.s.sign(alg, map[string]any{"kid": p.s.kid(alg)}, claims)
			}
		},
	},
	{
		Name: "userinfo-altered-after-signing", Violates: "oidc-core-5.3.2-userinfo-signed", At: "userinfo.sign", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Userinfo.Sign
			o.Userinfo.Sign = func(p *Presented, alg string, claims map[string]any) (string, error) {
				raw, err := clean(p, alg, claims)
				claims["name"] = "Somebody Else"
				return swapPayload(raw, claims), err
			}
		},
	},
	{
		Name: "userinfo-remembers-tokens", Violates: "oidc-core-5.3.3-userinfo-expired-token", At: "userinfo.lookup", Variant: "oidc",
		Apply: func(o *Options) {
			clean := o.Userinfo.Lookup
			var seen sync.Map // token: its record, once it was good
			o.Userinfo.Lookup = func(p *Presented) (*Record, error) {
				if r, ok := seen.Load(p.Token); ok {
					return r.(*Record), nil
				}
				r, err := clean(p)
				if err == nil {
					seen.Store(p.Token, r)
				}
				return r, err
			}
		},
	},
	unchallenged("userinfo-without-token-unchallenged", func(p *Presented) bool { return p.Token == "" }),
	unchallenged("userinfo-unknown-token-unchallenged", func(p *Presented) bool {
		_, known := p.s.store.access.get(signature(p.Token))
		return p.Token != "" && !known && !strings.Contains(p.Token, ".") && !p.refreshes()
	}),
	mistakes("userinfo-takes-id-token", func(p *Presented) *Record {
		part := strings.Split(p.Token, ".")
		if len(part) != 3 {
			return nil
		}
		var claims struct{ Sub string }
		b, err := base64.RawURLEncoding.DecodeString(part[1])
		if err != nil || json.Unmarshal(b, &claims) != nil {
			return nil
		}
		for i := range p.s.o.Users {
			if u := &p.s.o.Users[i]; u.Sub == claims.Sub {
				return &Record{Client: &registered{Client: &Client{}}, Scope: []string{"openid"}, Session: &Session{User: u, Sub: u.Sub}}
			}
		}
		return nil
	}),
	mistakes("userinfo-takes-refresh-token", func(p *Presented) *Record {
		r, _ := p.s.store.refresh.get(signature(p.Token))
		return r
	}),
	{
		Name: "userinfo-of-a-client", Violates: "oidc-core-5.3.3-userinfo-scope", At: "userinfo.scope", Variant: "oidc", Acts: true,
		Apply: func(o *Options) {
			clean := o.Userinfo.Scope
			o.Userinfo.Scope = func(p *Presented) error {
				if p.Record.Session.User == nil {
					p.Record.Session.User = &User{}
					return nil
				}
				return clean(p)
			}
		},
	},
	knowing("userinfo-verified-as-text", "oidc-core-5.1-standard-claim-types", func(_ *Presented, m map[string]any) {
		if _, ok := m["email_verified"]; ok {
			m["email_verified"] = "false"
		}
	}),
}

// unchallenged refuses without saying what is wanted.
func unchallenged(name string, when func(p *Presented) bool) Fault {
	return Fault{Name: name, Violates: "oidc-core-5.3-userinfo-bearer", At: "userinfo.error", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Userinfo.Error
		o.Userinfo.Error = func(p *Presented, e *Error, r *Reply) {
			clean(p, e, r)
			if when(p) {
				r.Header.Del("WWW-Authenticate")
			}
		}
	}}
}

// refreshes says whether what is presented is a refresh token.
func (p *Presented) refreshes() bool {
	_, is := p.s.store.refresh.get(signature(p.Token))
	return is
}

// mistakes takes for an access token what is none.
func mistakes(name string, what func(p *Presented) *Record) Fault {
	return Fault{Name: name, Violates: "oidc-core-5.3-userinfo-bearer", At: "userinfo.lookup", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Userinfo.Lookup
		o.Userinfo.Lookup = func(p *Presented) (*Record, error) {
			r, err := clean(p)
			if err != nil {
				if other := what(p); other != nil {
					return other, nil
				}
			}
			return r, err
		}
	}}
}
