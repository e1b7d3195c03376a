package authserver

import "net/http"

// scopeClaims says which claims a scope stands for (OpenID Connect Core §5.4).
var scopeClaims = map[string][]string{
	"profile": {"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
		"picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"},
	"email":   {"email", "email_verified"},
	"address": {"address"},
	"phone":   {"phone_number", "phone_number_verified"},
}

func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	o, p, reply := &s.o.Userinfo, &Presented{HTTP: r, s: s}, newReply(w, http.StatusOK)
	if err := p.userinfo(reply); err != nil {
		e := asError(err)
		reply.Status, reply.Body = e.Status, nil
		reply.Header.Del("Content-Type")
		use(s, &o.Error)(p, e, reply)
		p.handNonce(reply)
		reply.write(w)
		return
	}
	use(s, &o.Reply)(p, reply)
	p.handNonce(reply)
	reply.write(w)
}

func (p *Presented) userinfo(reply *Reply) error {
	s, o := p.s, &p.s.o.Userinfo
	if err := use(s, &o.Method)(p); err != nil {
		return err
	}
	err := p.accept(
		func(p *Presented) (string, error) { return use(s, &o.Token)(p) },
		func(p *Presented) (*Record, error) { return use(s, &o.Lookup)(p) })
	if err != nil {
		return err
	}
	if err := use(s, &o.Scope)(p); err != nil {
		return err
	}
	claims := map[string]any{"sub": p.Record.Session.Sub}
	use(s, &o.Claims)(p, claims)
	alg := use(s, &o.Signed)(p)
	if alg == "" {
		reply.Members = claims
		return nil
	}
	jwt, err := use(s, &o.Sign)(p, alg, claims)
	reply.Body = []byte(jwt)
	reply.Header.Set("Content-Type", "application/jwt")
	return err
}

func userinfoSeams() UserinfoSeams {
	return UserinfoSeams{
		Wire: plainWire, Token: authorization, Lookup: lookup, Error: challenge, Claims: userClaims,
		Method: func(p *Presented) error {
			if p.HTTP.Method != http.MethodGet && p.HTTP.Method != http.MethodPost {
				return &Error{http.StatusMethodNotAllowed, "invalid_request", "only GET and POST are served here"}
			}
			return nil
		},
		Scope: func(p *Presented) error {
			if !has(p.Record.Scope, "openid") || p.Record.Session.User == nil {
				return problem("insufficient_scope", "the access token is not for the userinfo endpoint")
			}
			return nil
		},
		Signed: func(p *Presented) string { return p.Record.Client.UserinfoAlg },
		Sign: func(p *Presented, alg string, claims map[string]any) (string, error) {
			claims["iss"], claims["aud"] = p.s.o.Issuer, p.Record.Client.ID
			return p.s.sign(alg, map[string]any{"kid": p.s.kid(alg)}, claims)
		},
		Reply: func(_ *Presented, r *Reply) { noStore(r.Header) },
	}
}

// userClaims adds the claims of the granted scopes and of the claims parameter, as far as the user has them.
func userClaims(p *Presented, claims map[string]any) {
	x := p.Record.Session
	add := func(name string) {
		if v, ok := x.User.Claims[name]; ok {
			claims[name] = v
		}
	}
	for _, s := range p.Record.Scope {
		for _, name := range scopeClaims[s] {
			add(name)
		}
	}
	for name := range x.Claims.UserInfo {
		add(name)
	}
}
