package check

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// ChallengeHidden demands that others cannot read the code challenge out of a code: neither as it stands nor in the segments of
// the code that are base64 or hexadecimal (RFC 7636 section 4.4).
func ChallengeHidden(code, challenge string) error {
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	forms := []string{challenge, hex.EncodeToString([]byte(challenge))}
	if err == nil { // an S256 challenge is a digest
		forms = append(forms, string(raw), hex.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw))
	}
	for _, text := range readable(code) {
		for _, f := range forms {
			if strings.Contains(text, f) {
				return verdict.Mismatchf("a code that does not show the code challenge", "a code that contains it")
			}
		}
	}
	return nil
}

// readable is a code, and what anyone can decode of it.
func readable(code string) []string {
	all := []string{code, strings.ToLower(code)}
	segments := strings.FieldsFunc(code, func(r rune) bool { return strings.ContainsRune(".:|~=", r) })
	for _, s := range append(segments, code) {
		s = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "=")
		if b, err := base64.RawURLEncoding.DecodeString(s); err == nil {
			all = append(all, string(b))
		}
		if b, err := hex.DecodeString(s); err == nil {
			all = append(all, string(b))
		}
	}
	return all
}
