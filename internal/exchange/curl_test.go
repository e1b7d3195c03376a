package exchange

import (
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sameForm is what curl makes of the one form below: other words for the same bytes.
var sameForm = strings.NewReplacer("%20", "+", "%2fm", "%2Fm")

func basicHeader(pair string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
}

func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// flow is a code flow with a login form, a redemption and a use of the token.
func flow() ([]Exchange, *Secrets) {
	s := &Secrets{}
	s.Add("CLIENT_SECRET", "s3cret/with+plus")
	s.Add("PASSWORD", "correct horse")
	s.Add("CODE", "code-0123456789")
	s.Add("ACCESS_TOKEN", "at-0123456789")
	form := http.Header{"Content-Type": {formType}}
	return []Exchange{{
		Actor: "browser", Method: "GET", URL: "https://as.test/authorize?client_id=web&code_challenge=" + s256("verifier-verifier-verifier") + "&redirect_uri=https%3A%2F%2Fc.test%2Fcb&state=x",
		Status: 302, ResponseHead: http.Header{"Location": {"/login?c=1"}, "Set-Cookie": {"sid=abcdef123; Path=/"}},
	}, {
		Actor: "browser", Method: "GET", URL: "https://as.test/login?c=1", RequestHead: http.Header{"Cookie": {"sid=abcdef123"}},
		Status: 200, ResponseBody: `<form><input name="csrf" value="0123456789&amp;abcdef"></form>`,
	}, {
		Actor: "browser", Method: "POST", URL: "https://as.test/login", RequestHead: form,
		RequestBody: "csrf=0123456789%26abcdef&user=alice&password=correct+horse",
		Status:      302, ResponseHead: http.Header{"Location": {"https://c.test/cb?code=code-0123456789&state=x"}},
	}, {
		Actor: "client", Method: "POST", URL: "https://as.test/token",
		RequestHead: http.Header{"Content-Type": {formType}, "Authorization": {basicHeader("web:s3cret/with+plus")}, "Accept": {"application/json"}},
		RequestBody: "grant_type=authorization_code&code=code-0123456789&redirect_uri=https%3A%2F%2Fc.test%2Fcb&code_verifier=verifier-verifier-verifier",
		Status:      200, ResponseBody: `{"access_token":"at-0123456789","token_type":"Bearer"}`,
	}, {
		Actor: "client", Method: "POST", URL: "https://as.test/token",
		RequestHead: http.Header{"Content-Type": {formType}, "Authorization": {basicHeader("web:s3cret%2Fwith%2Bplus")}},
		RequestBody: "grant_type=client_credentials", Status: 401,
	}, {
		Actor: "client", Method: "GET", URL: "https://as.test/userinfo", RequestHead: http.Header{"Authorization": {"Bearer at-0123456789"}}, Status: 200,
	}}, s
}

func TestCurlOfAFlow(t *testing.T) {
	got := strings.Join(Curl(flow()), "\n") + "\n"
	const golden = "testdata/flow.sh"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCurlRepeats runs each command through bash and compares what arrives with what was recorded.
func TestCurlRepeats(t *testing.T) {
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed")
		}
	}
	arrived := make(chan Exchange, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		arrived <- Exchange{Method: r.Method, URL: r.RequestURI, RequestHead: r.Header, RequestBody: string(b)}
	}))
	defer srv.Close()
	s := &Secrets{}
	s.Add("TOKEN", "tok-en$(id)`x`")
	form := http.Header{"Content-Type": {formType}}
	for name, e := range map[string]Exchange{
		"get":             {Method: "GET", URL: "/a?b=c&d=%20"},
		"glob":            {Method: "GET", URL: "/a?b[]={1,2}"},
		"dots":            {Method: "GET", URL: "/a/../b/./c"},
		"delete":          {Method: "DELETE", URL: "/a"},
		"post nothing":    {Method: "POST", URL: "/a"},
		"form":            {Method: "POST", URL: "/a", RequestHead: form, RequestBody: "a=b&a=b&c=d%2Fe&f=g%20h&i=%zz&j&k=l%2fm"},
		"form, at sign":   {Method: "POST", URL: "/a", RequestHead: form, RequestBody: "@/etc/passwd=1"},
		"form, secret":    {Method: "POST", URL: "/a", RequestHead: form, RequestBody: "token=tok-en%24%28id%29%60x%60"},
		"json":            {Method: "POST", URL: "/a", RequestHead: http.Header{"Content-Type": {"application/json"}}, RequestBody: `{"a":"it's $HOME \"x\" \\"}`},
		"json, secret":    {Method: "PUT", URL: "/a", RequestHead: http.Header{"Content-Type": {"application/json"}}, RequestBody: `{"a":"tok-en$(id)` + "`x`" + `!"}`},
		"no content type": {Method: "POST", URL: "/a", RequestBody: "x"},
		"binary":          {Method: "POST", URL: "/a", RequestHead: form, RequestBody: "a=\x00\x01\xff\n\r'\\0b%"},
		"control":         {Method: "POST", URL: "/a", RequestHead: form, RequestBody: "a=\x1b[31m\xff\u202e"},
		"headers":         {Method: "GET", URL: "/a", RequestHead: http.Header{"X-A": {"one", "two 'x'"}, "X-Empty": {""}, "Authorization": {"Bearer tok-en$(id)`x`"}}},
		"basic":           {Method: "GET", URL: "/a", RequestHead: http.Header{"Authorization": {basicHeader("web:it's $x: tok-en$(id)`x`")}}},
		"basic, odd":      {Method: "GET", URL: "/a", RequestHead: http.Header{"Authorization": {"basic abc"}}},
	} {
		t.Run(name, func(t *testing.T) {
			path := e.URL
			e.URL = srv.URL + path
			script := "TOKEN='tok-en$(id)`x`' TOKEN_ENCODED='tok-en%24%28id%29%60x%60'\n" + strings.Join(Curl([]Exchange{e}, s), "\n")
			if out, err := exec.Command("bash", "-c", script).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, script, out)
			}
			got := <-arrived
			if strings.Contains(strings.Join(Curl([]Exchange{e}, s), "\n"), "$(id)") {
				t.Errorf("the secret is in %s", script)
			}
			same := got.RequestBody == e.RequestBody || name == "form" && got.RequestBody == sameForm.Replace(e.RequestBody)
			if got.Method != e.Method || got.URL != path || !same {
				t.Errorf("%s\narrived as %+v", script, got)
			}
			for h, v := range e.RequestHead {
				if strings.Join(got.RequestHead[h], "\n") != strings.Join(v, "\n") {
					t.Errorf("%s\nheader %s arrived as %q", script, h, got.RequestHead[h])
				}
			}
			if e.RequestHead["Content-Type"] == nil && got.RequestHead["Content-Type"] != nil {
				t.Errorf("%s\nhas a content type", script)
			}
		})
	}
}
