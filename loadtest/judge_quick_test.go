package loadtest

import (
	"bytes"
	"strings"
	"testing"
)

// usual are token responses that are read in one pass, and unusual ones are not: wrong, or right in another way.
var (
	usual = []string{
		`{"access_token":"t","token_type":"Bearer"}`,
		"{ \"access_token\" : \"a.b-c_d~0123456789\" ,\n\t\"token_type\":\"bearer\",\r\"expires_in\":3600,\"scope\":\"a b\",\"refresh_token\":\"r\",\"id_token\":\"i\"} \n",
		`{"token_type":"DPoP","access_token":"t"}`,
	}
	unusual = []string{
		``, `{`, `[]`, `{}`, `"t"`, `<html>`, `{"access_token":"t"}`, `{"token_type":"Bearer"}`, `{"access_token":"t","token_type":"mac"}`,
		`{"access_token":"","token_type":"Bearer"}`, `{"access_token":"t","token_type":"Bearer",}`, `{"access_token":"t","token_type":"Bearer"}}`,
		`{"access_token":"t","token_type":"Bearer","expires_in":0}`, `{"access_token":"t","token_type":"Bearer","expires_in":-1}`,
		`{"access_token":"t","token_type":"Bearer","expires_in":"60"}`, `{"access_token":"t","token_type":"Bearer","expires_in":6e1}`,
		`{"access_token":"t","token_type":"Bearer","expires_in":060}`, `{"access_token":"t","token_type":"Bearer","error":"x"}`,
		`{"access_token":"t\u0041","token_type":"Bearer"}`, "{\"access_token\":\"12345678\x1f\",\"token_type\":\"Bearer\"}",
		"{\"access_token\":\"1234567\xff\",\"token_type\":\"Bearer\"}", `{"access_token":"1234\678","token_type":"Bearer"}`,
		`{"access_token":"t","token_type":"Bearer","more":{"error":"x"}}`, `{"access_token":"t","token_type":"Bearer","more":null}`,
		`{"access_token":1,"token_type":"Bearer"}`, `{"access_token" "t","token_type":"Bearer"}`, `{"access_token":"t" "token_type":"Bearer"}`,
		`{"access_token":"t","token_type":"Bearer","n":1.5}`, `{"access_token":"t","token_type":"Bearer","n":12345678901234567890}`,
		`{"access_token":"t","token_type":"Bearer","n":"1}`, `{"access_token":"t","token_type":"Bearer","n":"\n"1}`,
	}
)

func TestQuickTakesTheUsual(t *testing.T) {
	for _, s := range usual {
		if _, ok := quick([]byte(s)); !ok {
			t.Errorf("%s is left to read", s)
		}
	}
	for _, s := range unusual {
		if _, ok := quick([]byte(s)); ok {
			t.Errorf("%s is taken for right", s)
		}
	}
}

// FuzzQuick holds the quick way against the slow one: what it takes for right, that does too, and finds the same in it.
func FuzzQuick(f *testing.F) {
	for _, s := range append(usual, unusual...) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		g, ok := quick(body)
		if !ok {
			return
		}
		slow, what := read(&answer{status: 200, body: body})
		if what != "" || !bytes.Equal(g.access, slow.access) || !bytes.Equal(g.refresh, slow.refresh) || !bytes.Equal(g.id, slow.id) {
			t.Errorf("quick finds %q, read %q: %s", g, slow, what)
		}
	})
}

// BenchmarkRead is what a token response costs to read, in one way and in the other.
func BenchmarkRead(b *testing.B) {
	body := []byte(`{"access_token":"` + strings.Repeat("eyJhbGciOiJFUzI1NiJ9", 30) + `","expires_in":300,"scope":"api.read","token_type":"Bearer"}`)
	b.Run("quick", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := quick(body); !ok {
				b.Fatal("left to read")
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, what := read(&answer{body: body}); what != "" {
				b.Fatal(what)
			}
		}
	})
}
