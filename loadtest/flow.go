package loadtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/oauthspec/oauthspec/internal/nearest"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/servers"
)

// A flow does what a user of an endpoint does. One hit is one flow.
type flow interface{ hit(h *hand) outcome }

// A kind of flow: what it needs of a target, and how it is made ready before the clock starts.
type kind struct {
	name  string
	about string
	needs []string // capabilities (servers.Capabilities)
	ready func(ctx context.Context, s *setup) (flow, error)
}

// kinds are the flows there are, by file.
func kinds() []kind {
	return []kind{clientCredentials, authorizationCode, codeRedemption, refreshTokens, introspecting, revoking, userInfo, discovery, jwks}
}

// Flows are the names of the flows there are, each with what it does.
func Flows() [][2]string {
	var out [][2]string
	for _, k := range kinds() {
		out = append(out, [2]string{k.name, k.about})
	}
	return out
}

// setup is what flows are made of.
type setup struct {
	ctx  context.Context
	o    *Options
	http *oauth.Client // for what is made before the clock starts

	browser useragent.Driver // nil: users sign in by forms
	judge   *judge
	target  servers.Profile
	facts   servers.Facts
	hits    int      // how many there will be at most; 0: nobody knows
	hosts   sync.Map // host: whether it may be put under load
}

// refuse says why a flow is not offered, or nil.
func (k kind) refuse(s *setup) error {
	for _, need := range k.needs {
		if c, ok := servers.CapabilityNamed(need); ok && !s.facts.Can(need) {
			return &RefusedError{fmt.Sprintf("flow %s: the target does not offer %s", k.name, c.Means)}
		}
	}
	return nil
}

// A RefusedError says why a run cannot be made with this target and these options. Nothing was sent.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

func refusef(format string, args ...any) error { return &RefusedError{fmt.Sprintf(format, args...)} }

// unknown refuses a name that is none of those known.
func unknown(what, name string, known []string) error {
	return refusef("unknown %s %q%s", what, name, cmp.Or(nearest.Hint(name, known), ": want "+strings.Join(known, ", ")))
}

// endpoint is the place of an endpoint, by its name in metadata without _endpoint.
func (s *setup) endpoint(name string) (*place, error) {
	at := s.facts.Endpoints[name]
	if at == "" {
		return nil, refusef("the target has no %s endpoint: its metadata names none; name it in the profile: endpoints: {%s: URL}", name, name)
	}
	p, err := placeOf(at)
	if err != nil {
		return nil, refusef("the %s endpoint: %v", name, err)
	}
	return &p, nil
}

// clients are those that a flow uses: the ones that were named, else the first that suits.
func (s *setup) clients(what string, suits func(servers.Client) bool) ([]servers.Client, error) {
	return s.clientsNamed(s.o.Clients, what, suits)
}

func (s *setup) clientsNamed(names []string, what string, suits func(servers.Client) bool) ([]servers.Client, error) {
	var out []servers.Client
	for _, c := range s.target.Clients {
		switch named := slices.Contains(names, c.Name); {
		case named && !suits(c):
			return nil, refusef("client %s cannot be used: it is not a %s", c.Name, what)
		case named, len(names) == 0 && len(c.Traits) == 0 && suits(c):
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, refusef("the target has no %s; name one in the profile: clients: [{name: …}]", what)
	}
	if len(names) == 0 {
		return out[:1], nil
	}
	return shareOf(s.o.Shard, out), nil
}

// named says which of the clients that were asked for do not exist.
func (s *setup) named() error {
	for _, name := range s.o.Clients {
		if !slices.ContainsFunc(s.target.Clients, func(c servers.Client) bool { return c.Name == name }) {
			var all []string
			for _, c := range s.target.Clients {
				all = append(all, c.Name)
			}
			return unknown("client", name, all)
		}
	}
	return nil
}

// may says whether a client is registered for a grant; a profile that names none leaves it open.
func may(c servers.Client, grant string) bool {
	return len(c.Grants) == 0 || slices.Contains(c.Grants, grant)
}

// scope is what a client asks for where nothing else is said.
func (s *setup) scope(c servers.Client) string {
	if len(c.Scopes) > 0 {
		return strings.Join(slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return s == "offline_access" }), " ")
	}
	if s.facts.Can("openid") && c.Kind != servers.Machine {
		return "openid"
	}
	return ""
}

// shareOf is a shard's own part of what all of them know, as long as there is enough for each.
func shareOf[T any](of Shard, all []T) []T {
	if of.Of < 2 || len(all) < of.Of {
		return all
	}
	var out []T
	for i := of.Index; i < len(all); i += of.Of {
		out = append(out, all[i])
	}
	return out
}

// A turn goes round a list, one after another for all workers.
type turn struct{ n atomic.Uint64 }

func (t *turn) next(of int) int { return int((t.n.Add(1) - 1) % uint64(of)) }
