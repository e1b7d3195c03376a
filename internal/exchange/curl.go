package exchange

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Curl is all as commands for bash or zsh that repeat it. Secrets, and values that an earlier answer brought, are
// shell variables; a comment line before the first command that needs one says where to get it, and one before each
// command says who sent it. What can be made afresh is. Comments begin with "# "; a command may go over several lines.
func Curl(all []Exchange, s *Secrets) []string {
	c := &curls{all: all, vars: variables{secrets: s, names: map[string]string{}, made: map[string]string{}}, jars: jars(all)}
	c.vars.challenges(all)
	var lines []string
	last, times := "", 0
	for i := range all {
		c.vars.learn(all[:i], all[i])
		command := c.command(&all[i])
		for _, v := range c.vars.fresh {
			if make := v.fresh(); make != "" {
				lines = append(lines, make)
			} else {
				lines = append(lines, "# "+v.name+": "+v.origin(all[:i]))
			}
		}
		c.vars.fresh = nil
		if command != last {
			last, times = command, 0
		}
		if times++; times > 2 { // twice is often the point; dozens, in a race, are not
			lines = append(lines, c.heading(i)+", the same again")
			continue
		}
		lines = append(lines, c.heading(i), command)
	}
	return lines
}

type curls struct {
	all  []Exchange
	vars variables
	jars map[string]string // by actor: the file that stands for its cookies
}

// jars gives each actor that has cookies a file of its own.
func jars(all []Exchange) map[string]string {
	files := map[string]string{}
	for _, e := range all {
		if e.RequestHead["Cookie"] == nil && e.ResponseHead["Set-Cookie"] == nil || files[e.Actor] != "" {
			continue
		}
		files[e.Actor] = "cookies.txt"
		if len(files) > 1 {
			files[e.Actor] = fmt.Sprintf("cookies-%d.txt", len(files))
		}
	}
	return files
}

func (c *curls) heading(i int) string {
	e := c.all[i]
	line := fmt.Sprintf("# %d: %s", i+1, clean(e.Actor))
	if j := redirectedBy(c.all[:i], e); j >= 0 {
		line += fmt.Sprintf(", following the redirect of %d", j+1)
	}
	if e.RequestCut {
		line += "; its body was longer than what is shown"
	}
	return line
}

// redirectedBy is the index of the latest answer that sent the user agent to where e goes, or -1.
func redirectedBy(before []Exchange, e Exchange) int {
	for j := len(before) - 1; j >= 0; j-- {
		if e.Method == "GET" && location(before[j]) == e.URL {
			return j
		}
	}
	return -1
}

// location is the absolute URL that an answer redirects to.
func location(e Exchange) string {
	base, err := url.Parse(e.URL)
	if err != nil || e.ResponseHead.Get("Location") == "" {
		return ""
	}
	to, err := base.Parse(e.ResponseHead.Get("Location"))
	if err != nil {
		return ""
	}
	return to.String()
}

// command is one curl command; each argument after the URL has a line of its own where one line would be long.
func (c *curls) command(e *Exchange) string {
	args := []string{"curl -si"}
	if strings.ContainsAny(e.URL, "[]{}") {
		args[0] += " -g"
	}
	if dots(e.URL) {
		args[0] += " --path-as-is"
	}
	method, hasBody := e.Method, e.RequestBody != ""
	switch {
	case method == "HEAD":
		args[0] += " -I"
	case method != "GET" && !(method == "POST" && hasBody), method == "GET" && hasBody:
		args[0] += " -X " + quote(method)
	}
	args[0] += " " + c.vars.word(e.URL).String()
	args = append(args, c.header(e)...)
	if jar := c.jars[e.Actor]; jar != "" {
		args = append(args, "-b "+jar+" -c "+jar)
	}
	prefix := ""
	if strings.Contains(e.RequestBody, "\x00") { // no argument can hold one
		w := c.vars.word(strings.NewReplacer(`\`, `\\`, "\x00", `\0000`).Replace(e.RequestBody))
		prefix, args = "printf %b "+w.String()+" | ", append(args, "--data-binary @-")
	} else if hasBody {
		args = append(args, c.body(e)...)
	}
	one := prefix + strings.Join(args, " ")
	if len(one) <= 76 && !strings.Contains(one, "\n") {
		return one
	}
	return prefix + strings.Join(args, " \\\n  ")
}

// dots says that curl would tidy the path up before sending it.
func dots(u string) bool {
	path, _, _ := strings.Cut(u, "?")
	return strings.Contains(path, "/./") || strings.Contains(path, "/../") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")
}

const formType = "application/x-www-form-urlencoded"

func (c *curls) header(e *Exchange) []string {
	var args []string
	for _, name := range slices.Sorted(maps.Keys(e.RequestHead)) {
		switch name {
		case "Cookie", "User-Agent", "Content-Length", "Accept-Encoding":
			continue
		}
		for _, v := range e.RequestHead[name] {
			if name == "Content-Type" && v == formType && e.RequestBody != "" {
				continue // curl's own
			}
			args = append(args, c.headerArg(name, v, len(e.RequestHead[name]) == 1))
		}
	}
	if e.RequestBody != "" && e.RequestHead["Content-Type"] == nil {
		args = append(args, "-H Content-Type:")
	}
	return args
}

func (c *curls) headerArg(name, v string, only bool) string {
	if pair, ok := basic(v); ok && name == "Authorization" && only {
		return "-u " + c.vars.word(pair).String()
	}
	if v == "" {
		return "-H " + quote(name+";")
	}
	return "-H " + c.vars.word(name+": "+v).String()
}

// basic is the id:secret that curl would make exactly this header value from.
func basic(v string) (string, bool) {
	b, ok := strings.CutPrefix(v, "Basic ")
	pair, err := base64.StdEncoding.DecodeString(b)
	ok = ok && err == nil && base64.StdEncoding.EncodeToString(pair) == b
	return string(pair), ok && strings.Contains(string(pair), ":") && printable(string(pair))
}

// body writes a form as one argument a member where curl would send the same, and anything else as it is.
func (c *curls) body(e *Exchange) []string {
	whole := func() []string { return []string{"--data-raw " + c.vars.word(e.RequestBody).String()} }
	if !strings.HasPrefix(e.RequestHead.Get("Content-Type"), formType) {
		return whole()
	}
	pairs := strings.Split(e.RequestBody, "&")
	if slices.ContainsFunc(pairs, func(p string) bool { return p == "" || p[0] == '=' || p[0] == '@' }) {
		return whole() // curl would leave it out, or read a file
	}
	var args []string
	for _, pair := range pairs {
		name, raw, _ := strings.Cut(pair, "=")
		v, err := url.QueryUnescape(raw)
		if err == nil && v != raw && usual(v, raw) {
			args = append(args, "--data-urlencode "+c.vars.word(name+"="+v).String())
		} else {
			args = append(args, "-d "+c.vars.word(pair).String())
		}
	}
	return args
}

// usual says that raw is v in the form encoding that everybody uses: nothing is lost when curl encodes it again.
func usual(v, raw string) bool {
	return slices.Contains(percent(v), raw)
}
