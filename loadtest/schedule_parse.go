package loadtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseSchedule reads what --rate says: "500", "ramp:100,500", "step:100,200,400" or "sine:300,100,30s" (mean, amplitude,
// period), all in flows a second.
func ParseSchedule(text string) (Schedule, error) {
	shape, rest, named := strings.Cut(text, ":")
	if !named {
		shape, rest = "constant", text
	}
	s := Schedule{Shape: shape}
	fields := strings.Split(rest, ",")
	if shape == "sine" && len(fields) == 3 {
		d, err := time.ParseDuration(strings.TrimSpace(fields[2]))
		if err != nil {
			return s, fmt.Errorf("rate %q: period %q: want a duration such as 30s", text, fields[2])
		}
		s.Period, fields = d, fields[:2]
	}
	for _, f := range fields {
		r, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(f), "/s"), 64)
		if err != nil {
			return s, fmt.Errorf("rate %q: %q is no number of flows a second", text, f)
		}
		s.Rates = append(s.Rates, r)
	}
	if err := s.check(); err != nil {
		return s, fmt.Errorf("rate %q: %w", text, err)
	}
	return s, nil
}
