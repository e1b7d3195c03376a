package steps

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	plainly("with a parameter that nobody knows", oauth.With("unknown_extension", "1"))
	plainly("with its grant type twice", oauth.Twice("grant_type"))
	plainly("with its code twice", oauth.Twice("code"))
	plainly("with its code verifier twice", oauth.Twice("code_verifier"))
	plainly("with its refresh token twice", oauth.Twice("refresh_token"))
	plainly("with a made-up grant type", oauth.With("grant_type", "made_up"))
	plainly("with a made-up URI as its grant type", oauth.With("grant_type", "https://client.example/grants/made-up"))
	phrase("with its user's password instead", func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.Without("code"), oauth.Without("redirect_uri"), oauth.Without("code_verifier"),
			oauth.With("grant_type", "password"), oauth.With("username", w.user.Name), oauth.With("password", w.user.Password)}, nil
	})
	for _, t := range []string{"token", "id_token token", "code token", "code id_token token"} {
		plainly("with the response type "+t, withOpenIDFor(t), oauth.With("response_type", t), oauth.With("nonce", "a-nonce-of-the-client"))
	}
	plainly("leaves it empty", oauth.With("code", ""))
	plainly("with an unknown scope alone", oauth.With("scope", noSuch))
	phrase("with one of its scopes in the other case", func(w *World) ([]oauth.Mutation, error) {
		for _, s := range w.client.Scopes {
			if o := otherCase(s); o != s {
				return []oauth.Mutation{oauth.With("scope", o)}, nil
			}
		}
		return nil, lacks("scope with letters in it", "clients: [{name: "+w.client.Name+", scopes: [SCOPE]}]")
	})
	phrase("with a quote in its scope", oddScope(`"`))
	phrase("with a line break in its scope", oddScope("\r\n"))
	plainly("with a quote and a backslash in its grant type", oauth.With("grant_type", `no "such\ type`))
	plainly("with letters beyond ASCII in its grant type", oauth.With("grant_type", "größe"))
	plainly("with a line break in its grant type", oauth.With("grant_type", "no\r\nsuch"))

	// Ways to encode.
	plainly("with every character percent-encoded", raw(func(form string) string {
		parts := strings.FieldsFunc(form, func(r rune) bool { return r == '&' })
		for i, p := range parts {
			name, value, _ := strings.Cut(p, "=")
			parts[i] = percent(name) + "=" + percent(value)
		}
		return strings.Join(parts, "&")
	}))
	plainly("with percent-encoded blanks", raw(func(form string) string { return strings.ReplaceAll(form, "+", "%20") }))
	plainly("with an unknown parameter in UTF-8", oauth.With("größe", " %&+£€"))
	plainly("as JSON", oauth.AsJSON())
	plainly("as a form in plain text", oauth.WithHeader("Content-Type", "text/plain"))
	plainly("as multipart form data", asMultipart)

	// Ways to break what reads the request.
	plainly("with broken percent-encoding", raw(func(form string) string { return form + "&unknown_extension=%zz%" }))
	phrase("with a null byte in it", code(func(c string) string { return c[:1] + "\x00" + c[1:] }))
	phrase("with bytes that are no UTF-8", code(func(c string) string { return c[:1] + "\xc3\x28\xff" + c[1:] }))
	phrase("with a megabyte in its place", code(func(string) string { return strings.Repeat("a", 1<<20) }))
	phrase("with a null byte in its client's name", func(w *World) ([]oauth.Mutation, error) {
		a := w.auth(w.client)
		a.ID += "\x00"
		return []oauth.Mutation{oauth.AuthAs(a)}, nil
	})
	plainly("with a thousand parameters", raw(func(form string) string {
		var b strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&b, "&unknown_extension[%d][a]=1", i)
		}
		return form + b.String()
	}))
	plainly("with lists and tables in its parameters", raw(func(form string) string {
		return form + "&grant_type[]=a&code[a][b]=1&scope[]=a&scope[]=b&client_id[$ne]=&client_secret[0]=a&[]=1&[=1&__proto__[a]=1&=1&a[b][c][d][e][f]=1"
	}))
	plainly("under two content types", func(r *oauth.Request) {
		r.Header["Content-Type"] = []string{"application/x-www-form-urlencoded", "application/json"}
	})
}

// withOpenIDFor asks for openid where an ID token is asked for.
func withOpenIDFor(responseType string) oauth.Mutation {
	if strings.Contains(responseType, "id_token") {
		return withOpenID
	}
	return func(*oauth.Request) {}
}

// oddScope adds a scope that has a character in it which no scope may have (RFC 6749 section 3.3).
func oddScope(with string) how {
	return func(w *World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{oauth.With("scope", w.scopeOr(noSuch)+" no"+with+"such")}, nil
	}
}

// raw changes the form as it is encoded.
func raw(change func(form string) string) oauth.Mutation {
	return func(r *oauth.Request) {
		oauth.WithBody("application/x-www-form-urlencoded", []byte(change(r.Form.Encode())))(r)
	}
}

// percent writes each byte of an encoded name or value as its hexadecimal number, apart from those that are so already.
func percent(encoded string) string {
	var b strings.Builder
	for i := 0; i < len(encoded); i++ {
		switch c := encoded[i]; {
		case c == '%' && i+2 < len(encoded):
			b.WriteString(encoded[i : i+3])
			i += 2
		case c == '+':
			b.WriteString("%20")
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func asMultipart(r *oauth.Request) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name := range r.Form {
		_ = m.WriteField(name, r.Form.Get(name)) // into memory
	}
	_ = m.Close()
	oauth.WithBody(m.FormDataContentType(), b.Bytes())(r)
}
