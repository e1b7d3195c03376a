package exchange

import (
	"regexp"
	"strings"
)

// secretMembers are the members of forms, queries and JSON whose value is masked whoever made it up.
const secretMembers = `access_token|refresh_token|id_token|client_secret|code|code_verifier|password|assertion|client_assertion|request|device_code`

// A shape is a text in which something secret stands. The group "secret" is what is replaced, by the name of the
// group "name" in capitals or else by a fixed one.
type shape struct {
	re    *regexp.Regexp
	fixed string
}

// The order matters: headers first, so that a token in one is named after the header's scheme and not after its form.
var shapes = []shape{
	{regexp.MustCompile(`(?im)\b(?:proxy-)?authorization["']?\s*:\s*\\?["'\[]*\s*[a-z0-9_-]+ +(?P<secret>[^\r\n"'\\]+)`), "AUTHORIZATION"},
	{regexp.MustCompile(`(?im)\bset-cookie["']?\s*:\s*\\?["'\[]*\s*[^=;\s"]+=(?P<secret>[^;\r\n"\\]+)`), "COOKIE"},
	{regexp.MustCompile(`(?i)(?:^|[^a-z0-9_.-]|%[0-9a-f]{2})(?P<name>` + secretMembers + `)(?:=|%3d)(?P<secret>[^&\s"'<>\\;#]+)`), ""},
	{regexp.MustCompile(`(?i)\\*"(?P<name>` + secretMembers + `)\\*"\s*:\s*\\*"(?P<secret>(?:[^"\\]|\\[^"]|\\"[^\s,}\]])+)`), ""},
	{regexp.MustCompile(`(?i)\bname=["']?(?P<name>` + secretMembers + `)["']?(?:\s+[a-z]+=["'][^"'<>]*["'])*\s+value=["']?(?P<secret>[^"'\s<>]+)`), ""},
	{regexp.MustCompile(`(?i)\bvalue=["']?(?P<secret>[^"'\s<>]+)["']?(?:\s+[a-z]+=["'][^"'<>]*["'])*\s+name=["']?(?P<name>` + secretMembers + `)["'\s/>]`), ""},
	{regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){2,4}`), "JWT"},
	{regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s/?#@:"']*:(?P<secret>[^\s/?#@"']+)@`), "PASSWORD"},
}

var (
	cookieLine = regexp.MustCompile(`(?im)(^|[^a-z-])(cookie["']?\s*:\s*\\?["'\[]*\s*)([^\r\n"\\]+)`)
	cookiePair = regexp.MustCompile(`=[^;]+`)

	// hidden is what already stands for a secret: our marker, or in a curl line a shell variable or how to make one.
	hidden = regexp.MustCompile(`^"?(?:‹[A-Z_0-9]+›|\$\{?[A-Z_0-9]+\}?|\$\((?:openssl|printf))"?$`)
	// errorCode is a value of "code" that is none: error objects of many APIs have a member of that name.
	errorCode = regexp.MustCompile(`^(?:[0-9]{1,5}|(?:invalid|unsupported|unauthorized|insufficient|access|server|temporarily|login|consent|interaction|account|request)_[a-z_]{4,30})$`)
)

// RedactShapes masks what looks like a secret whatever its value: credentials in Authorization headers, cookies, the
// members that carry tokens, codes, verifiers, assertions and passwords in forms, queries, JSON and hidden inputs, passwords in
// URLs, and JWTs. It is the net below [Secrets.Redact], for values that the run never learnt.
func RedactShapes(text string) string {
	for _, s := range shapes {
		text = s.mask(text)
	}
	return cookieLine.ReplaceAllStringFunc(text, func(line string) string {
		m := cookieLine.FindStringSubmatch(line)
		return m[1] + m[2] + cookiePair.ReplaceAllString(m[3], "="+mark("COOKIE"))
	})
}

func (s shape) mask(text string) string {
	value, name := s.re.SubexpIndex("secret"), s.re.SubexpIndex("name")
	var b strings.Builder
	at := 0
	for _, m := range s.re.FindAllStringSubmatchIndex(text, -1) {
		from, to := m[0], m[1]
		if value >= 0 {
			from, to = m[2*value], m[2*value+1]
		}
		label := s.fixed
		if name >= 0 {
			label = strings.ToUpper(text[m[2*name]:m[2*name+1]])
		}
		if plain(label, text[from:to]) {
			continue
		}
		b.WriteString(text[at:from] + mark(label))
		at = to
	}
	if at == 0 {
		return text
	}
	return b.String() + text[at:]
}

// plain says that a value is none to hide.
func plain(label, v string) bool {
	return hidden.MatchString(v) || label == "CODE" && errorCode.MatchString(v)
}
