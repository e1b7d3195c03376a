package oauthspec

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oauthspec/oauthspec/servers"
)

// script is what no page may ever hold as it is.
const script = `<script>alert("oauthspec")</script>`

// misbehaviours are what a hostile endpoint answers with. Each is over when its client has had enough.
var misbehaviours = map[string]http.HandlerFunc{
	"endless body": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"`)
		for chunk := bytes.Repeat([]byte("a"), 64<<10); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	},
	"one byte at a time": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.Copy(io.Discard, r.Body)
		for r.Context().Err() == nil {
			fmt.Fprint(w, " ")
			http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	},
	"silence": func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // only then does a server see that its client has gone
		<-r.Context().Done()
	},
	"redirect circle": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Path)
		w.WriteHeader(302)
	},
	"redirects onwards": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Path+"?n="+r.URL.Query().Get("n")+"1")
		w.WriteHeader(307)
	},
	"gzip bomb": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		for range 1000 {
			if _, err := w.Write(bomb()); err != nil {
				return
			}
		}
	},
	"invalid UTF-8":      says(200, "application/json", "{\"access_token\":\"\xff\xfe\xc3(\",\"token_type\":\"Bearer\",\"error\":\"\xf0\x28\"}"),
	"script in an error": says(400, "application/json", fmt.Sprintf(`{"error":%q,"error_description":%q,"error_uri":"javascript:alert(1)"}`, script, script)),
	"script in a page":   says(400, "text/html", "<title>"+script+"</title><h1>Error: "+script+"</h1>"),
	"script in headers": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="`+script+`", error="`+script+`"`)
		w.Header().Set("Content-Type", script)
		w.WriteHeader(401)
	},
	"no media type":      says(200, ";;;/", `{"access_token":"abcdefghijklmnop","token_type":"Bearer"}`),
	"wrong types":        says(200, "application/json", `{"access_token":{},"token_type":[],"expires_in":"1e999","scope":1e999,"id_token":{"a":[]},"active":"maybe","sub":[null]}`),
	"deep JSON":          says(200, "application/json", strings.Repeat(`{"a":[`, 50_000)),
	"nothing":            says(204, "", ""),
	"closed connection":  raw(""),
	"another protocol":   raw("SSH-2.0-OpenSSH_9.9\r\n"),
	"half a body":        raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"access"),
	"huge headers":       raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + strings.Repeat("X-Padding: "+strings.Repeat("x", 1000)+"\r\n", 2000) + "\r\n"),
	"many interim":       raw(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: <"+strings.Repeat("x", 1000)+">\r\n\r\n", 2000)),
	"unknown login page": says(200, "text/html", `<h1>Welcome `+script+`</h1><canvas></canvas><form method="post"><input type="file" name="face"><input type="range" name="mood"></form>`),
}

// legible are misbehaviours that are an answer nonetheless: to a browser a page, to a client of a resource a yes or a no.
// A requirement that asks for no more than that is satisfied, and says so.
var legible = map[string]bool{"script in an error": true, "script in a page": true, "script in headers": true, "no media type": true, "wrong types": true}

// bomb is 16 MiB of zeros in 16 KiB of gzip, to be sent over and over: members in a row are one stream (RFC 1952 section 2.2).
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.CopyN(z, zeros{}, 16<<20)
	z.Close()
	return b.Bytes()
})

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// says is an answer that is the same for everybody.
func says(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// raw sends these bytes and closes the connection.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, b, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		b.WriteString(text)
		b.Flush()
	}
}

// A hostile is a target that answers some paths as the reference server does and misbehaves at the others.
type hostile struct {
	server *httptest.Server
	at     func(path string) bool
}

// newHostile is a server that misbehaves in one way at the paths that at picks.
func newHostile(t *testing.T, how http.HandlerFunc, at func(path string) bool) *hostile {
	t.Helper()
	h := &hostile{httptest.NewServer(how), at}
	t.Cleanup(func() { h.server.CloseClientConnections(); h.server.Close() })
	return h
}

// A detour is how requests reach a hostile target.
type detour struct {
	*hostile
	polite, rude http.RoundTripper
}

// RoundTrip sends what the hostile server is to answer there, whatever host it was meant for.
func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	if !d.at(r.URL.Path) {
		return d.polite.RoundTrip(r)
	}
	u, err := url.Parse(d.server.URL)
	if err != nil {
		return nil, err
	}
	c := r.Clone(r.Context())
	c.URL.Scheme, c.URL.Host, c.Host = u.Scheme, u.Host, u.Host
	return d.rude.RoundTrip(c)
}

// over puts a RoundTripper of the test's between a target and those who ask it.
func over(t servers.Target, wrap func(http.RoundTripper) http.RoundTripper) servers.Target {
	var vs []servers.Variant
	for _, v := range t.Variants {
		acquire := v.Acquire
		v.Acquire = func(ctx context.Context) (*servers.Instance, error) {
			in, err := acquire(ctx)
			if err == nil {
				in.Transport = wrap(in.Transport)
			}
			return in, err
		}
		vs = append(vs, v)
	}
	t.Variants = vs
	return t
}
