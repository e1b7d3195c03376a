package authserver

// profiling changes what an access token says that follows RFC 9068.
func profiling(name, violates string, change func(c *Call, claims map[string]any)) Fault {
	return Fault{Name: name, Violates: violates, At: "access.claims", Variant: "oauth2.1", Apply: func(o *Options) { o.Access.Claims = change }}
}

func leavingOut(claim string) Fault {
	return profiling("access-jwt-without-"+claim, "rfc9068-2.2-required-claims", func(_ *Call, m map[string]any) { delete(m, claim) })
}

// accessTokenFaults break what an access token says of itself (RFC 9068 §2).
var accessTokenFaults = []Fault{
	{
		Name: "access-jwt-unsigned", Violates: "rfc9068-2-signed", At: "access.sign", Variant: "oauth2.1",
		Apply: func(o *Options) {
			o.Access.Sign = func(_ *Call, _ string, header, claims map[string]any) (string, error) {
				header["alg"] = "none"
				return segmentOf(header) + "." + segmentOf(claims) + ".", nil
			}
		},
	},
	leavingOut("exp"),
	leavingOut("aud"),
	leavingOut("jti"),
	also(leavingOut("client_id"), "rfc9068-2.2-client-id-matches"), // there is none to compare
	profiling("access-jwt-other-issuer", "rfc9068-2.2-iss-equals-metadata", func(_ *Call, m map[string]any) { m["iss"] = m["iss"].(string) + "/" }),
	profiling("access-jwt-other-client", "rfc9068-2.2-client-id-matches", func(_ *Call, m map[string]any) { m["client_id"] = "another" }),
	profiling("access-jwt-same-jti", "rfc9068-2.2-jti-unique", func(_ *Call, m map[string]any) { m["jti"] = "the-same" }),
	profiling("access-jwt-scope-list", "rfc9068-2.2.3-scope-claim", func(c *Call, m map[string]any) { m["scope"] = c.Scope }),
	profiling("access-jwt-scope-beyond", "rfc9068-2.2.3-scope-claim", func(_ *Call, m map[string]any) {
		if s, ok := m["scope"].(string); ok {
			m["scope"] = s + " admin"
		}
	}),
}
