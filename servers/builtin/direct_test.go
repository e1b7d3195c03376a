package builtin

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What a handler says has to be the same in process as over a connection, or a proof would prove something else.
func TestDirectIsLikeTheWire(t *testing.T) {
	handlers := map[string]http.HandlerFunc{
		"nothing":         func(http.ResponseWriter, *http.Request) {},
		"a page":          func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<!DOCTYPE html><p>hello") },
		"no content":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"only the first":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(400); w.WriteHeader(200) },
		"header too late": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); w.Header().Set("X-Late", "1") },
		"an early hint":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(401) },
		"lines in a value": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/a\r\nSet-Cookie: b=c")
			w.WriteHeader(http.StatusFound)
		},
		"lower case": func(w http.ResponseWriter, _ *http.Request) { w.Header()["x-lower"] = []string{"1", "2"} },
		"what it saw": func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			io.WriteString(w, strings.Join([]string{r.Method, r.Host, r.URL.String(), r.RequestURI, r.URL.EscapedPath(), r.Proto, string(body)}, "\n"))
			for _, name := range slices.Sorted(maps.Keys(r.Header)) {
				io.WriteString(w, "\n"+name+": "+strings.Join(r.Header[name], ", "))
			}
		},
		"breaks off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	p := NewDirectPool()
	defer p.Close()
	s, err := p.borrow(false)
	if err != nil {
		t.Fatal(err)
	}
	for name, h := range handlers {
		handler := http.Handler(h)
		s.handler.Store(&handler)
		for _, method := range []string{"GET", "POST", "HEAD"} {
			wire, direct := asked(t, s.transport, method, s.url), asked(t, s.way(s.transport), method, s.url)
			if wire != direct {
				t.Errorf("%s, %s: over the wire\n%s\nand directly\n%s", name, method, wire, direct)
			}
		}
	}
}

// asked is what came back, apart from the date.
func asked(t *testing.T, via http.RoundTripper, method, url string) string {
	t.Helper()
	var body io.Reader
	if method == "POST" {
		body = strings.NewReader("a=b&c=%20")
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url+"/some%2Fpath?q=%41&r=a+b", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header["Accept"] = []string{"one", "two"}
	resp, err := via.RoundTrip(req)
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	resp.Header.Del("Date")
	lines := []string{resp.Status, string(got)}
	for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
		lines = append(lines, name+": "+strings.Join(resp.Header[name], ", "))
	}
	return strings.Join(lines, "\n")
}
