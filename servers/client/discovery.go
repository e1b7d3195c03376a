package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Metadata is what the application uses of an issuer's metadata.
type Metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Userinfo      string   `json:"userinfo_endpoint"`
	JWKS          string   `json:"jwks_uri"`
	Registration  string   `json:"registration_endpoint"`
	EndSession    string   `json:"end_session_endpoint"`
	Iss           bool     `json:"authorization_response_iss_parameter_supported"`
	Challenges    []string `json:"code_challenge_methods_supported"`
	AuthMethods   []string `json:"token_endpoint_auth_methods_supported"`
	Signed        string   `json:"signed_metadata"`
}

// provider is an issuer with what was learned of it.
type provider struct {
	*Issuer
	Metadata

	mu   sync.Mutex
	read time.Time // zero: not yet
	oidc *oidc.Provider
	keys oidc.KeySet
}

// known gives an issuer with its metadata, which it reads when they are missing or old.
func (s *Server) known(ctx context.Context, i *Issuer) (*provider, error) {
	s.mu.Lock()
	p := s.providers[i.URL]
	if p == nil { // a fault took it from elsewhere
		p = &provider{Issuer: i}
		s.providers[i.URL] = p
	}
	s.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.read.IsZero() && use(s, &s.o.Discovery.Fresh)(s, p) {
		return p, nil
	}
	if err := s.discover(ctx, p); err != nil {
		return nil, &Problem{http.StatusBadGateway, "the authorization server cannot be used", err}
	}
	if p.ClientID == "" {
		if err := s.registerAt(ctx, p); err != nil {
			return nil, &Problem{http.StatusBadGateway, "the application could not register", err}
		}
	}
	p.read = s.now()
	return p, nil
}

// discover reads the metadata. go-oidc could; but it decides about the issuer itself, and we want to.
func (s *Server) discover(ctx context.Context, p *provider) error {
	var m Metadata
	if err := use(s, &s.o.Discovery.Read)(ctx, s, use(s, &s.o.Discovery.Address)(p.Issuer), &m); err != nil {
		return fmt.Errorf("read the metadata of %s: %w", p.URL, err)
	}
	if err := use(s, &s.o.Discovery.Issuer)(s, p.Issuer, &m); err != nil {
		return err
	}
	if m.Signed != "" {
		if err := use(s, &s.o.Discovery.Signed)(ctx, s, p.Issuer, &m); err != nil {
			return fmt.Errorf("read the signed metadata of %s: %w", p.URL, err)
		}
	}
	use(s, &s.o.Discovery.Use)(p.Issuer, &m)
	if m.Authorization == "" || m.Token == "" || m.JWKS == "" {
		return fmt.Errorf("the metadata of %s lack an endpoint", p.URL)
	}
	p.Metadata = m
	ours := s.context(context.Background())
	p.keys = oidc.NewRemoteKeySet(ours, m.JWKS)
	p.oidc = (&oidc.ProviderConfig{IssuerURL: m.Issuer, AuthURL: m.Authorization, TokenURL: m.Token, UserInfoURL: m.Userinfo,
		JWKSURL: m.JWKS, Algorithms: p.algorithms()}).NewProvider(ours)
	return nil
}

// algorithms are those that the client's tokens were registered to be signed with.
func (i *Issuer) algorithms() []string {
	if i.Alg != "" {
		return []string{i.Alg}
	}
	return []string{oidc.RS256}
}

func (s *Server) getJSON(ctx context.Context, url string, into any) error {
	b, err := s.get(ctx, url, "application/json", "")
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// get reads what is at an address, with a bearer token where there is one.
func (s *Server) get(ctx context.Context, url, kind, token string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", kind)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("answered %s", resp.Status)
	}
	return b, err
}

// signedMetadata has what an issuer signed of its metadata stand above the rest (RFC 8414 §2.1). It attests to them itself, by
// the keys that it publishes.
func signedMetadata(ctx context.Context, s *Server, i *Issuer, m *Metadata) error {
	payload, err := oidc.NewRemoteKeySet(s.context(ctx), m.JWKS).VerifySignature(ctx, m.Signed)
	if err != nil {
		return err
	}
	var by struct {
		Iss string `json:"iss"`
	}
	if err := json.Unmarshal(payload, &by); err != nil {
		return err
	}
	if by.Iss != i.URL {
		return fmt.Errorf("they are attested to by %q", by.Iss)
	}
	return json.Unmarshal(payload, m)
}

func discoverySeams() DiscoverySeams {
	return DiscoverySeams{
		Read:    func(ctx context.Context, s *Server, at string, m *Metadata) error { return s.getJSON(ctx, at, m) },
		Address: func(i *Issuer) string { return strings.TrimSuffix(i.URL, "/") + "/.well-known/openid-configuration" },
		Issuer: func(_ *Server, i *Issuer, m *Metadata) error {
			if m.Issuer != i.URL {
				return fmt.Errorf("the metadata are of %q, not of %q", m.Issuer, i.URL)
			}
			return nil
		},
		Signed: signedMetadata,
		Finger: finger,
		Use:    func(*Issuer, *Metadata) {},
		Fresh:  func(s *Server, p *provider) bool { return s.now().Sub(p.read) < time.Hour },
	}
}
