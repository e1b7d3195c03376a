package reports

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A sequence is exchanges as a diagram: participants stand on lines of a grid, messages go from line to line.
type sequence struct {
	Participants []participant
	Messages     []message
	Gaps         int // between the participants' lines
}

type participant struct {
	Name string
	Line int // of the grid, from 2
}

// A message is one arrow. From is the left of the two lines.
type message struct {
	N          string // the exchange's number, or numbers where several are alike; "" for an answer
	From, To   int
	Direction  string // right, left, lost
	Head, Rest string
	Text       []string // the message in full
}

// target is what the participants who send nothing are drawn as: whatever the endpoint, one server.
const target = "server"

// sequenceOf draws whoever sent something from left to right in the order of their first message, then the server.
func sequenceOf(all []Exchange) sequence {
	var names []string
	for _, e := range all {
		if !slices.Contains(names, e.From) {
			names = append(names, e.From)
		}
	}
	names = append(names, target)
	s := sequence{Gaps: len(names) - 1}
	for i, n := range names {
		s.Participants = append(s.Participants, participant{n, i + 2})
	}
	line := func(name string) int {
		if i := slices.Index(names, name); i >= 0 {
			return i + 2
		}
		return len(names) + 1
	}
	for _, x := range alike(all) {
		e, n := x.Exchange, fmt.Sprint(x.from)
		if x.to > x.from {
			n = fmt.Sprintf("%d–%d", x.from, x.to)
		}
		from, to := line(e.From), line(e.To)
		if from == to {
			to = len(names) + 1
		}
		there, back := "right", "left"
		if from > to {
			from, to, there, back = to, from, back, there
		}
		s.Messages = append(s.Messages, message{N: n, From: from, To: to, Direction: there, Head: e.Method, Rest: rest(e),
			Text: slices.Concat([]string{e.Method + " " + e.URL}, e.Request)})
		s.Messages = append(s.Messages, reply(e, from, to, back))
	}
	return s
}

// A stretch is exchanges in a row that look alike, numbered from 1: a race has dozens.
type stretch struct {
	Exchange // the first of them
	from, to int
}

func alike(all []Exchange) []stretch {
	var out []stretch
	for i, e := range all {
		if n := len(out); n > 0 {
			if l := &out[n-1]; l.From == e.From && l.URL == e.URL && l.Method == e.Method && answer(l.Exchange) == answer(e) && same(l.Exchange, e) {
				l.to = i + 1
				continue
			}
		}
		out = append(out, stretch{e, i + 1, i + 1})
	}
	return unpaired(out, all)
}

// unpaired takes stretches of two apart: that something was done twice is often the point.
func unpaired(in []stretch, all []Exchange) []stretch {
	var out []stretch
	for _, x := range in {
		if x.to == x.from+1 {
			out = append(out, stretch{x.Exchange, x.from, x.from})
			x = stretch{all[x.to-1], x.to, x.to}
		}
		out = append(out, x)
	}
	return out
}

// same compares what was said, apart from when.
func same(a, b Exchange) bool {
	undated := func(lines []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, "Date: ") })
	}
	return slices.Equal(a.Request, b.Request) && slices.Equal(undated(a.Response), undated(b.Response))
}

// rest is where a request goes: the endpoint's name, or the path where it has none.
func rest(e Exchange) string {
	if u, err := url.Parse(e.URL); err == nil && (e.To == "" || e.To == u.Host) {
		return e.To + u.EscapedPath()
	}
	return e.To
}

func reply(e Exchange, from, to int, direction string) message {
	m := message{From: from, To: to, Direction: direction, Head: answer(e), Text: e.Response}
	if e.Status == 0 {
		m.Direction, m.Head, m.Rest, m.Text = "lost", "no answer", cmp.Or(e.Error, "the connection closed"), nil
		return m
	}
	m.Rest = http.StatusText(e.Status)
	for _, h := range e.Response {
		if h == "" {
			break
		}
		if to, ok := strings.CutPrefix(h, "Location: "); ok {
			m.Rest = "to " + short(to, 160)
		}
	}
	return m
}
