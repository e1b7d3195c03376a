package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// identify begins a sign-in at the server of whoever says who they are (OpenID Connect Discovery §2).
func (s *Server) identify(w http.ResponseWriter, r *http.Request) {
	issuer, err := use(s, &s.o.Discovery.Finger)(r.Context(), s, resourceOf(r.URL.Query().Get("who")))
	if err != nil {
		s.fail(w, r, &Problem{http.StatusBadGateway, "your server could not be found", err})
		return
	}
	s.start(w, r, issuer, "", url.Values{})
}

// resourceOf normalises what a user typed (§2.1.2): a URI, something like an email address, or a host with a path.
func resourceOf(who string) string {
	switch {
	case strings.HasPrefix(who, "https:"), strings.HasPrefix(who, "acct:"):
		return who
	case strings.Contains(who, "@"):
		return "acct:" + who
	}
	return "https://" + who
}

// relIssuer is the relation that leads to a user's issuer (§2).
const relIssuer = "http://openid.net/specs/connect/1.0/issuer"

// finger asks the host of an identifier for the issuer (§2, RFC 7033 §4).
func finger(ctx context.Context, s *Server, resource string) (string, error) {
	host := resource[strings.LastIndex(resource, "@")+1:]
	if u, err := url.Parse(resource); err == nil && u.Host != "" {
		host = u.Host
	}
	var jrd struct {
		Links []struct{ Rel, Href string }
	}
	at := "https://" + host + "/.well-known/webfinger?" + url.Values{"resource": {resource}, "rel": {relIssuer}}.Encode()
	if err := s.getJSON(ctx, at, &jrd); err != nil {
		return "", fmt.Errorf("ask %s about the user: %w", host, err)
	}
	for _, l := range jrd.Links {
		if l.Rel == relIssuer {
			return l.Href, nil
		}
	}
	return "", errors.New("nobody knows the user's server")
}
