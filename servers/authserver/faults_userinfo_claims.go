package authserver

import "encoding/json"

// knowing changes the claims of a UserInfo response.
func knowing(name, violates string, change func(p *Presented, claims map[string]any)) Fault {
	return Fault{Name: name, Violates: violates, At: "userinfo.claims", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Userinfo.Claims
		o.Userinfo.Claims = func(p *Presented, claims map[string]any) { clean(p, claims); change(p, claims) }
	}}
}

// withholding keeps the claims of one scope back.
func withholding(scope string) Fault {
	return knowing("userinfo-no-"+scope, "oidc-core-5.4-scope-"+scope, func(p *Presented, m map[string]any) {
		if !has(p.Record.Scope, scope) {
			return // the claims parameter may have asked for them
		}
		for _, name := range scopeClaims[scope] {
			delete(m, name)
		}
	})
}

// asking refuses an authorization request for what its claims parameter holds, or for what stands beside it.
func asking(name, violates string, refused func(a *Authorization) bool) Fault {
	return Fault{Name: name, Violates: violates, At: "authorize.claims", Variant: "oidc", Apply: func(o *Options) {
		clean := o.Authorize.Claims
		o.Authorize.Claims = func(a *Authorization) error {
			if err := clean(a); err != nil {
				return err
			}
			if refused(a) {
				return problem("invalid_request", "not all of that can be had here")
			}
			return nil
		}
	}}
}

// userinfoClaimFaults break which claims a client learns (OpenID Connect Core §5.2, §5.4, §5.5).
var userinfoClaimFaults = []Fault{
	withholding("profile"),
	withholding("email"),
	withholding("address"),
	withholding("phone"),
	knowing("userinfo-email-for-everybody", "oidc-core-5.4-claims-not-leaked", func(p *Presented, m map[string]any) {
		if v, ok := p.Record.Session.User.Claims["email"]; ok {
			m["email"] = v
		}
	}),
	knowing("userinfo-no-claims-parameter", "oidc-core-5.5-claims-parameter", func(p *Presented, m map[string]any) {
		if !has(p.Record.Scope, "profile") {
			delete(m, "family_name")
		}
	}),
	asking("claims-unknown-member", "oidc-core-5.5-claims-unknown-ignored", func(a *Authorization) bool {
		var members map[string]json.RawMessage
		_ = json.Unmarshal([]byte(a.Params.Get("claims")), &members) // the clean seam has read it
		delete(members, "userinfo")
		delete(members, "id_token")
		return len(members) > 0
	}),
	asking("claims-unknown-claim", "oidc-core-5.5-claims-unknown-ignored", func(a *Authorization) bool {
		for name, wanted := range a.Claims.UserInfo {
			if wanted == nil && !standardClaim(name) {
				return true
			}
		}
		return false
	}),
	asking("claims-essential-or-nothing", "oidc-core-5.5.1-essential-not-an-error", func(a *Authorization) bool {
		for name, wanted := range a.Claims.UserInfo {
			if wanted != nil && wanted.Essential && !standardClaim(name) {
				return true
			}
		}
		return false
	}),
	besides(asking("claims-locales-unknown", "oidc-core-5.2-claims-locales", func(a *Authorization) bool { return a.Params.Has("claims_locales") }),
		false, "oidc-core-15.1-locales-acr-max-age"), // which says so of other parameters too
}

func standardClaim(name string) bool {
	for _, names := range scopeClaims {
		if has(names, name) {
			return true
		}
	}
	return false
}
