package builtin

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/client"
	"github.com/oauthspec/oauthspec/servers/fault"
	"github.com/oauthspec/oauthspec/servers/resource"
	"github.com/oauthspec/oauthspec/servers/seam"
)

// Plants are the faults of all reference servers, each ready to be put under test.
func Plants(p *Pool) ([]servers.Plant, error) {
	as, err := plants(kind[authserver.Options]{"as", "", authserver.Variants(), authserver.Defaults, p.acquire}, authserver.Faults())
	if err != nil {
		return nil, err
	}
	clients, err := plants(kind[client.Options]{"client", "client/", client.Variants(), client.Defaults, p.acquireClient}, client.Faults())
	if err != nil {
		return nil, err
	}
	resources, err := plants(kind[resource.Options]{"rs", "rs/", resource.Variants(), resource.Defaults, p.acquireResource}, resource.Faults())
	return slices.Concat(as, clients, resources), err
}

// kind is the reference server of a role, made from options of type T.
type kind[T any] struct {
	role, prefix string // the prefix stands before the names of its variants and faults
	variants     []string
	defaults     func(variant string) (T, error)
	acquire      func(T, func() *seam.Questions[T]) func(context.Context) (*servers.Instance, error)
}

func plants[T any](k kind[T], faults []fault.Fault[T]) (out []servers.Plant, err error) {
	byName := map[string]fault.Fault[T]{}
	for _, f := range faults {
		byName[k.prefix+f.Name] = f
	}
	for _, f := range faults {
		variant := cmp.Or(f.Variant, k.variants[0])
		o, changes, err := k.with(variant, f)
		if err != nil {
			return nil, fmt.Errorf("fault %s: %w", f.Name, err)
		}
		out = append(out, servers.Plant{Name: k.prefix + f.Name, Violates: f.Violates, At: f.At, Variant: k.prefix + variant, AlsoRed: f.AlsoRed,
			Gross: f.Gross, Browser: f.Browser, Role: k.role, Changes: changes, Acquire: k.acquire(o, nil),
			With: func(others ...string) func(context.Context) (*servers.Instance, error) {
				o, _ := k.defaults(variant) // which it was made of before
				f.Apply(&o)
				for _, name := range others {
					byName[name].Apply(&o)
				}
				return k.acquire(o, nil)
			}})
	}
	return out, nil
}

// with is the options of a server with a fault, and what it changed in them.
func (k kind[T]) with(variant string, f fault.Fault[T]) (after T, changes []string, err error) {
	if after, err = k.defaults(variant); err != nil {
		return after, nil, err
	}
	pristine, err := k.defaults(variant)
	before := after
	f.Apply(&after)
	return after, seam.Changes(&before, &after, &pristine), err
}
