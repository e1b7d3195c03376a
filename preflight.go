package oauthspec

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// discover finds out where a target's endpoints are and what it can do: from its metadata, corrected by its profile.
// It fails where the issuer cannot be reached, or names itself otherwise than the profile does.
func discover(ctx context.Context, c *oauth.Client, p servers.Profile) (servers.Facts, error) {
	f := servers.Facts{Endpoints: map[string]string{}, Capabilities: map[string]string{}}
	openid, err := metadata(ctx, c, &f, strings.TrimSuffix(p.Issuer, "/")+"/.well-known/openid-configuration")
	if err != nil {
		return f, err
	}
	plain, err := metadata(ctx, c, &f, inserted(p.Issuer, "oauth-authorization-server"))
	if err != nil {
		return f, err
	}
	switch {
	case openid != nil:
		f.Metadata = openid
		f.Capabilities["openid"], f.Capabilities["metadata"] = "metadata", "metadata"
	case plain != nil:
		f.Metadata = plain
	}
	if plain != nil {
		f.Capabilities["metadata"], f.Capabilities["oauth_metadata"] = "metadata", "metadata"
		if plain["id_token_signing_alg_values_supported"] != nil {
			f.Capabilities["openid"] = "metadata" // claimed, wherever its own document should stand and does not
		}
	}
	if f.Metadata == nil && (p.Endpoints["token"] == "") {
		return f, usage("%s publishes no metadata at a well-known location%s; name its endpoints by --endpoint authorization=URL --endpoint token=URL, "+
			"or in the profile: endpoints: {authorization: URL, token: URL}", p.Issuer, strings.Join(append([]string{""}, f.Notes...), ": "))
	}
	if iss, ok := f.Metadata["issuer"].(string); f.Metadata != nil && (!ok || iss != p.Issuer) {
		return f, usage("the metadata of %s names the issuer %q: the two have to be equal to the letter (RFC 8414 section 3.3); "+
			"correct issuer in the profile, or --issuer", p.Issuer, iss)
	}
	locate(f, p)
	claims(f, p)
	return f, nil
}

// metadata is the JSON object at a well-known URL, nil where there is none, or an error where nothing answers at all. A document
// that is there and cannot be read is worth a note; a page there is what some servers show for every address that they do not know.
func metadata(ctx context.Context, c *oauth.Client, f *servers.Facts, at string) (map[string]any, error) {
	a, err := c.Do(ctx, oauth.Request{URL: at})
	if err == nil && a.None != nil {
		err = errors.New(a.String())
	}
	if err != nil {
		return nil, &UnreachableError{Target: at, Err: err}
	}
	if a.Status != http.StatusOK {
		return nil, nil
	}
	if a.NoJSON != nil && strings.Contains(a.MediaType(), "json") {
		f.Notes = append(f.Notes, at+" holds what is no JSON object, and was taken for none")
	}
	return a.JSON, nil
}

// inserted is a well-known URL with its path between host and the issuer's path (RFC 8414 section 3.1).
func inserted(issuer, name string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return issuer
	}
	u.Path = "/.well-known/" + name + strings.TrimSuffix(u.Path, "/")
	return u.String()
}

func locate(f servers.Facts, p servers.Profile) {
	for name, v := range f.Metadata {
		at, ok := v.(string)
		if !ok {
			continue
		}
		if e, is := strings.CutSuffix(name, "_endpoint"); is {
			f.Endpoints[e] = at
		}
	}
	if at, ok := f.Metadata["jwks_uri"].(string); ok {
		f.Endpoints["jwks"] = at
	}
	for name, at := range p.Endpoints {
		f.Endpoints[name] = at
	}
}

// claims fills in capabilities: what metadata says or, where it is silent, means by being so; the profile has the last word.
func claims(f servers.Facts, p servers.Profile) {
	for _, c := range servers.Capabilities {
		if how := claim(f, c); how != "" {
			f.Capabilities[c.Name] = how
		}
	}
	if strings.HasPrefix(p.Issuer, "https:") {
		f.Capabilities["https"] = "issuer"
	}
	if u, err := url.Parse(p.Issuer); err == nil && strings.Trim(u.Path, "/") != "" {
		f.Capabilities["issuer_path"] = "issuer"
	}
	if p.Resource != nil && p.Resource.URL != "" {
		f.Capabilities["resource"] = "profile"
	}
	for _, c := range p.Clients {
		grants := c.Grants
		if c.Kind == servers.Machine && len(grants) == 0 {
			grants = []string{"client_credentials"}
		}
		for _, g := range grants {
			if _, ok := servers.CapabilityNamed(g); ok && f.Metadata["grant_types_supported"] == nil {
				f.Capabilities[g] = "profile"
			}
		}
	}
	for name, yes := range p.Supports {
		delete(f.Capabilities, name)
		if yes {
			f.Capabilities[name] = "profile"
		}
	}
}

// omitted are the defaults that RFC 8414 section 2 gives to members that are left out.
var omitted = map[string][]string{
	"grant_types_supported":                 {"authorization_code", "implicit"},
	"token_endpoint_auth_methods_supported": {"client_secret_basic"},
}

func claim(f servers.Facts, c servers.Capability) string {
	if e, is := strings.CutSuffix(c.Member, "_endpoint"); is && f.Endpoints[e] != "" {
		return "metadata"
	}
	v, there := f.Metadata[c.Member]
	if !there {
		if c.Value != "" && slices.Contains(omitted[c.Member], c.Value) {
			return "default"
		}
		return ""
	}
	switch v := v.(type) {
	case bool:
		if v {
			return "metadata"
		}
	case []any:
		if c.Value == "" && len(v) > 0 || slices.Contains(v, any(c.Value)) {
			return "metadata"
		}
	}
	return ""
}

// reach waits, for as long as it was told to, until a target answers.
func (o Options) reach(ctx context.Context, c *oauth.Client, p servers.Profile) (servers.Facts, error) {
	until := time.Now().Add(o.Wait)
	for {
		f, err := discover(ctx, c, p)
		var gone *UnreachableError
		if !errors.As(err, &gone) || time.Now().After(until) {
			return f, err
		}
		select {
		case <-ctx.Done():
			return f, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}
