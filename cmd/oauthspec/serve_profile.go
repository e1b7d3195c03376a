package main

import (
	"fmt"
	"os"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// writeProfile writes a profile of a server where one is wanted. It holds secrets, so that nobody else may read it.
func (v serving) writeProfile(o authserver.Options, ca string) error {
	if v.profile == "" {
		return nil
	}
	p := builtin.Profile(o)
	p.CA = ca
	p.Clients = slices.DeleteFunc(p.Clients, func(c servers.Client) bool {
		return c.Kind != servers.Machine && len(c.Redirects) == 0 // YAML made of Go values cannot say that this is on purpose
	})
	text, err := yaml.Marshal(p)
	if err == nil {
		err = os.WriteFile(v.profile, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("--write-profile: %w", err)
	}
	return nil
}
