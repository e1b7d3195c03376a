package learn

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Postman is the machine client's scenario as a Postman collection (v2.1), with a test for each request. It holds the
// client's secret.
func (s *Suite) Postman() ([]byte, error) {
	type m = map[string]any
	basic := m{"type": "basic", "basic": []m{{"key": "username", "value": "{{client_id}}"}, {"key": "password", "value": "{{client_secret}}"}}}
	bearer := m{"type": "bearer", "bearer": []m{{"key": "token", "value": "{{token}}"}}}
	none := m{"type": "noauth"}
	item := func(name, method, url string, auth m, form [][2]string, script ...string) m {
		request := m{"method": method, "url": url, "auth": auth}
		if form != nil {
			var fields []m
			for _, f := range form {
				fields = append(fields, m{"key": f[0], "value": f[1]})
			}
			request["body"] = m{"mode": "urlencoded", "urlencoded": fields}
		}
		return m{"name": name, "request": request, "event": []m{{"listen": "test", "script": m{"type": "text/javascript", "exec": script}}}}
	}
	status := func(n int) string {
		return fmt.Sprintf(`pm.test("it answers %d", () => pm.response.to.have.status(%d));`, n, n)
	}
	grant := [][2]string{{"grant_type", "client_credentials"}, {"scope", "api:read " + customScope}}
	c := m{
		"info": m{"name": "oauthspec: client credentials", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
			"description": "A machine gets a token for itself and calls an API with it (RFC 6749 §4.4, RFC 6750)."},
		"variable": []m{{"key": "issuer", "value": s.as.url}, {"key": "api", "value": s.api.url}, {"key": "client_id", "value": "batch"},
			{"key": "client_secret", "value": s.secrets.batch}, {"key": "token", "value": ""}},
		"item": []m{
			item("1 Discovery", "GET", "{{issuer}}/.well-known/openid-configuration", none, nil, status(200),
				`pm.test("it is this issuer", () => pm.expect(pm.response.json().issuer).to.eql(pm.variables.get("issuer")));`),
			item("2 Keys", "GET", "{{issuer}}/jwks", none, nil, status(200), `pm.test("there are keys", () => pm.expect(pm.response.json().keys).not.to.be.empty);`),
			item("3 A token", "POST", "{{issuer}}/token", basic, grant, status(200),
				`pm.test("it is a bearer token", () => pm.expect(pm.response.json().token_type).to.eql("Bearer"));`,
				`pm.test("there is no refresh token", () => pm.expect(pm.response.json()).not.to.have.property("refresh_token"));`,
				`pm.collectionVariables.set("token", pm.response.json().access_token);`),
			item("4 The API, with the token", "GET", "{{api}}/data", bearer, nil, status(200)),
			item("5 The API, without a token", "GET", "{{api}}/data", none, nil, status(401),
				`pm.test("it says how to get in", () => pm.expect(pm.response.headers.get("WWW-Authenticate")).to.match(/^Bearer /));`),
			item("6 Introspection", "POST", "{{issuer}}/introspect", basic, [][2]string{{"token", "{{token}}"}}, status(200),
				`pm.test("it is active", () => pm.expect(pm.response.json().active).to.eql(true));`),
			item("7 Revocation", "POST", "{{issuer}}/revoke", basic, [][2]string{{"token", "{{token}}"}}, status(200)),
			item("8 Introspection afterwards", "POST", "{{issuer}}/introspect", basic, [][2]string{{"token", "{{token}}"}}, status(200),
				`pm.test("it is not active any more", () => pm.expect(pm.response.json().active).to.eql(false));`),
			item("9 A wrong secret", "POST", "{{issuer}}/token", m{"type": "basic", "basic": []m{{"key": "username", "value": "{{client_id}}"}, {"key": "password", "value": "wrong"}}},
				grant, status(401), `pm.test("it says why", () => pm.expect(pm.response.json().error).to.eql("invalid_client"));`),
		},
	}
	return json.MarshalIndent(c, "", "  ")
}

func (s *Suite) download(w http.ResponseWriter, _ *http.Request) {
	b, err := s.Postman()
	if err != nil {
		s.failed(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="oauthspec.postman_collection.json"`)
	_, _ = w.Write(b) // the browser is gone: nobody is left to tell
}
