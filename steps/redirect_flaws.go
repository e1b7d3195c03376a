package steps

import (
	"fmt"
	"net/url"
	"strings"
)

// A uri is a registered redirect URI, taken apart.
type uri struct{ *url.URL }

// flaws are the ways in which a redirect URI is not the registered one. Each gives the text to send, or "" where that
// URI cannot have the flaw. They are put together as text: a library would mend what makes them hostile.
var flaws = map[string]func(uri) string{
	// near misses
	"the scheme in capitals":       func(u uri) string { return strings.ToUpper(u.Scheme) + "://" + u.Host + u.rest() },
	"the host in capitals":         func(u uri) string { return u.Scheme + "://" + strings.ToUpper(u.Host) + u.rest() },
	"the path in capitals":         func(u uri) string { return differing(u, u.origin()+strings.ToUpper(u.EscapedPath())+u.query()) },
	"a trailing slash":             func(u uri) string { return u.path() + "/" + u.query() },
	"another path segment":         func(u uri) string { return u.path() + "/more" + u.query() },
	"a letter more at its end":     func(u uri) string { return u.path() + "x" + u.query() },
	"a letter percent-encoded":     encodedLetter,
	"its path cut off":             func(u uri) string { return differing(u, u.origin()+"/") },
	"an added query":               func(u uri) string { return u.String() + u.glue() + "added=1" },
	"an empty query":               func(u uri) string { return differing(u, u.path()+"?") },
	"a code of its own":            func(u uri) string { return u.String() + u.glue() + "code=planted" },
	"a state of its own":           func(u uri) string { return u.String() + u.glue() + "state=planted" },
	"http in place of https":       func(u uri) string { return whether(u.Scheme == "https", "http://"+u.Host+u.rest()) },
	"its default port written out": func(u uri) string { return whether(u.Port() == "", u.origin()+":"+u.defaultPort()+u.rest()) },
	"another port":                 func(u uri) string { return u.Scheme + "://" + u.Hostname() + ":8444" + u.rest() },

	// the path
	"a step up to another path":      func(u uri) string { return u.path() + "/../attacker" },
	"an encoded step up":             func(u uri) string { return u.path() + "/%2e%2e/attacker" },
	"a doubly encoded step up":       func(u uri) string { return u.path() + "/%252e%252e/attacker" },
	"a step up behind a semicolon":   func(u uri) string { return u.path() + "/..;/attacker" },
	"a path parameter":               func(u uri) string { return u.path() + ";attacker" },
	"an encoded slash":               func(u uri) string { return u.path() + "%2f..%2fattacker" },
	"a doubled slash":                func(u uri) string { return u.origin() + "/" + u.EscapedPath() },
	"a single dot segment":           func(u uri) string { return u.origin() + "/." + u.EscapedPath() },
	"a backslash":                    func(u uri) string { return u.path() + `\..\attacker` },
	"an encoded backslash":           func(u uri) string { return u.path() + "%5c..%5cattacker" },
	"an encoded null byte":           func(u uri) string { return u.path() + "%00/attacker" },
	"an encoded line break":          func(u uri) string { return u.path() + "%0d%0aattacker" },
	"a tab":                          func(u uri) string { return u.origin() + "/\t" + strings.TrimPrefix(u.EscapedPath(), "/") },
	"a blank before it":              func(u uri) string { return " " + u.String() },
	"an attacker's URI behind a gap": func(u uri) string { return u.String() + " " + attackersURI },

	// the host
	"another host":                                  func(u uri) string { return u.Scheme + "://attacker.example" + u.rest() },
	"another host in front of its own":              func(u uri) string { return u.Scheme + "://attacker" + u.Host + u.rest() },
	"another host behind its own":                   func(u uri) string { return u.Scheme + "://" + u.Host + ".attacker.example" + u.rest() },
	"a subdomain":                                   func(u uri) string { return u.Scheme + "://attacker." + u.Host + u.rest() },
	"a dot behind its host":                         func(u uri) string { return u.Scheme + "://" + u.Hostname() + "." + u.port() + u.rest() },
	"a user name":                                   func(u uri) string { return u.Scheme + "://user@" + u.Host + u.rest() },
	"its host as the user name at another":          func(u uri) string { return u.Scheme + "://" + u.Host + "@attacker.example" + u.rest() },
	"two user names before another host":            func(u uri) string { return u.Scheme + "://" + u.Host + "@" + u.Host + "@attacker.example" + u.rest() },
	"three at signs before its host":                func(u uri) string { return u.Scheme + "://attacker.example@@@" + u.Host + u.rest() },
	"another host and an encoded at sign before it": func(u uri) string { return u.Scheme + "://attacker.example%40" + u.Host + u.rest() },
	"another host and an encoded hash before it":    func(u uri) string { return u.Scheme + "://attacker.example%23@" + u.Host + u.rest() },
	"another host and an encoded percent before it": func(u uri) string { return u.Scheme + "://attacker.example%25@" + u.Host + u.rest() },
	"another host and a backslash before it":        func(u uri) string { return u.Scheme + `://attacker.example\@` + u.Host + u.rest() },
	"its URI in the query of another":               func(u uri) string { return "https://attacker.example/?u=" + u.String() },
	"localhost for a host":                          func(u uri) string { return u.Scheme + "://localhost" + u.rest() },
	"a loopback address for a host":                 func(u uri) string { return "http://127.0.0.1" + u.rest() },
	"a private-use scheme":                          func(u uri) string { return "com.example.attacker:" + u.rest() },
	"a script for a scheme":                         func(uri) string { return "javascript:alert(document.domain)" },
	"data for a scheme":                             func(uri) string { return "data:text/html,attacker" },

	// no absolute URI
	"only its path":          func(u uri) string { return whether(strings.HasPrefix(u.EscapedPath(), "/"), u.rest()) },
	"only its path unrooted": func(u uri) string { return strings.TrimPrefix(u.rest(), "/") },
	"its scheme left out":    func(u uri) string { return "//" + u.Host + u.rest() },
	"a fragment":             func(u uri) string { return u.String() + "#attacker" },
	"an empty fragment":      func(u uri) string { return u.String() + "#" },
	"a filled-in wildcard":   filledIn,
	"its wildcard in the path": func(u uri) string {
		return whether(strings.HasSuffix(u.Path, "*"), strings.TrimSuffix(u.String(), "*")+"/attacker")
	},
}

