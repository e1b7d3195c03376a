package learn

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// open lays the tokens of a token response open.
func (l *journal) open(body []byte) (all []laidOpen) {
	got := members(body)
	for _, name := range []string{"access_token", "id_token"} {
		parts := strings.Split(got.Get(name), ".")
		if len(parts) != 3 {
			continue
		}
		t := laidOpen{Name: strings.ReplaceAll(name, "_", " "), Header: indented(parts[0]), Payload: indented(parts[1])}
		if t.Header != "" && t.Payload != "" {
			all = append(all, t)
		}
	}
	return all
}

func indented(part string) string {
	text, err := base64.RawURLEncoding.DecodeString(part)
	var b bytes.Buffer
	if err != nil || json.Indent(&b, text, "", "  ") != nil {
		return ""
	}
	return b.String()
}
