package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

const aboutServe = `Serves the reference authorization server until it is interrupted, and prints
its issuer, its clients with their secrets, its users, and commands to try.

With --fault it breaks one requirement on purpose; such a server is only ever
served on loopback.

  oauthspec serve as
  oauthspec serve as --variant oidc --tls
  oauthspec serve as --fault code-replay`

// serving is the flags of serve as.
type serving struct {
	variant, fault, addr, secretHash, accessToken, alg string
	tls                                                bool

	profile    string // where to write one of it
	whileStdin bool   // it ends when standard input does
}

func (a *app) serve() *cobra.Command {
	c := &cobra.Command{Use: "serve [as|issuer]", Short: "Serve reference servers to learn from, faulty on request"}
	c.AddCommand(a.serveAS(), a.serveIssuer())
	a.serveAll(c)
	return c
}

func (a *app) serveAS() *cobra.Command {
	var v serving
	c := &cobra.Command{
		Use: "as", Short: "Serve the reference authorization server", Long: aboutServe, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runServe(c.Context(), v) },
	}
	sections(c, v.flags(), newSection("Where", func(f *pflag.FlagSet) {
		f.StringVar(&v.addr, "addr", "127.0.0.1:0", "`HOST:PORT` to listen on; port 0 is any free one")
		f.StringVar(&v.profile, "write-profile", "", "write a profile of it to a `FILE`, for verify or bench --target FILE; it holds the secrets")
		f.BoolVar(&v.whileStdin, "while-stdin", false, "end when standard input does, as the process does that started it")
	}))
	return c
}

// flags say which server it is.
func (v *serving) flags() section {
	return newSection("The built-in server", func(f *pflag.FlagSet) {
		f.StringVar(&v.fault, "fault", "", "break a requirement by this fault, a `NAME` of \"list faults\"")
		f.StringVar(&v.variant, "variant", "", "`NAME` of the configuration: oauth2.0 (the default), oauth2.1, oidc")
		f.BoolVar(&v.tls, "tls", false, "serve https, with a certificate authority of its own")
		f.StringVar(&v.secretHash, "secret-hash", "", "how client secrets are hashed: `sha256|bcrypt:N`; bcrypt decides the token rate")
		f.StringVar(&v.accessToken, "access-token", "", "format of access tokens: `opaque|jwt`")
		f.StringVar(&v.alg, "alg", "", "sign with `ES256|RS256|EdDSA` unless a client asks for another")
	})
}

func (a *app) runServe(ctx context.Context, v serving) error {
	o, err := v.options()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", v.addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	defer ln.Close()
	exposed := !ln.Addr().(*net.TCPAddr).IP.IsLoopback()
	if exposed && v.fault != "" {
		return fmt.Errorf("--fault %s: a faulty server is served on loopback only, and %s is not", v.fault, v.addr)
	}
	if exposed {
		freshSecrets(&o)
		o.Registration = false // whoever registers names an address that this machine then fetches keys from
	}
	host, err := servedHost(v.addr, ln.Addr())
	if err != nil {
		return err
	}
	scheme := "http"
	ca := ""
	s := &http.Server{ReadHeaderTimeout: 10 * time.Second}
	if v.tls {
		scheme = "https"
		var remove func()
		if s.TLSConfig, ca, remove, err = ownCertificate(host); err != nil {
			return err
		}
		defer remove()
	}
	o.Issuer = scheme + "://" + host
	as, err := authserver.New(o)
	if err != nil {
		return fmt.Errorf("make the authorization server: %w", err)
	}
	s.Handler = as
	if err := v.writeProfile(o, ca); err != nil {
		return err
	}
	if v.whileStdin {
		var end context.CancelFunc
		ctx, end = context.WithCancel(ctx)
		defer end()
		go func() {
			_, _ = io.Copy(io.Discard, a.in)
			end()
		}()
	}
	fmt.Fprint(a.out, banner{options: o, fault: v.fault, ca: ca, exposed: exposed}.String())
	return listen(ctx, s, ln)
}

// listen serves until ctx ends. Being told to end is what a server is for: it is no error.
func listen(ctx context.Context, s *http.Server, ln net.Listener) error {
	ended := context.AfterFunc(ctx, func() {
		brief, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if s.Shutdown(brief) != nil {
			s.Close()
		}
	})
	defer ended()
	var err error
	if s.TLSConfig != nil {
		err = s.ServeTLS(ln, "", "")
	} else {
		err = s.Serve(ln)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// servedHost is the host and port that clients use: those asked for, with the port that was given.
func servedHost(asked string, got net.Addr) (string, error) {
	host, _, err := net.SplitHostPort(asked)
	if err != nil {
		return "", fmt.Errorf("--addr: %w", err)
	}
	_, port, err := net.SplitHostPort(got.String())
	if err != nil {
		return "", fmt.Errorf("--addr: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return "", fmt.Errorf("--addr %s: an issuer needs one host name or address; give the one that clients will use", asked)
	}
	return net.JoinHostPort(host, port), nil
}
