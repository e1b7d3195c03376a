package resource

import (
	"strings"
)

// challenging changes the challenge.
func challenging(name, violates string, change func(r *Refusal, clean string) string, also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "refuse.challenge", AlsoRed: also, Apply: func(o *Options) {
		clean := o.Refuse.Challenge
		o.Refuse.Challenge = func(r *Refusal) string { return change(r, clean(r)) }
	}}
}

// refusalFaults refuse wrongly (RFC 6750 §3).
var refusalFaults = []Fault{
	challenging("basic-asked-for", "rfc6750-3-no-token-challenge", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return strings.Replace(clean, "Bearer", "Basic", 1)
		}
		return clean
	}),
	challenging("basic-asked-for-instead", "rfc6750-3-refused-token-challenge", func(r *Refusal, clean string) string {
		if r.Code == "invalid_token" {
			return strings.Replace(clean, "Bearer", "Basic", 1)
		}
		return clean
	}, "rfc6750-3.1-invalid-token", "rfc6750-3.1-expired-token", "rfc9068-4-rs-error-code"), // a challenge is where they look for the error
	challenging("challenge-of-a-word", "rfc6750-3-challenge-has-auth-param", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return "Bearer"
		}
		return clean
	}),
	challenging("error-without-token", "rfc6750-3-no-token-no-error-code", func(r *Refusal, clean string) string {
		if r.Code == "" {
			return clean + `, error="invalid_token"`
		}
		return clean
	}),
	challenging("error-twice", "rfc6750-3-challenge-attributes-once", func(r *Refusal, clean string) string {
		if r.Code != "" {
			return clean + `, error="invalid_token"`
		}
		return clean
	}),
	challenging("scope-twice", "rfc6750-3-challenge-attributes-once", func(r *Refusal, clean string) string {
		if r.Scope != "" {
			return clean + `, scope="` + r.Scope + `"`
		}
		return clean
	}),
	challenging("challenge-without-commas", "rfc6750-3-challenge-has-auth-param", func(r *Refusal, clean string) string {
		if r.Code != "" {
			return strings.ReplaceAll(clean, ", ", " ")
		}
		return clean
	}),
	challenging("no-error", "rfc6750-3.1-invalid-token", func(r *Refusal, clean string) string {
		if strings.Contains(r.Text, "no JWT") {
			return `Bearer realm="api"`
		}
		return clean
	}),
	challenging("no-scope-error", "rfc6750-3.1-insufficient-scope", func(r *Refusal, clean string) string {
		if r.Code == "insufficient_scope" {
			return `Bearer realm="api", error="invalid_token"`
		}
		return clean
	}),
	challenging("metadata-elsewhere", "rfc9728-5.1-www-authenticate", func(r *Refusal, clean string) string {
		return strings.ReplaceAll(clean, wellKnown+"/data", wellKnown+"/nowhere")
	}),
	challenging("only-the-end-named", "rfc9068-4-rs-error-code", func(r *Refusal, clean string) string {
		for _, text := range []string{"another issuer", "another resource", "no access token"} {
			if strings.Contains(r.Text, text) {
				return `Bearer realm="api"`
			}
		}
		return clean
	}),
	challenging("end-of-token-not-named", "rfc6750-3.1-expired-token", func(r *Refusal, clean string) string {
		if strings.Contains(r.Text, "ended") {
			return `Bearer realm="api"`
		}
		return clean
	}, "rfc9068-4-rs-error-code"), // the same, of JWTs
}
