package exchange

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
)

// freshVerifier and freshChallenge make a new pair (RFC 7636 section 4): a verifier buys one code, so that who repeats
// the commands needs one of their own.
const (
	freshVerifier  = "CODE_VERIFIER=$(openssl rand -hex 32)"
	freshChallenge = "CODE_CHALLENGE=$(printf %s \"$CODE_VERIFIER\" |\n  openssl dgst -sha256 -binary | openssl base64 | tr /+ _- | tr -d =)"
)

// fresh is a command that makes a value for the variable, or "".
func (v variable) fresh() string {
	if v.from != "" {
		return strings.NewReplacer("CODE_CHALLENGE", v.name, "CODE_VERIFIER", v.from).Replace(freshChallenge)
	}
	if v.base == "CODE_VERIFIER" {
		return strings.Replace(freshVerifier, "CODE_VERIFIER", v.name, 1)
	}
	return ""
}

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
