package servers

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/internal/nearest"
)

// validation checks a profile's values and fills in what may be left out.
type validation struct {
	problems
	dir   string         // where the files that it names lie
	lines map[string]int // by path: "clients[1].redirects[0]"
}

// wrong notes a problem at a path, or at the nearest thing around it that the file does hold.
func (v *validation) wrong(path, format string, args ...any) {
	message := path + ": " + fmt.Sprintf(format, args...)
	for at := path; ; at = at[:strings.LastIndexAny(at, ".[")] {
		if line, ok := v.lines[at]; ok {
			v.add(line, "%s", message)
			return
		}
		if !strings.ContainsAny(at, ".[") {
			v.add(1, "%s", message)
			return
		}
	}
}

func (v *validation) profile(p *Profile) {
	v.roles(p)
	v.oneOf("driver", p.Driver, "form", "rod")
	for i := range p.Clients {
		v.client(fmt.Sprintf("clients[%d]", i), &p.Clients[i])
	}
	unique(v, "clients", p.Clients, func(c Client) string { return c.Name })
	for i, u := range p.Users {
		v.user(fmt.Sprintf("users[%d]", i), u)
	}
	unique(v, "users", p.Users, func(u User) string { return u.Name })
	if p.Resource != nil {
		v.address("resource.url", p.Resource.URL)
		v.oneOf("resource.validates", p.Resource.Validates, "introspection", "jwt")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Endpoints)) {
		v.address("endpoints."+name, p.Endpoints[name])
	}
	for _, name := range slices.Sorted(maps.Keys(p.Supports)) {
		v.oneOf("supports."+name, name, capabilityNames()...)
	}
	v.pages("login", p.Login)
	v.pages("refuse", p.Refuse)
	for _, id := range slices.Sorted(maps.Keys(p.Known)) {
		if strings.TrimSpace(p.Known[id]) == "" {
			v.wrong("known."+id, "needs a reason, such as the section and the issue's link")
		}
	}
	if p.CA != "" {
		p.CA = v.beside(p.CA)
	}
	if p.Restart != "" {
		v.restart(p)
	}
}

// roles checks that a profile describes one thing under test, and where it is.
func (v *validation) roles(p *Profile) {
	switch {
	case p.Application != nil && p.API != nil:
		v.wrong("api", "a profile describes one thing under test, and this one has application and api")
	case p.Application != nil:
		v.address("application.start", p.Application.Start)
		for name, at := range map[string]string{"second": p.Application.Second, "signed-in": p.Application.SignedIn, "call": p.Application.Call,
			"machine": p.Application.Machine, "initiate": p.Application.Initiate, "identify": p.Application.Identify} {
			if at != "" {
				v.address("application."+name, at)
			}
		}
	case p.API != nil:
		v.address("api.url", p.API.URL)
		v.oneOf("api.validates", p.API.Validates, "jwt", "introspection")
		if p.API.Other != "" {
			v.address("api.other", p.API.Other)
			if p.API.Needs == "" {
				v.wrong("api.other", "wants a scope that the profile does not name: api: {needs: SCOPE}")
			}
		}
	case p.Suite != nil:
		v.wrong("suite", "is for a client or a resource server under test, and the profile has neither application nor api")
	default:
		v.issuer(p.Issuer)
		return
	}
	if p.Suite == nil {
		p.Suite = &Suite{}
	}
	for name, at := range map[string]string{"issuer": p.Suite.Issuer, "second": p.Suite.Second} {
		if at != "" {
			v.address("suite."+name, at)
		}
	}
	if p.Suite.Alg != "" {
		v.oneOf("suite.alg", p.Suite.Alg, "RS256", "ES256")
	}
	if p.Suite.CA != "" {
		p.Suite.CA = v.beside(p.Suite.CA)
	}
}

// restart checks that what restarts the product is there and can be run.
func (v *validation) restart(p *Profile) {
	if p.Role() == "as" {
		v.wrong("restart", "is for a client or a resource server under test, and the profile has neither application nor api")
		return
	}
	p.Restart = v.beside(p.Restart)
	info, err := os.Stat(p.Restart)
	switch {
	case err != nil:
		v.wrong("restart", "there is no file %s", p.Restart)
	case !info.Mode().IsRegular() || info.Mode()&0o111 == 0:
		v.wrong("restart", "%s is no executable file: chmod +x it", p.Restart)
	}
	if abs, err := filepath.Abs(p.Restart); err == nil {
		p.Restart = abs
	}
}

// issuer follows RFC 8414 section 2: an absolute URL with neither query nor fragment.
func (v *validation) issuer(issuer string) {
	u, ok := v.address("issuer", issuer)
	if ok && (u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(issuer, "#")) {
		v.wrong("issuer", "must have no query and no fragment (RFC 8414 section 2)")
	}
}

func (v *validation) address(path, raw string) (*url.URL, bool) {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		v.wrong(path, "missing")
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		v.wrong(path, "want an absolute http or https URL")
	default:
		return u, true
	}
	return nil, false
}

func (v *validation) user(path string, u User) {
	if u.Name == "" {
		v.wrong(path+".name", "missing: the name to sign in with")
	}
	if u.Password == "" {
		v.wrong(path+".password", "missing: nobody signs in as %q without one", u.Name)
	}
}

func (v *validation) pages(field string, pages []Page) {
	for i, p := range pages {
		if len(p.Fill) == 0 && len(p.Check) == 0 && p.Press == "" {
			v.wrong(fmt.Sprintf("%s[%d]", field, i), "does nothing: want fill, check or press")
		}
	}
}

func capabilityNames() []string {
	var names []string
	for _, c := range Capabilities {
		names = append(names, c.Name)
	}
	return names
}

// oneOf refuses a value that is neither empty nor one of those wanted.
func (v *validation) oneOf(path, value string, want ...string) {
	if value != "" && !slices.Contains(want, value) {
		v.wrong(path, "unknown value %q%s", value, cmp.Or(nearest.Hint(value, want), ": want "+strings.Join(want, ", ")))
	}
}

func (v *validation) beside(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(v.dir, file)
}

func unique[T any](v *validation, field string, all []T, name func(T) string) {
	seen := map[string]int{}
	for i, one := range all {
		n := name(one)
		if first, ok := seen[n]; ok && n != "" {
			v.wrong(fmt.Sprintf("%s[%d].name", field, i), "%q is the name of %s[%d] already", n, field, first)
		}
		seen[n] = i
	}
}

// lines finds the line of everything in a document, by path.
func lines(root *yaml.Node) map[string]int {
	found := map[string]int{}
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		found[path] = n.Line
		for i, child := range n.Content {
			switch n.Kind {
			case yaml.SequenceNode:
				walk(child, path+"["+strconv.Itoa(i)+"]")
			case yaml.MappingNode:
				if i%2 == 1 {
					walk(child, join(path, n.Content[i-1].Value))
					found[join(path, n.Content[i-1].Value)] = n.Content[i-1].Line
				}
			}
		}
	}
	walk(root, "")
	return found
}
