package exchange

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// encodings lists the texts that a value may travel as, itself first, each once and none shorter than keySize.
func encodings(v string) []string {
	all := []string{v}
	all = append(all, percent(v)...)
	all = append(all, percent(url.QueryEscape(v))...) // a redirect inside a redirect
	all = append(all, escaped(v)...)
	all = append(all, hex.EncodeToString([]byte(v)), strings.ToUpper(hex.EncodeToString([]byte(v))))
	for _, plain := range []string{v, url.QueryEscape(v)} { // Basic credentials are form-encoded first (RFC 6749 section 2.3.1)
		all = append(all, base64s(plain)...)
	}
	kept := all[:0]
	for _, e := range all {
		if len(e) >= keySize && !slices.Contains(kept, e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// percent is v as a form member, a query value and a path segment, with hex digits of either case.
func percent(v string) []string {
	query := url.QueryEscape(v)
	upper := []string{query, strings.ReplaceAll(query, "+", "%20"), url.PathEscape(v), tight(v)}
	all := upper
	for _, e := range upper {
		all = append(all, lowerHex(e))
	}
	return all
}

// tight percent-encodes whatever is not a letter or a digit, as some form encoders do.
func tight(v string) string {
	var b strings.Builder
	for _, c := range []byte(v) {
		if '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
		}
	}
	return b.String()
}

// lowerHex writes %2F as %2f.
func lowerHex(v string) string {
	b := []byte(v)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(v[i+1:i+3]))
		}
	}
	return string(b)
}

// escaped is v inside a JSON string (plainly, safe for HTML, with escaped slashes, and JSON within JSON), inside HTML
// as the common libraries write it, and inside the quotes that Go puts around a URL in an error.
func escaped(v string) []string {
	plain := jsonString(v, false)
	one := html.EscapeString(v)
	named := strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(one)
	hexed := strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#x27;", "/", "&#x2F;").Replace(one)
	go1 := strings.NewReplacer("+", "&#43;", "`", "&#96;", "=", "&#61;").Replace(one)
	quoted := strconv.Quote(v)
	return []string{
		plain, jsonString(v, true), strings.ReplaceAll(plain, "/", `\/`), jsonString(plain, false),
		one, named, hexed, go1, strings.ReplaceAll(go1, "&#61;", "="), quoted[1 : len(quoted)-1],
	}
}

func jsonString(v string, safe bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(safe)
	if e.Encode(v) != nil {
		return v
	}
	return strings.TrimSuffix(b.String(), "\n")[1 : b.Len()-2]
}

// base64s is v in base64, of its own and in the middle of something longer (id:secret), in both alphabets. What the
// neighbouring bytes would change is left out of the pattern: at most six bits at either end.
func base64s(v string) []string {
	var all []string
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		all = append(all, enc.EncodeToString([]byte(v)), enc.WithPadding(base64.NoPadding).EncodeToString([]byte(v)))
		for before := range 3 {
			whole := enc.WithPadding(base64.NoPadding).EncodeToString([]byte(strings.Repeat("\x00", before) + v))
			all = append(all, whole[(before*8+5)/6:(before+len(v))*8/6])
		}
	}
	return all
}
