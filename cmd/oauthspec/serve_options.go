package main

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"

	"github.com/oauthspec/oauthspec/internal/secure"
	"github.com/oauthspec/oauthspec/servers/authserver"
)

// options are the server's, as the flags want them.
func (v serving) options() (authserver.Options, error) {
	variant, apply, err := v.plant()
	if err != nil {
		return authserver.Options{}, err
	}
	if !slices.Contains(authserver.Variants(), variant) {
		return authserver.Options{}, fmt.Errorf("--variant: %w", unknown("variant", variant, authserver.Variants()))
	}
	o, err := authserver.Defaults(variant)
	if err != nil {
		return o, err
	}
	if v.secretHash != "" {
		o.SecretHash = v.secretHash
	}
	if v.accessToken != "" {
		if formats := []string{"opaque", "jwt"}; !slices.Contains(formats, v.accessToken) {
			return o, fmt.Errorf("--access-token: %w", unknown("format", v.accessToken, formats))
		}
		o.AccessTokenFormat = v.accessToken
	}
	if v.alg != "" {
		if !slices.Contains(o.SigningAlgs, v.alg) {
			return o, fmt.Errorf("--alg: %w", unknown("algorithm", v.alg, o.SigningAlgs))
		}
		o.SigningAlgs = append([]string{v.alg}, slices.DeleteFunc(slices.Clone(o.SigningAlgs), func(s string) bool { return s == v.alg })...)
	}
	apply(&o)
	return o, nil
}

// plant is the variant to serve and the fault's change to it.
func (v serving) plant() (variant string, apply func(*authserver.Options), err error) {
	clean := authserver.Variants()[0]
	if v.variant != "" {
		clean = v.variant
	}
	if v.fault == "" {
		return clean, func(*authserver.Options) {}, nil
	}
	var names []string
	for _, f := range authserver.Faults() {
		names = append(names, f.Name)
		if f.Name != v.fault {
			continue
		}
		if v.variant == "" && f.Variant != "" {
			clean = f.Variant // where it is known to break what it says
		}
		return clean, f.Apply, nil
	}
	return "", nil, fmt.Errorf("--fault: %w", unknownIn("fault", v.fault, names, "list faults"))
}

// freshSecrets replaces every secret that stands in the source code, because others can reach the server.
func freshSecrets(o *authserver.Options) {
	for i := range o.Clients {
		c := &o.Clients[i]
		if c.Secret != "" {
			c.Secret = rand.Text()
		}
	}
	for i := range o.Users {
		o.Users[i].Password = rand.Text()
	}
}

// ownCertificate makes an authority for one process and a certificate for a host, and writes the authority's where a
// client can be told to trust it. remove takes the file away.
func ownCertificate(hostPort string) (config *tls.Config, file string, remove func(), err error) {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, "", nil, err
	}
	ca, err := secure.NewCA()
	if err != nil {
		return nil, "", nil, err
	}
	if config, err = ca.Server(host); err != nil {
		return nil, "", nil, err
	}
	f, err := os.CreateTemp("", "oauthspec-ca-*.pem")
	if err != nil {
		return nil, "", nil, fmt.Errorf("write the certificate authority: %w", err)
	}
	_, err = f.Write(ca.PEM())
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return nil, "", nil, fmt.Errorf("write the certificate authority: %w", err)
	}
	return config, f.Name(), func() { os.Remove(f.Name()) }, nil
}
