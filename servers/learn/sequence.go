package learn

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// A diagram is the log as a picture: each party has a lane, and each message goes from lane to lane.
type diagram struct {
	Parties  []string
	Messages []message
}

// A message is a request or an answer. Lanes are named by the line in their middle, of a grid that has two columns a lane.
type message struct {
	At          int
	From, To    string
	Answer      bool
	Bad         bool // an answer that refuses
	Words       string
	Lines       []string
	Tokens      []laidOpen
	Lanes       []int
	Left, Right int // lines
	Rightward   bool
}

// drawn puts the messages in the order in which they passed: the answer to a request stands below what the request led to.
func drawn(all []entry) diagram {
	var d diagram
	for _, name := range parties {
		if slices.ContainsFunc(all, func(e entry) bool { return e.From == name || e.To == name }) {
			d.Parties = append(d.Parties, name)
		}
	}
	var lanes []int
	for i := range d.Parties {
		lanes = append(lanes, 2*(i+1))
	}
	for _, e := range all {
		d.Messages = append(d.Messages,
			message{At: e.At, From: e.From, To: e.To, Words: e.Asked(), Lines: e.Request},
			message{At: e.AnsweredAt, From: e.To, To: e.From, Answer: true, Bad: e.Status >= 400, Words: e.Said(), Lines: e.Response, Tokens: e.Tokens})
	}
	slices.SortFunc(d.Messages, func(a, b message) int { return cmp.Compare(a.At, b.At) })
	for i := range d.Messages {
		m := &d.Messages[i]
		from, to := 2*(slices.Index(d.Parties, m.From)+1), 2*(slices.Index(d.Parties, m.To)+1)
		m.Lanes, m.Left, m.Right, m.Rightward = lanes, min(from, to), max(from, to), from < to
	}
	return d
}

func (s *Suite) showLog(w http.ResponseWriter, _ *http.Request) {
	all, _ := s.log.all()
	s.show(w, http.StatusOK, "log", map[string]any{"Title": "What passes between them", "Diagram": drawn(all)})
}

// showMessages is the diagram alone, for a page that shows an older one.
func (s *Suite) showMessages(w http.ResponseWriter, _ *http.Request) {
	all, _ := s.log.all()
	s.write(w, http.StatusOK, "messages", drawn(all))
}

// calm is how long news are gathered: a sign-in is a dozen messages within a blink.
const calm = 100 * time.Millisecond

// events tells a page that there is something new (server-sent events).
func (s *Suite) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	for {
		all, news := s.log.all()
		if _, err := fmt.Fprintf(w, "data: %d\n\n", len(all)); err != nil || flush.Flush() != nil || news == nil {
			return
		}
		select {
		case <-news:
		case <-r.Context().Done():
			return
		}
		select {
		case <-time.After(calm):
		case <-r.Context().Done():
			return
		}
	}
}
