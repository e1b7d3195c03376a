package check

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

func TestEntropy(t *testing.T) {
	random := func(n int) []byte { b := make([]byte, n); rand.Read(b); return b }
	uuid := func() string {
		b := random(16)
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
		return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	}
	n := 0
	for _, tt := range []struct {
		name string
		make func() string
		bits int
		ok   bool
	}{
		{"128 bits of base64url", func() string { return base64.RawURLEncoding.EncodeToString(random(16)) }, 128, true},
		{"120 bits of base64url", func() string { return base64.RawURLEncoding.EncodeToString(random(15)) }, 128, false},
		{"128 bits of hex", func() string { return hex.EncodeToString(random(16)) }, 128, true},
		{"160 bits of hex", func() string { return hex.EncodeToString(random(20)) }, 160, true},
		{"152 bits of hex", func() string { return hex.EncodeToString(random(19)) }, 160, false},
		{"a version 4 UUID", uuid, 128, false},
		{"two UUIDs", func() string { return uuid() + "." + uuid() }, 160, true},
		{"a constant prefix", func() string { return "access-token-for-somebody-special-" + hex.EncodeToString(random(8)) }, 128, false},
		{"a counter", func() string { n++; return fmt.Sprintf("%064d", n) }, 128, false},
		{"a long and a short form", func() string { return hex.EncodeToString(random(16 + int(random(1)[0]&1))) }, 128, true},
		{"always the same", func() string { return "JsUGGI3zmS0UGyNJVvcuTI0FmSMVAx5fPVZBXWQEUE0" }, 128, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 {
				var values []string
				for range 24 {
					values = append(values, tt.make())
				}
				var m *verdict.Mismatch
				err := Entropy(values, tt.bits)
				if tt.ok && err != nil || !tt.ok && !errors.As(err, &m) {
					t.Fatalf("%v of %q", err, values[0])
				}
			}
		})
	}
}
