package oauthspec

import (
	"bytes"
	"context"
	"crypto/x509"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/wrap"
	"github.com/oauthspec/oauthspec/servers"
)

//go:embed profile.yaml.tmpl
var profileTemplate string

//go:embed register.txt.tmpl
var registerTemplate string

// draft is what the templates of a first profile are filled with.
type draft struct {
	Issuer   string
	Can      map[string]bool
	Methods  []string // client authentication methods, as metadata has them
	Scopes   []string
	Userinfo string
	Found    []string // capabilities that metadata names, for a comment
	Tokens   string   // the token endpoint, "" where metadata does not say
	Silent   bool     // there is no metadata
	Named    []string // endpoints that metadata does not name, as "name: URL"
}

// Init reads a server's metadata and writes a commented profile for it, and what to register there. The error is an
// *UnreachableError where nothing answers, a *UsageError where the metadata names another issuer, or there is none and endpoints does
// not name the token endpoint.
func Init(ctx context.Context, issuer string, endpoints map[string]string, roots *x509.CertPool) (profile []byte, register string, err error) {
	o := Options{Target: servers.Target{Name: issuer, Roots: roots}}.defaults()
	t := o.transport()
	defer t.CloseIdleConnections()
	f, err := discover(ctx, &oauth.Client{Transport: t, Timeout: o.Timeout}, servers.Profile{Issuer: issuer, Endpoints: endpoints})
	if err != nil {
		return nil, "", err
	}
	d := draft{Issuer: issuer, Can: map[string]bool{}, Methods: texts(f.Metadata["token_endpoint_auth_methods_supported"]),
		Scopes: texts(f.Metadata["scopes_supported"]), Userinfo: f.Endpoints["userinfo"], Silent: f.Metadata == nil, Tokens: f.Endpoints["token"]}
	for _, name := range slices.Sorted(maps.Keys(endpoints)) {
		d.Named = append(d.Named, name+": "+yamlQuote(endpoints[name]))
	}
	for _, c := range servers.Capabilities {
		how, can := f.Capabilities[c.Name]
		if d.Can[c.Name] = can; how == "metadata" && c.Name != how {
			d.Found = append(d.Found, c.Name)
		}
	}
	var p, r bytes.Buffer
	if err := render(&p, profileTemplate, d); err != nil {
		return nil, "", err
	}
	err = render(&r, registerTemplate, d)
	return p.Bytes(), r.String(), err
}

func render(into *bytes.Buffer, text string, d draft) error {
	t, err := template.New("").Funcs(template.FuncMap{
		"quote": yamlQuote, "join": strings.Join, "lines": func(s string) []string { return wrap.Lines(s, 76) }, "has": func(l []string, s string) bool { return slices.Contains(l, s) },
	}).Parse(text)
	if err != nil {
		return err
	}
	return t.Execute(into, d)
}

// texts is a JSON array's strings that are plain words: a target's metadata is not ours to trust in a file.
func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		if s, ok := e.(string); ok && s != "" && len(s) < 100 && !strings.ContainsAny(s, " \t\r\n#'\"{}[],&*!|>%@`\\") {
			out = append(out, s)
		}
	}
	if len(out) > 40 {
		out = out[:40]
	}
	return out
}

// yamlQuote is a string as a single-quoted YAML scalar.
func yamlQuote(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
