package oauth

import (
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// Whatever a body holds: it is an object or there is a reason why not, and what is said of it gives no token away.
func FuzzRead(f *testing.F) {
	f.Add(200, "application/json", []byte(`{"access_token":"s3cr3t-of-nobody","token_type":"Bearer","expires_in":1e999}`))
	f.Add(400, "application/json;charset=utf-8", []byte(`{"error":"invalid_grant","error_description":"\ud800"}`))
	f.Add(200, ";;/", []byte("{\"a\":\"\xff\"}"))
	f.Add(200, "text/html", []byte(`null`))
	f.Add(200, "", []byte(`{} {}`))
	f.Add(200, "application/json", []byte(strings.Repeat(`{"a":[`, 20_000)))
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		a := Read(status, kind, body)
		if (a.JSON == nil) != (a.NoJSON != nil) {
			t.Fatalf("members %v, and why there are none: %v", a.JSON, a.NoJSON)
		}
		if token := a.Text("access_token"); len(token) > 20 && strings.Contains(a.String(), token) {
			t.Errorf("%s tells the token", a)
		}
		if a.MediaType() != strings.ToLower(a.MediaType()) {
			t.Errorf("media type %q", a.MediaType())
		}
	})
}

// Whatever a token looks like: what was taken apart has three segments and two objects, and a stranger's key verifies none of it.
func FuzzParseJWT(f *testing.F) {
	key, err := NewKey(jose.ES256)
	if err != nil {
		f.Fatal(err)
	}
	keys := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), Algorithm: "ES256", KeyID: "one"}}}
	other, err := FreshKey(jose.ES256)
	if err != nil {
		f.Fatal(err)
	}
	signed, err := Sign(jose.ES256, other, map[string]any{"kid": "one"}, map[string]any{"sub": "alice"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add(Unsigned(nil, map[string]any{"exp": "never"}))
	f.Add(HS256([]byte("k"), map[string]any{"kid": []any{1}}, nil))
	f.Add("e30.e30.")
	f.Add("bnVsbA.W10.!")
	f.Add(strings.Repeat(".", 1000))
	f.Fuzz(func(t *testing.T, raw string) {
		parsed, err := ParseJWT(raw)
		if err == nil && (strings.Count(raw, ".") != 2 || parsed.Header == nil || parsed.Claims == nil) {
			t.Errorf("%q was taken apart into %v and %v", raw, parsed.Header, parsed.Claims)
		}
		if parsed.Verify(keys) == nil {
			t.Errorf("%q bears the signature of a key that signed nothing", raw)
		}
	})
}

// However a state is written, it comes back as it was from each of the places where a response may stand, and whatever else
// stands there can be read.
func FuzzParseResponse(f *testing.F) {
	f.Add("af0ifjsldkj", "code=a&code=b")
	f.Add("\"><script>&=;#?%", "%zz&=&;")
	f.Add("\x00\xff", "\xff=\xfe#")
	f.Fuzz(func(t *testing.T, state, noise string) {
		const at = "https://client.example/cb"
		q := url.Values{"state": {state}}
		for mode, r := range map[string]AuthorizationResponse{
			"query":     ParseResponse(at+"?"+q.Encode(), nil),
			"fragment":  ParseResponse(at+"#"+q.Encode(), nil),
			"form_post": ParseResponse(at, q),
		} {
			if r.Syntax != nil || r.At != at || r.Get("state") != state || r.Params(mode).Get("state") != state {
				t.Errorf("%s: state %q came back as %q (%v)", mode, state, r.Get("state"), r.Syntax)
			}
		}
		r := ParseResponse(at+"?"+noise, nil)
		if r.Has("code") && r.Get("code") != r.Query.Get("code") && r.Get("code") != r.Fragment.Get("code") {
			t.Errorf("a code from nowhere: %q", r.Get("code"))
		}
	})
}
