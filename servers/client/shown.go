package client

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Shown is a token laid open: Header and Payload are indented JSON, or empty for one that only its issuer can read.
type Shown struct{ Name, Raw, Header, Payload string }

func show(name, raw string) Shown {
	s := Shown{Name: name, Raw: raw}
	parts := strings.Split(raw, ".")
	if len(parts) == 3 {
		s.Header, s.Payload = indented(parts[0]), indented(parts[1])
	}
	return s
}

func indented(part string) string {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	var b bytes.Buffer
	if err != nil || json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}
