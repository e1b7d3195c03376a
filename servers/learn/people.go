package learn

import "github.com/oauthspec/oauthspec/servers/authserver"

// people are the two users who may sign in. A claim that no standard names is carried wherever claims are.
func people() []authserver.User {
	return []authserver.User{
		{Name: "alice", Password: "wonderland", Sub: "248289761001", Claims: map[string]any{
			"name": "Alice Liddell", "given_name": "Alice", "family_name": "Liddell", "preferred_username": "alice",
			"email": "alice@people.example", "email_verified": true, customClaim: "Cartography"}},
		{Name: "bob", Password: "looking-glass", Sub: "90125", Claims: map[string]any{
			"name": "Bob Dodgson", "given_name": "Bob", "family_name": "Dodgson", "preferred_username": "bob",
			"email": "bob@people.example", "email_verified": false, customClaim: "Mathematics"}},
	}
}

// customClaim is a claim of our own.
const customClaim = "department"

// customScope is a scope of our own; both kinds of token that may be asked for it are shown on the consent page.
const customScope = "my/scope"

// addClaims puts the custom claim into each of the five places where a claim can stand, and makes access tokens out for
// the API that they are for.
func addClaims(o *authserver.Options, audience string) {
	of := func(x *authserver.Record, m map[string]any) {
		if x == nil || x.Session.User == nil { // a client acts for itself
			return
		}
		if v, ok := x.Session.User.Claims[customClaim]; ok {
			m[customClaim] = v
		}
	}
	access, id, success, members, info := o.Access.Claims, o.IDToken.Claims, o.Token.Reply.Success, o.Introspect.Members, o.Userinfo.Claims
	o.Access.Claims = func(c *authserver.Call, m map[string]any) {
		m["aud"] = audience
		of(c.Record, m)
		access(c, m)
	}
	o.IDToken.Claims = func(c *authserver.Call, m map[string]any) { of(c.Record, m); id(c, m) }
	o.Token.Reply.Success = func(c *authserver.Call, r *authserver.Reply) { of(c.Record, r.Members); success(c, r) }
	o.Introspect.Members = func(c *authserver.Call, x *authserver.Record, kind string, m map[string]any) {
		members(c, x, kind, m)
		if of(x, m); kind == "access_token" {
			m["aud"] = audience
		}
	}
	o.Userinfo.Claims = func(p *authserver.Presented, m map[string]any) { of(p.Record, m); info(p, m) }
}
