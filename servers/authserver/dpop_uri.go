package authserver

import (
	"net/url"
	"regexp"
	"strings"
)

var percentEncoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// canonical brings a URI into a form in which equal ones are equal letter by letter, without its query and fragment
// (RFC 9449 §4.3; RFC 3986 §6.2.2, §6.2.3). What is no URI stays as it is.
func canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil {
		return raw
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	host = strings.TrimSuffix(host, ":")
	path := u.ResolveReference(u).EscapedPath() // without dot segments
	if path == "" {
		path = "/"
	}
	path = percentEncoded.ReplaceAllStringFunc(path, func(s string) string {
		if c, err := url.PathUnescape(s); err == nil && !strings.ContainsFunc(c, reserved) {
			return c
		}
		return strings.ToUpper(s)
	})
	return u.Scheme + "://" + host + path
}
