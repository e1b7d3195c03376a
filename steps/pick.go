package steps

import (
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/verdict"
	"github.com/oauthspec/oauthspec/servers"
)

// lacks is a skip for something that the profile does not give.
func lacks(what, change string) error {
	for _, article := range []string{"the ", "a ", "an"} { // "another client" leaves "other client"
		what = strings.TrimPrefix(what, article)
	}
	return &verdict.NotApplicable{Reason: "the target has no " + strings.TrimSpace(what), Change: change}
}

// pick is a client by property. Kinds: confidential, public, machine, native.
func (w *World) pick(what string, want func(servers.Client) bool, but ...string) (servers.Client, error) {
	for _, c := range w.in.Profile.Clients {
		if want(c) && !slices.Contains(but, c.Name) {
			return c, nil
		}
	}
	return servers.Client{}, lacks(what, "clients: [{name: …}] with "+what)
}

// pickKind is an ordinary client of a kind.
func (w *World) pickKind(which, k string, but ...string) (servers.Client, error) {
	c, err := w.pick(which+" "+k+" client", kind(k), but...)
	if err != nil {
		err = lacks(which+" "+k+" client", "clients: [{name: …, kind: "+k+", …}], or --client kind="+k+",…")
	}
	return c, err
}

// kind is a client of one kind without anything special about it, allowed the grant that its kind is for.
func kind(k string) func(servers.Client) bool {
	grant := "authorization_code"
	if k == "machine" {
		grant = "client_credentials"
	}
	return func(c servers.Client) bool {
		return c.Kind == k && len(c.Traits) == 0 && may(c, grant) && (k == servers.Machine || len(c.Redirects) > 0)
	}
}

// may says whether a client is registered for a grant; a profile that names none leaves it open.
func may(c servers.Client, grant string) bool {
	return len(c.Grants) == 0 || slices.Contains(c.Grants, grant)
}

// trait is a client with something special about it.
func trait(t string) func(servers.Client) bool {
	return func(c servers.Client) bool { return slices.Contains(c.Traits, t) }
}

// method is an ordinary confidential client or machine that authenticates so.
func method(m string) func(servers.Client) bool {
	return func(c servers.Client) bool { return c.AuthMethod() == m && len(c.Traits) == 0 }
}

// needScope is the scope a client asks for where a scenario does not say.
func (w *World) needScope(c servers.Client) string {
	if len(c.Scopes) > 0 {
		return strings.Join(slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return s == "offline_access" }), " ")
	}
	if w.facts.Can("openid") && c.Kind != "machine" {
		return "openid"
	}
	return ""
}
