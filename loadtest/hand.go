package loadtest

import (
	"context"
	"time"
)

// A hand does one flow after another: it is what a worker has to itself.
type hand struct {
	ctx    context.Context
	run    *run
	wire   wire
	answer answer
	sample sample
	ended  time.Time // of the latest answer
	begun  bool
}

// send sends a request, keeps its answer, and records how long it took under the name of a step. The first one of a
// flow is when the flow begins: what comes before it was waiting.
func (h *hand) send(name string, q *request) (*answer, error) {
	h.begin()
	before := time.Now()
	err := h.wire.send(h.ctx, q, &h.answer)
	h.ended = time.Now()
	h.sample.steps = append(h.sample.steps, step{name, h.ended.Sub(before)})
	return &h.answer, err
}

// after sends a request when the flow is over, to see what came of it: that is no part of the flow.
func (h *hand) after(q *request) (*answer, error) {
	err := h.wire.send(h.ctx, q, &h.answer)
	return &h.answer, err
}

// begin notes that the flow begins now, unless it has begun.
func (h *hand) begin() {
	if h.begun {
		return
	}
	h.begun = true
	at := time.Since(h.run.pace.start)
	free := h.run.gauge.enter(at)
	h.sample.began = at
	h.sample.own = at - max(h.sample.due, free)
}
