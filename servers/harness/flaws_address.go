package harness

import (
	"crypto/sha256"
	"fmt"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// verifications are what an issuer may say of whether an address was verified; nil is nothing.
var verifications = map[string]any{
	"true": true, "false": false, "not mentioned": nil, "null": jsonNull{}, `the text "false"`: "false", `the text "0"`: "0", "the number 0": 0,
	"an empty list": []any{},
}

// jsonNull is a member that is there and null.
type jsonNull struct{}

// MarshalJSON implements json.Marshaler.
func (jsonNull) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// An issuer whose users have one address, in which nothing of their own is.
func init() {
	for said, value := range verifications {
		flaws["gives its users one address, whose verification is "+said] = func(o *authserver.Options) {
			address := fmt.Sprintf("%x@users.example", sha256.Sum256([]byte(o.Users[0].Sub)))[16:]
			give := func(m map[string]any) {
				m["email"], m["email_verified"] = address, value
				if value == nil {
					delete(m, "email_verified")
				}
			}
			claims(func(_ *authserver.Call, m map[string]any) { give(m) })(o)
			next := o.Userinfo.Claims
			o.Userinfo.Claims = func(p *authserver.Presented, m map[string]any) {
				next(p, m)
				give(m)
			}
		}
	}
}
