package learn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/exchange"
)

// hiddenMembers are the members of queries, forms and JSON whose values are shown by name only.
var hiddenMembers = map[string]string{
	"code": "CODE", "access_token": "ACCESS_TOKEN", "refresh_token": "REFRESH_TOKEN", "id_token": "ID_TOKEN", "id_token_hint": "ID_TOKEN",
	"client_secret": "CLIENT_SECRET", "password": "PASSWORD", "code_verifier": "VERIFIER", "token": "ACCESS_TOKEN", "otp": "ONE_TIME_CODE",
	"client_assertion": "ASSERTION", "csrf": "FORM_TOKEN",
}

// An entry is an exchange as it is shown. Everything in it is text that others sent: it is escaped where it is shown.
type entry struct {
	At, AnsweredAt    int // places among all messages
	From, To          string
	Method, Path      string
	Status            int
	Request, Response []string // lines
	Tokens            []laidOpen
}

// Asked and Said are the two arrows in a few words.
func (e entry) Asked() string { return e.Method + " " + e.Path }
func (e entry) Said() string  { return fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)) }

// laidOpen is a token's header and payload, which are no secret as long as the signature is not beside them.
type laidOpen struct{ Name, Header, Payload string }

// learn finds the secrets in an exchange, so that they are known wherever they come up again.
func (l *journal) learn(e raw) {
	for _, values := range []url.Values{e.request.URL.Query(), formOf(e), members(e.got), members(e.sent), queryOf(e.header.Get("Location"))} {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if kind, hidden := hiddenMembers[name]; hidden {
				l.name(kind, values.Get(name))
			}
		}
	}
	if scheme, token, ok := strings.Cut(e.request.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		l.name("ACCESS_TOKEN", token)
	}
	if _, secret, ok := e.request.BasicAuth(); ok {
		l.name("CLIENT_SECRET", secret)
	}
	for _, c := range slices.Concat(e.request.Cookies(), (&http.Response{Header: e.header}).Cookies()) {
		l.name("SESSION", c.Value)
	}
}

func (l *journal) name(kind, value string) {
	if value == "" || l.known[value] {
		return
	}
	l.known[value] = true
	l.names[kind]++
	l.secrets.Add(fmt.Sprintf("%s_%d", kind, l.names[kind]), value)
}

// redacted is an exchange without its secrets.
func (l *journal) redacted(e raw) entry {
	out := entry{At: e.asked, AnsweredAt: l.next(), From: e.from, To: e.to, Method: e.request.Method, Path: l.hide(e.request.URL.Path), Status: e.status}
	out.Request = append(parameters("?", e.request.URL.Query()), headers(e.request.Header, "Authorization", "Content-Type", "Cookie", "Origin", "Access-Control-Request-Headers")...)
	if form := formOf(e); form != nil {
		out.Request = append(out.Request, parameters("", form)...)
	} else if len(e.sent) > 0 {
		out.Request = append(out.Request, pretty(e.sent)...)
	}
	out.Response = headers(e.header, "Content-Type", "Set-Cookie", "WWW-Authenticate", "Cache-Control", "Access-Control-Allow-Origin")
	if to := e.header.Get("Location"); to != "" {
		base, _, _ := strings.Cut(to, "?")
		out.Response = append(append(out.Response, "Location: "+base), parameters("?", queryOf(to))...)
	}
	if strings.Contains(e.header.Get("Content-Type"), "json") {
		out.Response = append(out.Response, pretty(e.got)...)
		out.Tokens = l.open(e.got)
	}
	for _, lines := range []*[]string{&out.Request, &out.Response} {
		for i, line := range *lines {
			(*lines)[i] = l.hide(line)
		}
	}
	return out
}

// hide replaces secrets by their names, and what looks like one by a mark.
func (l *journal) hide(line string) string { return exchange.RedactShapes(l.secrets.Redact(line)) }

func formOf(e raw) url.Values {
	if !strings.HasPrefix(e.request.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil
	}
	form, _ := url.ParseQuery(string(e.sent)) // what did not parse is not shown
	return form
}

func queryOf(address string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u.Query()
}

// members are the texts at the top of a JSON object.
func members(body []byte) url.Values {
	var m map[string]any
	if json.Unmarshal(body, &m) != nil {
		return nil
	}
	v := url.Values{}
	for name, value := range m {
		if text, ok := value.(string); ok {
			v.Set(name, text)
		}
	}
	return v
}

func parameters(mark string, v url.Values) (lines []string) {
	for _, name := range slices.Sorted(maps.Keys(v)) {
		for _, value := range v[name] {
			if _, hidden := hiddenMembers[name]; hidden && len(value) < exchange.MinSecret {
				value = "‹" + hiddenMembers[name] + "›"
			}
			lines = append(lines, mark+name+"="+value)
			mark = strings.Replace(mark, "?", "&", 1)
		}
	}
	return lines
}

func headers(h http.Header, names ...string) (lines []string) {
	for _, name := range names {
		for _, v := range h.Values(name) {
			lines = append(lines, name+": "+v)
		}
	}
	return lines
}

func pretty(body []byte) []string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return nil
	}
	return strings.Split(b.String(), "\n")
}
