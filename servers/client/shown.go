package client

import (
	"bytes"
	"cmp"
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
	if err != nil {
		return ""
	}
	return legible(raw)
}

// legible is JSON with a member a line, or empty.
func legible(raw []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}

// Shown is the body as a person reads it: JSON with a member a line, anything else as it came.
func (c *Call) Shown() string { return cmp.Or(legible([]byte(c.Body)), c.Body) }
