package authserver

import "strings"

// bindingByKeyFaults break what is bound to a key (RFC 9449 §5, §6, §10).
var bindingByKeyFaults = []Fault{
	{
		Name: "bound-token-as-bearer", Violates: "rfc9449-5-bearer-not-returned", At: "token.reply.success",
		Apply: func(o *Options) {
			clean := o.Token.Reply.Success
			o.Token.Reply.Success = func(c *Call, r *Reply) {
				clean(c, r)
				r.Members["token_type"] = "Bearer"
			}
		},
	},
	{
		Name: "bound-jwt-names-no-key", Violates: "rfc9449-6.1-jwt-jkt", At: "access.claims", Variant: "oauth2.1",
		Apply: func(o *Options) {
			o.Access.Claims = func(_ *Call, claims map[string]any) { padded(claims) }
		},
	},
	introspectedBound("bound-token-names-no-key", func(m map[string]any) { delete(m, "cnf") }),
	introspectedBound("bound-token-pads-its-key", padded),
	introspectedBound("bound-token-introspected-as-bearer", func(m map[string]any) { m["token_type"] = "Bearer" }),
	{
		Name: "refresh-by-any-key", Violates: "rfc9449-5-public-refresh-bound", At: "dpop.refresh",
		Apply: func(o *Options) { o.DPoP.Refresh = func(*Call) error { return nil } },
	},
	{
		Name: "refresh-by-one-key-for-all", Violates: "rfc9449-5-confidential-refresh-unbound", At: "dpop.keep",
		Apply: func(o *Options) { o.DPoP.Keep = (*Call).jkt },
	},
	{
		Name: "bound-client-without-proof", Violates: "rfc9449-5.2-client-metadata-required", At: "dpop.required",
		Apply: func(o *Options) { o.DPoP.Required = func(*Call) error { return nil } },
	},
	{
		Name: "code-by-any-key", Violates: "rfc9449-10-dpop-jkt-mismatch", At: "dpop.code",
		Apply: func(o *Options) { o.DPoP.Code = func(*Call) error { return nil } },
	},
	{
		Name: "code-by-padded-key", Violates: "rfc9449-10-dpop-jkt-match", At: "dpop.code",
		Apply: func(o *Options) {
			o.DPoP.Code = func(c *Call) error { return refuse(c.Record.JKT != "" && c.Record.JKT != c.jkt()+"=") }
		},
	},
}

// introspectedBound changes what introspection says of a token that is bound to a key.
func introspectedBound(name string, change func(m map[string]any)) Fault {
	return Fault{Name: name, Violates: "rfc9449-6.2-introspection-jkt", At: "introspect.members", Apply: func(o *Options) {
		clean := o.Introspect.Members
		o.Introspect.Members = func(c *Call, r *Record, kind string, m map[string]any) {
			if clean(c, r, kind, m); r.JKT != "" {
				change(m)
			}
		}
	}}
}

// padded spells the thumbprint in another alphabet.
func padded(m map[string]any) {
	if cnf, ok := m["cnf"].(map[string]any); ok {
		jkt, _ := cnf["jkt"].(string)
		m["cnf"] = map[string]any{"jkt": strings.NewReplacer("-", "+", "_", "/").Replace(jkt) + "="}
	}
}
