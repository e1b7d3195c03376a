package steps

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// attackersURI is a redirect URI that nobody registered.
const attackersURI = "https://attacker.example/cb"

func init() {
	given(`a (confidential|public) client with (a single redirect URI|several redirect URIs|a query in its redirect URI|a wildcard in its redirect URI|a plain http redirect URI|no redirect URI)`,
		func(w *World) any { return w.aClientWith })
	given(`a native client with an? (loopback|IPv6 loopback|private-use|claimed https|plain http) redirect URI`, func(w *World) any { return w.aNativeClientWith })

	given(`a native client that is answered at a claimed https address alone`, func(w *World) any { return w.aNativeClientOnWeb })
	when(`the app asks for a token in its own name`, func(w *World) any { return w.asksAsItself })

	then(`the user is not sent there`, func(w *World) any { return func() error { return check.NotSent(w.arrival(), w.registered()) } })
	then(`the attacker gets nothing`, func(w *World) any { return func() error { return check.NotAt(w.arrival(), attackersURI) } })
	then(`the user is sent nowhere`, func(w *World) any { return func() error { return check.NotSent(w.arrival(), nil) } })
	then(`the query of the redirect URI is kept`, func(w *World) any { return func() error { return check.QueryKept(w.arrival(), w.expected()) } })

	plainly("at a redirect URI of its own choosing", oauth.With("redirect_uri", attackersURI))
	phrase("at its redirect URI", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("redirect_uri", w.client.Redirects[0])}, nil
	})
	phrase("at its redirect URI and that of an attacker", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("redirect_uri", w.client.Redirects[0], attackersURI)}, nil
	})
	phrase("at the redirect URI of an attacker and its own", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("redirect_uri", attackersURI, w.client.Redirects[0])}, nil
	})
	for name, f := range flaws {
		phrase("at its redirect URI with "+name, flawed(f, beyondLoopback, isLoopback))
	}
	for name, f := range loopbackFlaws {
		phrase("at its loopback redirect URI with "+name, flawed(f, isLoopback))
	}
}

// flawed is a request at a registered redirect URI with something changed about it: one of the first sort that is there. Of a loopback
// one, what may vary is not changed alone.
func flawed(change func(uri) string, sorts ...func(*url.URL) bool) how {
	return func(w *World) ([]oauth.Mutation, error) {
		for i, of := range sorts {
			for _, raw := range w.client.Redirects {
				u, err := url.Parse(raw)
				if err != nil || !of(u) {
					continue
				}
				changed := change(uri{u})
				if changed == "" || slices.Contains(w.registered(), changed) || i > 0 && sameLoopback(u, changed) {
					continue
				}
				return []oauth.Mutation{oauth.With("redirect_uri", changed)}, nil
			}
		}
		return nil, &verdict.NotApplicable{Reason: "client " + w.client.Name + " has no redirect URI that this flaw can be put into",
			Section: "RFC 8252 section 7.3", Change: "clients: [{name: " + w.client.Name + ", redirects: [https://HOST/PATH]}]"}
	}
}

// beyondLoopback is an http or https URI that no rule about loopback applies to (RFC 8252 section 7.3).
func beyondLoopback(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !loopbackHost(u.Hostname())
}

func isLoopback(u *url.URL) bool { return u.Scheme == "http" && loopbackHost(u.Hostname()) }

// sameLoopback says that two loopback URIs differ in their ports alone, which may vary (RFC 8252 section 7.3), or in how they name
// the loopback interface, which some servers take for the same.
func sameLoopback(u *url.URL, changed string) bool {
	c, err := url.Parse(changed)
	return err == nil && c.User == nil && c.Scheme == u.Scheme && loopbackHost(c.Hostname()) && c.EscapedPath() == u.EscapedPath() &&
		c.RawQuery == u.RawQuery && !c.ForceQuery && !strings.Contains(changed, "#")
}

