package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec"
	"github.com/oauthspec/oauthspec/servers"
	"github.com/oauthspec/oauthspec/servers/harness"
)

const aboutServeIssuer = `Serves an issuer to try one's own client or API on by hand, with one flaw that a
sound one notices: what verify does to it, kept up until it is interrupted. It
says what the flaw is, and what a sound client or API then does. Nothing on the
network can change it, and it is served on loopback only.

  oauthspec serve issuer --issuer http://127.0.0.1:9400 \
    --redirect-uri http://127.0.0.1:8080/cb --flaw 'names another issuer'
  oauthspec serve issuer --issuer http://127.0.0.1:9400 \
    --api http://127.0.0.1:8080/data --scope api:read \
    --token-flaw 'that has ended'
  oauthspec list flaws`

// issuing is the flags of serve issuer.
type issuing struct {
	issuer, flaw, tokenFlaw string

	client    servers.Client
	secretEnv string
	public    bool

	api servers.API
}

func (a *app) serveIssuer() *cobra.Command {
	var v issuing
	c := &cobra.Command{
		Use: "issuer", Short: "Serve an issuer with a flaw, to try one's own client or API on", Long: aboutServeIssuer, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runIssuer(c.Context(), v) },
	}
	sections(c, newSection("The issuer", func(f *pflag.FlagSet) {
		f.StringVar(&v.issuer, "issuer", "http://127.0.0.1:0", "its `URL`, http or https, on loopback; port 0 is any free one")
		f.StringVar(&v.flaw, "flaw", "", "what is wrong with it: a `NAME` of \"list flaws\"")
	}), newSection("The client that it knows", func(f *pflag.FlagSet) {
		f.StringVar(&v.client.ID, "client-id", "app", "its `ID`")
		f.StringVar(&v.secretEnv, "client-secret-env", "", "the environment `VARIABLE` that holds its secret; without it, a new one")
		f.BoolVar(&v.public, "public", false, "it has no secret")
		f.StringArrayVar(&v.client.Redirects, "redirect-uri", []string{"http://127.0.0.1:8080/callback"}, "where users come back to, a `URL`; several may be given")
	}), newSection("The API that trusts it", func(f *pflag.FlagSet) {
		f.StringVar(&v.api.URL, "api", "", "a protected `URL`: tokens for it are printed, with a curl command each")
		f.StringVar(&v.api.Audience, "audience", "", "what a token's aud has to hold, a `URI`; without it, the URL")
		f.StringVar(&v.api.Scope, "scope", "", "the `SCOPE` that a token needs there")
		f.StringVar(&v.api.Validates, "validates", "jwt", "how it does, `jwt|introspection`")
		f.StringVar(&v.api.Type, "type", "at+jwt", "the `TYPE` of JWT that it takes, in the header's typ")
		f.StringVar(&v.tokenFlaw, "token-flaw", "", "print a token with this flaw besides, a `NAME` of \"list flaws\"")
	}))
	return c
}

func (a *app) runIssuer(ctx context.Context, v issuing) error {
	if err := v.complete(); err != nil {
		return err
	}
	h, stop, err := harness.Open(servers.Suite{Issuer: v.issuer})
	if err != nil {
		return err
	}
	defer stop()
	v.issuer = h.Issuers()[0]
	users, err := h.Renew(0, []servers.Client{v.client}, v.flaw)
	if err != nil {
		return err
	}
	text, err := v.banner(h, users)
	if err != nil {
		return err
	}
	fmt.Fprint(a.out, text)
	<-ctx.Done() // being told to end is what it is for
	return nil
}

