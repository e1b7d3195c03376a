package exchange

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
)

// freshVerifier and freshChallenge make a new pair (RFC 7636 section 4): a verifier buys one code, so that who repeats
// the commands needs one of their own.
const (
	freshVerifier  = `make one: CODE_VERIFIER=$(openssl rand -hex 32)`
	freshChallenge = `CODE_CHALLENGE=$(printf %s "$CODE_VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d =)`
)

// challenges makes variables of the code verifiers that all redeem with, and of the challenges they answer.
func (vs *variables) challenges(all []Exchange) {
	for _, e := range all {
		form, err := url.ParseQuery(e.RequestBody)
		if err != nil {
			continue
		}
		for _, v := range form["code_verifier"] {
			sum := sha256.Sum256([]byte(v))
			challenge := base64.RawURLEncoding.EncodeToString(sum[:])
			if asked(all, challenge) {
				vs.made[challenge] = v
				vs.brought.Add("CODE_CHALLENGE", challenge)
			}
			vs.brought.Add("CODE_VERIFIER", v)
		}
	}
}

// asked says whether any authorization request carried a challenge.
func asked(all []Exchange, challenge string) bool {
	for _, e := range all {
		if u, err := url.Parse(e.URL); err == nil && u.Query().Get("code_challenge") == challenge {
			return true
		}
	}
	return false
}