func loopbackHost(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// registrations are properties of a client that its registration shows.
var registrations = map[string]func(servers.Client) bool{
	"a single redirect URI": func(c servers.Client) bool { return len(c.Redirects) == 1 && mayUseCode(c) && !anyRedirect(c, strange) },
	"several redirect URIs": func(c servers.Client) bool { return len(c.Redirects) > 1 && mayUseCode(c) && !anyRedirect(c, wildcard) },
	"no redirect URI":       func(c servers.Client) bool { return len(c.Redirects) == 0 && mayUseCode(c) },
}

// peculiar are properties of one of a client's redirect URIs.
var peculiar = map[string]func(*url.URL) bool{
	"a query in its redirect URI":    func(u *url.URL) bool { return u.RawQuery != "" },
	"a wildcard in its redirect URI": wildcard,
	"a plain http redirect URI":      func(u *url.URL) bool { return u.Scheme == "http" && !loopbackHost(u.Hostname()) },
}

func mayUseCode(c servers.Client) bool { return may(c, "authorization_code") }

func wildcard(u *url.URL) bool { return strings.Contains(u.Host+u.Path, "*") }

// strange is a redirect URI that some requirement has an opinion on.
func strange(u *url.URL) bool {
	return wildcard(u) || u.RawQuery != "" || u.Scheme == "http" && !loopbackHost(u.Hostname())
}

func anyRedirect(c servers.Client, is func(*url.URL) bool) bool {
	return slices.ContainsFunc(c.Redirects, func(raw string) bool {
		u, err := url.Parse(raw)
		return err == nil && is(u)
	})
}

func (w *World) aClientWith(kind, what string) (err error) {
	has, is := registrations[what], peculiar[what]
	w.client, err = w.pick("a "+kind+" client with "+what, func(c servers.Client) bool {
		return c.Kind == kind && (has == nil || has(c)) && (is == nil || anyRedirect(c, is))
	})
	if err == nil && is != nil {
		w.client = onlyAt(w.client, is)
	}
	if err == nil && len(w.client.Redirects) == 0 {
		w.client.Redirects = []string{attackersURI} // what it will ask for; the registration has none
	}
	return err
}

var nativeRedirects = map[string]func(*url.URL) bool{
	"loopback":      func(u *url.URL) bool { return u.Scheme == "http" && u.Hostname() == "127.0.0.1" },
	"IPv6 loopback": func(u *url.URL) bool { return u.Scheme == "http" && u.Hostname() == "::1" },
	"private-use":   func(u *url.URL) bool { return u.Scheme != "http" && u.Scheme != "https" },
	"plain http":    func(u *url.URL) bool { return u.Scheme == "http" && !loopbackHost(u.Hostname()) },
	"claimed https": func(u *url.URL) bool { return u.Scheme == "https" },
}

// aNativeClientWith picks a native client and has it use that redirect URI alone.
func (w *World) aNativeClientWith(what string) error {
	is := nativeRedirects[what]
	c, err := w.pick("a native client with a "+what+" redirect URI", func(c servers.Client) bool { return c.Kind == "native" && anyRedirect(c, is) })
	if err != nil {
		return err
	}
	w.client = onlyAt(c, is)
	return nil
}

// onlyAt is a client as if such redirect URIs were its only ones: requests go to the first.
func onlyAt(c servers.Client, is func(*url.URL) bool) servers.Client {
	c.Redirects = slices.DeleteFunc(slices.Clone(c.Redirects), func(raw string) bool {
		u, err := url.Parse(raw)
		return err != nil || !is(u)
	})
	return c
}

// aNativeClientOnWeb is what its redirect URIs do not tell from a web application (RFC 8252 section 7.2).
func (w *World) aNativeClientOnWeb() (err error) {
	w.client, err = w.pick("a native client with claimed https redirect URIs alone", func(c servers.Client) bool {
		return c.Kind == "native" && anyRedirect(c, nativeRedirects["claimed https"]) &&
			!anyRedirect(c, func(u *url.URL) bool { return u.Scheme != "https" })
	})
	return err
}

func (w *World) asksAsItself(ctx context.Context) error {
	_, err := w.credentials(ctx, w.client)
	return err
}