// loopbackFlaws are those of a native client's loopback URI, where the port alone may vary (RFC 8252 section 7.3).
var loopbackFlaws = map[string]func(uri) string{
	"another port":           func(u uri) string { return u.Scheme + "://" + u.literal() + ":49731" + u.rest() },
	"another path":           func(u uri) string { return u.Scheme + "://" + u.literal() + ":49731/attacker" },
	"an added query":         func(u uri) string { return u.Scheme + "://" + u.literal() + ":49731" + u.rest() + u.glue() + "added=1" },
	"another loopback host":  func(u uri) string { return u.Scheme + "://127.0.0.2:49731" + u.rest() },
	"localhost for its host": func(u uri) string { return u.Scheme + "://localhost:49731" + u.rest() },
	"another scheme":         func(u uri) string { return "https://" + u.literal() + ":49731" + u.rest() },
	"a user name":            func(u uri) string { return u.Scheme + "://user@" + u.literal() + ":49731" + u.rest() },
	"its address as the user name at another host": func(u uri) string {
		return u.Scheme + "://" + u.literal() + ":49731@attacker.example" + u.rest()
	},
}

func (u uri) origin() string { return u.Scheme + "://" + u.Host }
func (u uri) rest() string   { return u.EscapedPath() + u.query() }
func (u uri) path() string   { return u.origin() + u.EscapedPath() }

// literal is the host without its port, an IPv6 address in brackets.
func (u uri) literal() string { return strings.TrimSuffix(u.Host, u.port()) }

func (u uri) port() string {
	if u.Port() == "" {
		return ""
	}
	return ":" + u.Port()
}

func (u uri) query() string {
	if u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

// glue is what joins one more parameter to a URI.
func (u uri) glue() string {
	if u.RawQuery == "" {
		return "?"
	}
	return "&"
}

func (u uri) defaultPort() string {
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}

func whether(is bool, s string) string {
	if is {
		return s
	}
	return ""
}

// differing is the text where it differs from the URI.
func differing(u uri, s string) string { return whether(s != u.String(), s) }

// encodedLetter writes the last letter of the path as its percent code: equal after decoding, not as a string.
func encodedLetter(u uri) string {
	p := u.EscapedPath()
	if p == "" || p[len(p)-1] == '/' {
		return ""
	}
	return fmt.Sprintf("%s%s%%%02X%s", u.origin(), p[:len(p)-1], p[len(p)-1], u.query())
}

// filledIn puts an attacker where a host has its wildcard.
func filledIn(u uri) string {
	return whether(strings.Contains(u.Host, "*"), u.Scheme+"://"+strings.Replace(u.Host, "*", "attacker", 1)+u.rest())
}
