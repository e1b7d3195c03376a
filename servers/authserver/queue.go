package authserver

// queue is a first-in-first-out ring that grows and shrinks with what it holds.
type queue struct {
	ring  []queued
	first int
	n     int
}

type queued struct {
	key   string
	until int64 // Unix nanoseconds
}

func (q *queue) head() (queued, bool) {
	if q.n == 0 {
		return queued{}, false
	}
	return q.ring[q.first], true
}

func (q *queue) push(key string, until int64) {
	if q.n == len(q.ring) {
		q.resize(max(8, 2*q.n))
	}
	q.ring[(q.first+q.n)%len(q.ring)] = queued{key, until}
	q.n++
}

func (q *queue) pop() {
	q.ring[q.first] = queued{}
	q.first = (q.first + 1) % len(q.ring)
	q.n--
	if len(q.ring) > 64 && q.n < len(q.ring)/4 {
		q.resize(len(q.ring) / 2)
	}
}

func (q *queue) resize(size int) {
	ring := make([]queued, size)
	for i := range q.n {
		ring[i] = q.ring[(q.first+i)%len(q.ring)]
	}
	q.ring, q.first = ring, 0
}
