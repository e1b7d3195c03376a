package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/servers"
)

// variable is a reference to a variable in a profile.
var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// carry takes along what the target's flags name: files, and the names of variables.
func (a *app) carry(c *loadtest.Cluster, v verification, args []string) ([]string, error) {
	c.Files = map[string]string{}
	blind := func(name string) (string, bool) { // what a variable holds is of no interest here
		if value, ok := a.env(name); ok {
			return value, true
		}
		return "x", true
	}
	for i, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "--target":
			at, err := a.carryProfile(c, value, blind)
			if err != nil {
				return nil, err
			}
			args[i] = "--target=" + at
		case "--ca":
			text, err := os.ReadFile(value)
			if err != nil {
				return nil, fmt.Errorf("--ca: %w", err)
			}
			if c.Files == nil {
				return nil, errors.New("--ca beside a profile that holds secrets: name the certificate in the profile, as ca")
			}
			c.Mounts, c.Files["ca.pem"] = true, string(text)
			args[i] = "--ca=" + loadtest.Mounted + "/ca.pem"
		case "--client-secret-env", "--user-password-env":
			c.Env = append(c.Env, value)
		case "--client":
			for _, part := range strings.Split(value, ",") {
				if name, ok := strings.CutPrefix(part, "secret-env="); ok {
					c.Env = append(c.Env, name)
				}
			}
		}
	}
	if v.target == "" {
		if v.flags.Issuer == "" {
			return nil, errors.New("--target or --issuer is missing: the built-in server is on this machine only")
		}
		if _, err := v.flags.Target(blind); err != nil {
			return nil, err
		}
	}
	slices.Sort(c.Env)
	c.Env = slices.Compact(c.Env)
	return args, nil
}

// carryProfile takes along a profile, with what lies beside it and is named in it.
func (a *app) carryProfile(c *loadtest.Cluster, target string, env servers.Env) (at string, err error) {
	t, err := servers.Load(target, env)
	if err != nil {
		return "", err
	}
	if t.Start != nil {
		return "", fmt.Errorf("target %s is started by a script, on the machine where oauthspec runs: name one that is up", target)
	}
	file := target
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		file = filepath.Join(file, "profile.yaml")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read profile: %w", err)
	}
	files := map[string]string{"profile.yaml": string(text)}
	for _, m := range variable.FindAllStringSubmatch(string(text), -1) {
		c.Env = append(c.Env, m[1])
	}
	beside, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return "", fmt.Errorf("read what lies beside the profile: %w", err)
	}
	for _, e := range beside {
		if name := e.Name(); e.Type().IsRegular() && name != filepath.Base(file) && strings.Contains(string(text), name) {
			more, err := os.ReadFile(filepath.Join(filepath.Dir(file), name))
			if err != nil {
				return "", fmt.Errorf("read what lies beside the profile: %w", err)
			}
			files[name] = string(more)
		}
	}
	c.Mounts = true
	discreet, err := discreet(text)
	if err != nil {
		return "", err
	}
	if discreet {
		maps.Copy(c.Files, files)
		return loadtest.Mounted + "/profile.yaml", nil
	}
	c.Files = nil
	fmt.Fprintf(a.err, "oauthspec: the profile holds secrets, which are not written. Before the job:\n  kubectl create secret generic %s-files %s\n",
		c.Name, strings.Join(kept(file, files), " "))
	return loadtest.Mounted + "/profile.yaml", nil
}

// discreet says whether a profile, as it is written, holds no secret and names no file that does.
func discreet(text []byte) (bool, error) {
	var p servers.Profile
	if err := yaml.Unmarshal(text, &p); err != nil {
		return false, fmt.Errorf("read profile: %w", err)
	}
	var secrets []string
	for _, c := range p.Clients {
		secrets = append(secrets, c.Secret, c.Key)
	}
	for _, u := range p.Users {
		secrets = append(secrets, u.Password)
	}
	for _, s := range secrets {
		if s != "" && !variable.MatchString(s) {
			return false, nil
		}
	}
	return true, nil
}

// kept are the arguments of kubectl that make a Secret of files.
func kept(profile string, files map[string]string) (args []string) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		from := filepath.Join(filepath.Dir(profile), name)
		if name == "profile.yaml" {
			from = profile
		}
		args = append(args, "--from-file="+name+"="+from)
	}
	return args
}
