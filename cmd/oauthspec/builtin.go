package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/builtin"
)

// builtinTarget is the reference servers as a target; done ends them.
func builtinTarget() (t servers.Target, done func(), err error) { return targetIn(builtin.NewPool()) }

func targetIn(pool *builtin.Pool) (t servers.Target, done func(), err error) {
	if t, err = builtin.Servers(pool); err != nil {
		pool.Close()
		return t, nil, fmt.Errorf("built-in server: %w", err)
	}
	return t, pool.Close, nil
}

// collectLess is for runs on built-in servers, of which each scenario has its own: collecting them takes a fifth of the time otherwise.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// plants is every fault of the reference servers; done ends the servers it was planted in.
func plants() (all []servers.Plant, done func(), err error) { return plantsIn(builtin.NewPool()) }

func plantsIn(pool *builtin.Pool) (all []servers.Plant, done func(), err error) {
	if all, err = builtin.Plants(pool); err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("built-in faults: %w", err)
	}
	return all, pool.Close, nil
}

// faultsByRequirement names the faults that violate each requirement.
func faultsByRequirement() (map[string][]servers.Plant, error) {
	all, done, err := plants()
	if err != nil {
		return nil, err
	}
	done()
	by := map[string][]servers.Plant{}
	for _, p := range all {
		by[p.Violates] = append(by[p.Violates], p)
	}
	return by, nil
}
