package exchange

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"html/template"
	"io"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// hard is a secret that every encoding changes.
const hard = `p+/ä?"<&'\=%zz k`

// carriers are what a secret may be put into on its way to a report.
var carriers = map[string]func(string) string{
	"raw":              func(v string) string { return "got " + v + "." },
	"query":            func(v string) string { return "https://as/cb?code=" + url.QueryEscape(v) + "&x=1" },
	"query lower":      func(v string) string { return lowerHex(url.QueryEscape(v)) },
	"form with %20":    func(v string) string { return strings.ReplaceAll(url.QueryEscape(v), "+", "%20") },
	"path":             func(v string) string { return "/t/" + url.PathEscape(v) + "/x" },
	"twice":            func(v string) string { return url.QueryEscape("https://c/cb?code=" + url.QueryEscape(v)) },
	"json":             func(v string) string { b, _ := json.Marshal(map[string]string{"t": v}); return string(b) },
	"json in json":     func(v string) string { return jsonString(`{"t":"`+jsonString(v, false)+`"}`, false) },
	"html":             func(v string) string { return "<p>" + html.EscapeString(v) + "</p>" },
	"html template":    func(v string) string { return template.HTMLEscapeString(v) },
	"base64":           func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) },
	"base64url":        func(v string) string { return base64.RawURLEncoding.EncodeToString([]byte(v)) },
	"basic":            func(v string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte("web:"+v)) },
	"basic, id of 4":   func(v string) string { return base64.StdEncoding.EncodeToString([]byte("four:" + v)) },
	"basic, id of 5":   func(v string) string { return base64.StdEncoding.EncodeToString([]byte("spasp:" + v)) },
	"basic, as a form": func(v string) string { return base64.StdEncoding.EncodeToString([]byte("id:" + url.QueryEscape(v))) },
	"hex":              func(v string) string { return hex.EncodeToString([]byte(v)) },
	"HEX":              func(v string) string { return fmt.Sprintf("%X", v) },
	"Go quoted":        func(v string) string { return fmt.Sprintf("%q", v) },
	"url.Error":        func(v string) string { return (&url.Error{Op: "Get", URL: "http://h/" + v, Err: io.EOF}).Error() },
}

func TestRedactInEveryEncoding(t *testing.T) {
	var s Secrets
	s.Add("SECRET", hard)
	for name, carry := range carriers {
		t.Run(name, func(t *testing.T) {
			got := s.Redact(carry(hard))
			if !strings.Contains(got, "‹SECRET›") {
				t.Fatalf("no marker in %q", got)
			}
			for _, e := range encodings(hard) {
				if strings.Contains(got, e) {
					t.Errorf("%q survives in %q", e, got)
				}
			}
		})
	}
}

func TestRedactOverlapping(t *testing.T) {
	var s Secrets
	s.Add("A", "abcdefgh")
	s.Add("B", "efghijklmnop")
	s.Add("LONG", "abcdefghij-0123456789")
	for text, want := range map[string]string{
		"x abcdefgh y":             "x ‹A› y",
		"abcdefghijklmnop":         "‹B›", // a tail of B must not stay behind A
		"abcdefghij-0123456789":    "‹LONG›",
		"abcdefghabcdefgh":         "‹A›‹A›",
		"abcdefg":                  "abcdefg",
		"":                         "",
		"efghijklmnopabcdefgh\xff": "‹B›‹A›\xff",
	} {
		if got := s.Redact(text); got != want {
			t.Errorf("Redact(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSecretsAddedLaterAndShortOnes(t *testing.T) {
	var s Secrets
	s.Add("PIN", "1234")
	if got := s.Redact("1234 code-one"); got != "1234 code-one" {
		t.Errorf("got %q", got)
	}
	s.Add("CODE", "code-one")
	s.Add("OTHER", "code-one")
	if got := s.RedactAs("1234 code-one", func(n string) string { return "$" + n }); got != "1234 $CODE" {
		t.Errorf("got %q", got)
	}
	var none *Secrets
	none.Add("X", "abcdefgh")
	if got := none.Redact("abcdefgh"); got != "abcdefgh" {
		t.Errorf("nil Secrets: got %q", got)
	}
}

func TestErrorKeepsItsKind(t *testing.T) {
	var s Secrets
	inner := &url.Error{Op: "Get", URL: "http://h/cb?code=tiny&state=code-from-later", Err: io.EOF}
	err := s.Error(fmt.Errorf("visit: %w", inner))
	s.Add("CODE", "code-from-later")
	if want := `visit: Get "http://h/cb?code=‹CODE›&state=‹CODE›": EOF`; err.Error() != want {
		t.Errorf("got %s, want %s", err, want)
	}
	var ue *url.Error
	if !errors.Is(err, io.EOF) || !errors.As(err, &ue) || ue != inner {
		t.Error("the wrapped error is lost")
	}
	if s.Error(nil) != nil {
		t.Error("an error from nothing")
	}
}

func TestSecretsConcurrently(t *testing.T) {
	var s Secrets
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				v := fmt.Sprintf("secret-%d-%d", i, j)
				s.Add("S", v)
				if got := s.Redact("<" + v + ">"); got != "<‹S›>" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzRedact(f *testing.F) {
	f.Add(hard, "web:", "&x=1")
	f.Add("aaaaaaa", "aaa", "aaa")
	f.Add("0123456789", "\x00", "‹")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		var s Secrets
		s.Add("X", secret)
		// A value that shares bytes with the marker can be spelt by it; JSON cannot carry what is not UTF-8.
		if len(secret) < MinSecret || strings.ContainsAny(secret, "‹›X\ufffd") || !json.Valid([]byte(`"`+jsonString(secret, true)+`"`)) {
			t.Skip()
		}
		for name, carry := range carriers {
			got := s.Redact(before + carry(secret) + after)
			for _, e := range encodings(secret) {
				if strings.Contains(got, e) {
					t.Errorf("%s: %q survives in %q", name, e, got)
				}
			}
		}
	})
}

func BenchmarkRedact(b *testing.B) {
	var s Secrets
	for i := range 5000 {
		s.Add("TOKEN", fmt.Sprintf("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.%x", i*7919))
	}
	text := strings.Repeat("an ordinary line of a page with eyJhbGciOiJFUzI1NiJ9 in it\n", 500)
	s.Redact(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Redact(text)
	}
}

func BenchmarkAdd(b *testing.B) {
	var s Secrets
	for i := 0; b.Loop(); i++ {
		s.Add("TOKEN", fmt.Sprintf("%x-a-token-of-a-usual-length-0123456789", i))
	}
}
