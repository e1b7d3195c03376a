package steps

import (
	"fmt"
	"net/url"
	"strings"
)

// strangersPages are the ways to write the address of a stranger's page that have got past applications: they are read in one
// way by what checks them and in another by browsers (WHATWG URL standard).
var strangersPages = map[string]func(app *url.URL) string{
	"in full":                                       func(*url.URL) string { return stranger },
	"in capitals":                                   func(*url.URL) string { return strings.ToUpper(stranger) },
	"without its scheme":                            func(*url.URL) string { return "//stranger.example/page" },
	"without its scheme, behind a backslash":        func(*url.URL) string { return `/\stranger.example/page` },
	"behind two backslashes":                        func(*url.URL) string { return `\\stranger.example/page` },
	"with a tab between its slashes":                func(*url.URL) string { return "/\t/stranger.example/page" },
	"at a host that begins like the application's":  func(app *url.URL) string { return app.Scheme + "://" + app.Hostname() + ".stranger.example/page" },
	"at a host that ends like the application's":    func(app *url.URL) string { return app.Scheme + "://stranger" + app.Host + "/page" },
	"with the application's host for a user's name": func(app *url.URL) string { return app.Scheme + "://" + app.Host + "@stranger.example/page" },
}

// strangersPage is a stranger's page, written as a phrase says, for an application that is reached at an address.
func strangersPage(at, written string) (string, error) {
	of, ok := strangersPages[written]
	if !ok {
		return "", fmt.Errorf("there is no stranger's page %q", written)
	}
	app, err := url.Parse(at)
	if err != nil {
		return "", fmt.Errorf("read the address of the application: %w", err)
	}
	return of(app), nil
}

// leadsToStranger reads the address of a redirect as browsers do: tabs and line ends are nothing, backslashes are slashes, and
// however many slashes there are, what follows is a host.
func leadsToStranger(location string) bool {
	s := strings.NewReplacer("\t", "", "\r", "", "\n", "", `\`, "/").Replace(strings.TrimSpace(location))
	scheme, rest, ok := strings.Cut(s, ":")
	switch {
	case ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")):
	case strings.HasPrefix(s, "//"):
		rest = s
	default:
		return false
	}
	host := strings.TrimLeft(rest, "/")
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	host = host[strings.LastIndex(host, "@")+1:]
	return strings.Contains(strings.ToLower(host), "stranger")
}
