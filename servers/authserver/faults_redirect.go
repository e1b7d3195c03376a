package authserver

import (
	"net/url"
	"path"
	"strings"
)

// A laxity is one way in which servers have compared redirect URIs otherwise than letter by letter.
type laxity struct {
	name, violates string
	early          bool // the checks before the comparison let it through as well
	match          func(a *Authorization, registered, requested string) bool
}

// redirectFaults accept redirect URIs that are not registered.
var redirectFaults = func() (all []Fault) {
	for _, l := range laxities {
		all = append(all, l.fault())
	}
	return append(all, registrationFaults...)
}()

func (l laxity) fault() Fault {
	f := Fault{Name: l.name, Violates: l.violates, At: "authorize.redirect.match", Apply: func(o *Options) {
		clean := o.Authorize.Redirect.Match
		o.Authorize.Redirect.Match = func(a *Authorization, registered, requested string) bool {
			return clean(a, registered, requested) || l.match(a, registered, requested)
		}
		if l.early {
			l.letThrough(&o.Authorize.Redirect.Syntax)
			l.letThrough(&o.Authorize.Redirect.Plain)
		}
	}}
	if l.early {
		f.At = "authorize.redirect.syntax"
	}
	return f
}

// letThrough keeps a check from refusing what the comparison is to accept.
func (l laxity) letThrough(check *func(*Authorization, string) error) {
	clean := *check
	*check = func(a *Authorization, uri string) error {
		for _, r := range a.Client.Redirects {
			if r != uri && l.match(a, r, uri) {
				return nil
			}
		}
		return clean(a, uri)
	}
}

const (
	exact     = "rfc6749-3.1.2.3-redirect-simple-string-match"
	confusion = "rfc6749-3.1.2.3-redirect-path-confusion"
	elsewhere = "rfc6749-3.1.2.4-invalid-redirect-no-redirect"
	loopbacks = "rfc8252-8.4-loopback-path-still-exact"
)

var laxities = []laxity{
	{"redirect-case-ignored", exact, false, func(_ *Authorization, registered, requested string) bool {
		return strings.EqualFold(registered, requested)
	}},
	{"redirect-prefix-match", exact, false, func(_ *Authorization, registered, requested string) bool {
		more, ok := strings.CutPrefix(requested, registered)
		return ok && strings.Trim(more, "/abcdefghijklmnopqrstuvwxyz") == ""
	}},
	{"redirect-parent-match", exact, false, func(_ *Authorization, registered, requested string) bool {
		return strings.HasSuffix(requested, "/") && strings.HasPrefix(registered, requested)
	}},
	{"redirect-query-ignored", exact, false, func(_ *Authorization, registered, requested string) bool {
		at, query, _ := strings.Cut(requested, "?")
		return at == registered && !plants(query)
	}},
	{"redirect-port-ignored", exact, false, func(_ *Authorization, registered, requested string) bool {
		r, q := parsed(registered), parsed(requested)
		q.Host, r.Host = q.Hostname(), r.Hostname()
		return q.String() == r.String() && q.Host != "127.0.0.1" && q.Host != "::1"
	}},
	{"redirect-decoded-match", exact, false, func(_ *Authorization, registered, requested string) bool {
		decoded, err := url.PathUnescape(requested)
		return err == nil && decoded == registered
	}},
	// Path parameters and dot segments behind a prefix: CVE-2026-3872, CVE-2023-6134.
	{"redirect-prefix-unnormalised", confusion, false, func(_ *Authorization, registered, requested string) bool {
		more, ok := strings.CutPrefix(requested, registered)
		return ok && strings.ContainsAny(more, `.;%\`) && more[0] != '?'
	}},
	{"redirect-path-cleaned", confusion, false, func(_ *Authorization, registered, requested string) bool {
		r, q := parsed(registered), parsed(requested)
		same := q.Scheme == r.Scheme && q.Host == r.Host && q.User == nil && q.RawQuery == r.RawQuery && q.RawFragment == ""
		return same && q.Path != r.Path && path.Clean(q.EscapedPath()) == r.EscapedPath() && !strings.HasSuffix(q.Path, "/")
	}},
	{"redirect-whitespace-ignored", confusion, true, func(_ *Authorization, registered, requested string) bool {
		return strings.TrimSpace(strings.ReplaceAll(requested, "\t", "")) == registered
	}},
	// The registered host somewhere in the authority, or in the query: CVE-2026-7504 and many a regular expression.
	{"redirect-host-contained", elsewhere, true, func(a *Authorization, registered, requested string) bool {
		host := parsed(registered).Host
		_, more, ok := strings.Cut(requested, "://")
		if !ok || a.Client.Kind == "native" || host == "" || strings.Contains(requested, "#") {
			return false
		}
		end := strings.IndexAny(more, "/?")
		authority := more[:max(end, 0)]
		return authority != host && !strings.HasPrefix(authority, host+":") && strings.Contains(more, host)
	}},
	{"redirect-host-ignored", elsewhere, false, func(a *Authorization, registered, requested string) bool {
		r, q := parsed(registered), parsed(requested)
		other := q.Scheme != "" && !loopback(r.Hostname()) && !strings.Contains(strings.ToLower(q.Hostname()), r.Hostname()) && q.User == nil
		return other && q.Path == r.Path && q.RawQuery == r.RawQuery && a.Client.Kind != "native" && !strings.Contains(registered, "*")
	}},
	// CVE-2024-21637: a script that form_post runs in the server's origin.
	{"redirect-script-accepted", elsewhere, false, func(_ *Authorization, _, requested string) bool {
		return strings.HasPrefix(requested, "javascript:") || strings.HasPrefix(requested, "data:")
	}},
	{"redirect-relative-accepted", "rfc6749-3.1.2-redirect-absolute", true, func(_ *Authorization, registered, requested string) bool {
		return !strings.Contains(requested, "://") && strings.HasSuffix(registered, requested)
	}},
	{"redirect-fragment-ignored", "rfc6749-3.1.2-redirect-no-fragment", true, func(_ *Authorization, registered, requested string) bool {
		at, _, ok := strings.Cut(requested, "#")
		return ok && at == registered
	}},
	{"redirect-brings-parameters", "rfc9700-2.1-code-pollution", false, func(_ *Authorization, registered, requested string) bool {
		at, query, _ := strings.Cut(requested, "?")
		return at == registered && plants(query)
	}},
	{"redirect-wildcard", "rfc9700-4.1.3-no-wildcard-registration", false, func(_ *Authorization, registered, requested string) bool {
		before, after, ok := strings.Cut(registered, "*")
		return ok && strings.HasPrefix(requested, before) && strings.HasSuffix(requested, after)
	}},
	// CVE-2020-15233: more than the port of a loopback URI could be chosen.
	{"loopback-anything", loopbacks, false, func(a *Authorization, registered, requested string) bool {
		return a.Client.Kind == "native" && loopback(parsed(registered).Hostname()) && loopback(parsed(requested).Hostname())
	}},
	{"loopback-prefix", loopbacks, true, func(a *Authorization, registered, requested string) bool {
		address := strings.TrimSuffix(registered, parsed(registered).Path)
		return a.Client.Kind == "native" && strings.HasPrefix(requested, address+":") && strings.Contains(requested, "@")
	}},
}

// plants says whether a query has response parameters in it.
func plants(query string) bool {
	return strings.HasPrefix(query, "code=") || strings.HasPrefix(query, "state=")
}

// parsed is a URI, or an empty one for what is none.
func parsed(uri string) *url.URL {
	u, err := url.Parse(uri)
	if err != nil {
		return &url.URL{}
	}
	return u
}