// complete checks the flags and fills in what was left out.
func (v *issuing) complete() error {
	if names := harness.Flaws(); v.flaw != "" && !slices.Contains(names, v.flaw) {
		return fmt.Errorf("--flaw: %w", unknownIn("flaw", v.flaw, names, "list flaws"))
	}
	if names := oauthspec.TokenFlaws(); v.tokenFlaw != "" && !slices.Contains(names, v.tokenFlaw) {
		return fmt.Errorf("--token-flaw: %w", unknownIn("flaw", v.tokenFlaw, names, "list flaws"))
	}
	if v.tokenFlaw != "" && v.api.URL == "" {
		return fmt.Errorf("--token-flaw: needs --api URL, which the token is for")
	}
	if kinds := []string{"jwt", "introspection"}; !slices.Contains(kinds, v.api.Validates) {
		return fmt.Errorf("--validates: %w", unknown("value", v.api.Validates, kinds))
	}
	c := &v.client
	c.Name, c.Kind, c.Auth, c.Secret = c.ID, servers.Confidential, "client_secret_basic", rand.Text()
	if v.secretEnv != "" {
		if c.Secret = os.Getenv(v.secretEnv); c.Secret == "" {
			return fmt.Errorf("--client-secret-env: the environment variable %s is not set, or empty", v.secretEnv)
		}
	}
	if v.public {
		c.Kind, c.Auth, c.Secret = servers.Public, "none", ""
	}
	return nil
}

func (v issuing) banner(h servers.Harness, users []servers.User) (string, error) {
	var s strings.Builder
	if err := shows(&s, "", v.flaw, false); err != nil {
		return "", err
	}
	if v.tokenFlaw != "" {
		if err := shows(&s, "a token ", v.tokenFlaw, true); err != nil {
			return "", err
		}
	}
	fmt.Fprintf(&s, "issuer   %s\n", v.issuer)
	if file := h.CA(); file != "" {
		fmt.Fprintf(&s, "trust    %s\n", file)
	}
	secret := cmp.Or(v.client.Secret, "(public)")
	if v.secretEnv != "" {
		secret = "(the value of $" + v.secretEnv + ")"
	}
	fmt.Fprintf(&s, "client   %s  %s\n", v.client.ID, secret)
	for _, r := range v.client.Redirects {
		fmt.Fprintf(&s, "         %s\n", r)
	}
	for _, u := range users {
		fmt.Fprintf(&s, "user     %s  %s\n", u.Name, u.Password)
	}
	if v.api.URL != "" {
		if err := v.tokens(&s, h); err != nil {
			return "", err
		}
	}
	s.WriteString("\n\"oauthspec list flaws\" says what else can be wrong.\nready; interrupt it to end it\n")
	return s.String(), nil
}

// shows says what is wrong, and what a sound client or API makes of it.
func shows(s *strings.Builder, kind, flaw string, token bool) error {
	if flaw == "" {
		return nil
	}
	all, err := oauthspec.Shows([]string{flaw}, token)
	if err != nil {
		return err
	}
	fmt.Fprintf(s, "FLAWED ON PURPOSE: %s%s\n", kind, flaw)
	for _, one := range all[0].Shows {
		fmt.Fprintf(s, "%s\n", indented(fmt.Sprintf("of a sound %s: %s", roleNames[one.Role], one.Sound), "  "))
		fmt.Fprintf(s, "%s\n", indented(fmt.Sprintf("%s, %s section %s: %s", strings.ToUpper(one.Level.String()), one.Document, one.Section, one.Title), "    "))
		fmt.Fprintf(s, "    %s\n", one.ID)
	}
	s.WriteString("\n")
	return nil
}

// tokens prints a good token, and one with a flaw, each with the command that presents it.
func (v issuing) tokens(s *strings.Builder, h servers.Harness) error {
	p := servers.Profile{Issuer: v.issuer, API: &v.api}
	for i, flaw := range []string{"", v.tokenFlaw} {
		if i > 0 && flaw == "" {
			continue
		}
		token, err := oauthspec.MakeToken(h, p, flaw)
		if err != nil {
			return err
		}
		title := "a good token, for an hour"
		if flaw != "" {
			title = "a token " + flaw
		}
		fmt.Fprintf(s, "\n%s\n  curl -i -H 'Authorization: Bearer %s' \\\n    %s\n", title, token, v.api.URL)
	}
	return nil
}
