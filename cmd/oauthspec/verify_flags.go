package main

import (
	"time"

	"github.com/spf13/pflag"
)

func (v *verification) targetFlags() section {
	return newSection("What is judged", func(f *pflag.FlagSet) {
		f.StringVar(&v.target, "target", "", "a `NAME` of \"list targets\", a folder with profile.yaml, or such a file")
		f.StringVar(&v.flags.Issuer, "issuer", "", "judge the server with this issuer `URL`, by these flags alone")
		f.StringVar(&v.flags.ID, "client-id", "", "`ID` of a client registered there")
		f.StringVar(&v.flags.SecretEnv, "client-secret-env", "", "environment `VARIABLE` with its secret; without it, the client is public")
		f.StringVar(&v.flags.Auth, "client-auth", "", "how it authenticates, a `METHOD` as in metadata (client_secret_basic)")
		f.StringArrayVar(&v.flags.Redirects, "redirect-uri", nil, "its registered redirect `URI`, again for each; none: it acts for itself")
		f.StringArrayVar(&v.flags.Scopes, "scope", nil, "a `SCOPE` it may ask for, again for each")
		f.StringArrayVar(&v.flags.Clients, "client", nil, "one more client, again for each (two of a kind find most), as `KEY=VALUE,…` of id, name, kind, secret-env, key, auth, redirect, scope, grant")
		f.StringArrayVar(&v.flags.Users, "user", nil, "`NAME` of somebody who can sign in, again for each")
		f.StringArrayVar(&v.flags.PasswordEnv, "user-password-env", nil, "environment `VARIABLE` with the password, one for each user or one for all")
		f.StringVar(&v.flags.Resource, "resource", "", "`URL` where an access token can be used")
		f.StringVar(&v.flags.Refresh, "refresh-scope", "", "the `SCOPE` that brings a refresh token (offline_access, where the server has it and gives none without)")
		f.StringArrayVar(&v.flags.Endpoints, "endpoint", nil, "where its metadata is silent, as `NAME=URL`: authorization, token, introspection, revocation, again for each")
		f.StringVar(&v.flags.CA, "ca", "", "trust the certificate authority in this PEM `FILE` too")
		f.DurationVar(&v.options.Wait, "wait", 0, "`DURATION` to wait for the target to be up (3m where oauthspec starts it)")
		f.StringArrayVar(&v.options.OwnHosts, "i-own", nil, "a `HOST` that you answer for: intrusive scenarios, or load, may run against it")
	})
}

func (v *verification) selectionFlags() section {
	return newSection("Which requirements", func(f *pflag.FlagSet) {
		f.StringArrayVar(&v.options.Run, "run", nil, "a requirement's `ID`, or a pattern of ids such as 'rfc7636-*', again for each")
		f.StringVar(&v.options.Tags, "tags", "", "a cucumber tag `EXPRESSION`, such as '@must and not @race'")
		f.StringSliceVar(&v.options.Against, "against", nil, "the `SETS` to be judged against (see: list sets)")
		f.BoolVar(&v.options.Strict, "strict", false, "a SHOULD that was seen violated fails")
		f.StringVar(&v.rerun, "rerun-failed", "", "only the scenarios that are red in this JSON report `FILE`")
	})
}

func (v *verification) runFlags() section {
	return newSection("How", func(f *pflag.FlagSet) {
		f.StringVar(&v.options.Driver, "driver", "auto", "`HOW` users sign in: form (HTML forms), rod (a real browser), or auto")
		f.StringVar(&v.options.Browser, "browser", "", "`PATH` of a Chromium ($OAUTHSPEC_BROWSER; else it is looked for)")
		f.StringVar(&v.options.BrowserURL, "browser-url", "", "DevTools `URL` of a browser that runs already")
		f.IntVar(&v.options.Parallel, "parallel", 4, "`N` scenarios at once against a server that is not built in")
		f.IntVar(&v.options.Races, "races", 50, "`N` trials of each race")
		f.DurationVar(&v.options.Patience, "patience", 0, "how long a scenario may wait for something to expire, a `DURATION` such as 90s")
		f.DurationVar(&v.options.Timeout, "timeout", 10*time.Second, "`DURATION` after which a request has had no answer")
		f.BoolVar(&v.options.FailFast, "fail-fast", false, "stop at the first failure")
	})
}

func (v *verification) outputFlags() section {
	return newSection("Output", func(f *pflag.FlagSet) {
		f.StringArrayVar(&v.reports, "report", nil, "text, or a `FORMAT=FILE` of text, json, junit, html, again for each; FILE - is standard output")
		f.StringVar(&v.known, "write-known", "", "write what failed to a `FILE`, as entries for a profile's known")
	})
}
