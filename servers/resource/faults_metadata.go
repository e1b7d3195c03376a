package resource

import (
	"fmt"
	"strings"
)

// describing changes the metadata.
func describing(name, violates string, change func(m map[string]any), also ...string) Fault {
	return Fault{Name: name, Violates: violates, At: "metadata.document", AlsoRed: also, Apply: func(o *Options) { o.Metadata.Document = change }}
}

// metadataFaults publish the wrong thing, or in the wrong place (RFC 9728).
var metadataFaults = []Fault{
	{
		Name: "metadata-after-the-path", Violates: "rfc9728-3-well-known", At: "metadata.path", Gross: true,
		AlsoRed: []string{"rfc9728-3.2-status-and-type", "rfc9728-5.1-www-authenticate"}, // there is no document
		Apply:   func(o *Options) { o.Metadata.Path = func(*Server, string) bool { return false } },
	},
	{
		Name: "metadata-everywhere", Violates: "rfc9728-3.1-path-insertion", At: "metadata.path",
		Apply: func(o *Options) {
			o.Metadata.Path = func(_ *Server, path string) bool { return strings.HasPrefix(path, wellKnown) }
		},
	},
	{
		Name: "metadata-as-text", Violates: "rfc9728-3.2-status-and-type", At: "metadata.type",
		Apply: func(o *Options) { o.Metadata.Type = func() string { return "text/plain" } },
	},
	describing("empty-members", "rfc9728-3.2-zero-values-omitted", func(m map[string]any) { m["resource_policy_uri"] = nil }),
	describing("resource-with-fragment", "rfc9728-2-resource-required", func(m map[string]any) { m["resource"] = fmt.Sprint(m["resource"]) + "#part" },
		"rfc9728-3.3-resource-identical"), // it is another
	describing("another-resource", "rfc9728-3.3-resource-identical", func(m map[string]any) { m["resource"] = "https://other.example/data" }),
	describing("another-authorization-server", "rfc9728-2-authorization-servers", func(m map[string]any) {
		m["authorization_servers"] = []string{"https://other.example"}
	}),
	describing("no-scopes", "rfc9728-2-scopes-supported", func(m map[string]any) { delete(m, "scopes_supported") }),
	describing("signed-with-nothing", "rfc9728-2-no-none-alg", func(m map[string]any) {
		m["resource_signing_alg_values_supported"] = []string{"RS256", "none"}
	}),
	describing("body-offered", "rfc6750-2.2-body-token", func(m map[string]any) {
		m["bearer_methods_supported"] = []string{"header", "body"}
	}),
}
