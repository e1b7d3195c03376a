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
	free   time.Time // when the flow needed nothing more of the target: what came after is the generator's
	begun  bool
}

// send sends a request, keeps its answer, and records how long it took under the name of a step. The first one of a
// flow is when the flow begins: what comes before it was waiting.
func (h *hand) send(name string, q *request) (*answer, error) {
	now := h.begin()
	took, err := h.wire.send(h.ctx, q, &h.answer, now)
	h.ended = now.Add(took)
	h.free = h.ended
	h.sample.steps = append(h.sample.steps, step{name, took})
	return &h.answer, err
}

// after sends a request when the flow is over, to see what came of it: that is no part of the flow.
func (h *hand) after(q *request) (*answer, error) {
	now := h.run.pace.now()
	took, err := h.wire.send(h.ctx, q, &h.answer, now)
	h.free = now.Add(took)
	return &h.answer, err
}

// begin notes that the flow begins now, unless it has begun. It says what time it is.
func (h *hand) begin() time.Time {
	now := h.run.pace.now()
	if h.begun {
		return now
	}
	h.begun = true
	at := now.Sub(h.run.pace.start)
	free := h.run.gauge.enter(at)
	h.sample.began = at
	h.sample.own = at - max(h.sample.due, free)
	return now
}
