package loadtest

import (
	"context"
	"strconv"
	"strings"
	"sync"
)

// flow makes the flow ready that a text names: one of the kinds, or a mix of them by weight.
func (s *setup) flow(ctx context.Context, text string) (flow, error) {
	parts := strings.Split(text, ",")
	if len(parts) == 1 && !strings.Contains(text, "=") {
		return s.single(ctx, text)
	}
	m := &mix{}
	for _, p := range parts {
		name, share, ok := strings.Cut(p, "=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		if !ok || err != nil || weight <= 0 || weight > 1e6 {
			return nil, refusef("flow %q: want a mix as NAME=WEIGHT,…, each weight above zero", text)
		}
		f, err := s.single(ctx, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		m.parts = append(m.parts, part{flow: f, weight: weight})
		m.sum += weight
	}
	return m, nil
}

func (s *setup) single(ctx context.Context, name string) (flow, error) {
	var names []string
	for _, k := range kinds() {
		if names = append(names, k.name); k.name != name {
			continue
		}
		if err := k.refuse(s); err != nil {
			return nil, err
		}
		return k.ready(ctx, s)
	}
	return nil, unknown("flow", name, names)
}

// A mix does several flows in turn, each as often as its weight says and as evenly as can be.
type mix struct {
	mu    sync.Mutex
	parts []part
	sum   float64
}

type part struct {
	flow   flow
	weight float64
	owed   float64
}

func (m *mix) hit(h *hand) outcome { return m.next().hit(h) }

func (m *mix) next() flow {
	m.mu.Lock()
	defer m.mu.Unlock()
	most := 0
	for i := range m.parts {
		p := &m.parts[i]
		if p.owed += p.weight; p.owed > m.parts[most].owed {
			most = i
		}
	}
	m.parts[most].owed -= m.sum
	return m.parts[most].flow
}
