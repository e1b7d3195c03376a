package exchange

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// variables are the shell variables that stand for secrets and for what earlier answers brought.
type variables struct {
	secrets *Secrets
	brought Secrets           // values that are no secrets of the run but of no use twice: a login form's token, a verifier
	made    map[string]string // the verifier that a challenge was made from
	names   map[string]string // variable by the text that it replaces, and "\x00"+variable when it is taken
	fresh   []variable        // not explained yet
}

type variable struct {
	name, base string
	text       string // what it holds
	of         string // the variable that it is an encoding of
	from       string // the variable of the verifier that it is the challenge of
}

// longValue is the length from which a form value that an earlier answer contained is taken for one made there.
const longValue = 16

// learn looks for form values of e that an earlier answer contained.
func (vs *variables) learn(before []Exchange, e Exchange) {
	form, err := url.ParseQuery(e.RequestBody)
	if err != nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, v := range form[name] {
			if len(v) >= longValue && vs.secrets.name(v) == "" && where(before, v) != "" && !ours(before, v) {
				vs.brought.Add(shellName(name), v)
			}
		}
	}
}

// ours says that v was sent before any answer could have brought it, as a redirect URI is.
func ours(before []Exchange, v string) bool {
	for i, e := range before {
		if u, err := url.Parse(e.URL); err == nil && redirectedBy(before[:i], e) < 0 && member(u.RawQuery, v)+member(e.RequestBody, v) != "" {
			return where(before[:i], v) == ""
		}
	}
	return false
}

// word is text with its secrets as variables.
func (vs *variables) word(text string) word {
	var w word
	for _, p := range vs.secrets.pieces(text) {
		if p.name != "" {
			w = append(w, part{variable: vs.variable(p)})
			continue
		}
		for _, q := range vs.brought.pieces(p.text) {
			if q.name != "" {
				w = append(w, part{variable: vs.variable(q)})
			} else if q.text != "" {
				w = append(w, part{text: q.text})
			}
		}
	}
	return w
}

// variable names the piece; a second value of the same name gets a number.
func (vs *variables) variable(p piece) string {
	if v := vs.names[p.text]; v != "" {
		return v
	}
	v := variable{base: shellName(p.name), text: p.text}
	if p.text != p.value {
		v.of = vs.variable(piece{p.value, p.name, p.value})
		v.base = v.of + "_ENCODED"
	}
	if verifier := vs.made[p.value]; verifier != "" && v.of == "" {
		v.from = vs.variable(piece{verifier, "CODE_VERIFIER", verifier})
	}
	v.name = v.base
	for n := 2; vs.names["\x00"+v.name] != ""; n++ {
		v.name = fmt.Sprintf("%s_%d", v.base, n)
	}
	vs.names[p.text], vs.names["\x00"+v.name] = v.name, v.name
	vs.fresh = append(vs.fresh, v)
	return v.name
}

// shellName makes a variable's name from a member's.
func shellName(s string) string {
	name := strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(s))
	if name = strings.Trim(name, "_"); name == "" || name[0] <= '9' {
		name = "V" + name
	}
	return name
}

// given says where a secret comes from that no answer brought.
var given = map[string]string{
	"CLIENT_SECRET":    "the client's secret, as registered",
	"PASSWORD":         "the user's password",
	"ASSERTION":        "an assertion signed with the client's key; make a fresh one",
	"CLIENT_ASSERTION": "an assertion signed with the client's key; make a fresh one",
	"DPOP_PROOF":       "a proof of the key that the client holds; make a fresh one for each request",
	"COOKIE":           "the session's cookie",
}

// origin says how to come by the variable's value.
func (v variable) origin(before []Exchange) string {
	if v.of != "" {
		return "$" + v.of + ", encoded as the request carries it"
	}
	if w := where(before, v.text); w != "" {
		return w
	}
	if g := given[v.base]; g != "" {
		return g
	}
	return "known before the first command"
}

// where says in which earlier answer a value stands, the latest first; empty: in none.
func where(before []Exchange, v string) string {
	for i := len(before) - 1; i >= 0; i-- {
		if place := within(before[i], v); place != "" {
			return fmt.Sprintf("%s the answer to %d", place, i+1)
		}
	}
	return ""
}

// within says where in an answer a value stands: "member "access_token" of".
func within(e Exchange, v string) string {
	if to, err := url.Parse(location(e)); err == nil && to.String() != "" {
		for _, part := range []string{to.RawQuery, to.EscapedFragment()} {
			if name := member(part, v); name != "" {
				return fmt.Sprintf("parameter %q of the Location in", name)
			}
		}
	}
	var object map[string]any
	if json.Unmarshal([]byte(e.ResponseBody), &object) == nil {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if object[name] == v {
				return fmt.Sprintf("member %q of", name)
			}
		}
	}
	if strings.Contains(e.ResponseBody, v) || strings.Contains(html.UnescapeString(e.ResponseBody), v) {
		return "in the body of"
	}
	for _, name := range slices.Sorted(maps.Keys(e.ResponseHead)) {
		if strings.Contains(strings.Join(e.ResponseHead[name], "\n"), v) {
			return fmt.Sprintf("in the header %s of", name)
		}
	}
	return ""
}

// member is the name under which a form holds v.
func member(form, v string) string {
	values, err := url.ParseQuery(form)
	if err != nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(values[name], v) {
			return name
		}
	}
	return ""
}

// clean is s on one line, for a comment.
func clean(s string) string {
	if printable(s) {
		return s
	}
	return quote(s)
}
