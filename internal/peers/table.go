package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// A turn is what one came to: CPU of the generator in µs a request, and requests a second.
type turn struct{ cpu, rate float64 }

// An entry is a generator in the race.
type entry struct {
	generator
	path  string
	turns []turn
}

// table is what a race came to: the median of each, and from the least to the most. Ratios are to the first one's turn
// of the same round.
func table(all []*entry, title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", title)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "generator\tjudges\tCPU µs/request\t× %s\trequests/s\n", all[0].name)
	for _, e := range all {
		cpu, ratio, rate := columns(e.turns, all[0].turns)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", e.name, e.judges, spread(cpu, "%.1f"), spread(ratio, "%.2f"), spread(rate, "%.0f"))
	}
	w.Flush()
	return b.String()
}

// spread is the median, and the range.
func spread(x []float64, format string) string {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	return fmt.Sprintf(format+" ("+format+"–"+format+")", (x[(n-1)/2]+x[n/2])/2, x[0], x[n-1])
}

// tableOfServers is the same for servers.
func tableOfServers(all []*contestant, title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", title)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "server\tCPU µs/token\t× %s\ttokens/s\tMB held\n", all[0].name)
	for _, c := range all {
		cpu, ratio, rate := columns(c.turns, all[0].turns)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.0f\n", c.name, spread(cpu, "%.1f"), spread(ratio, "%.2f"), spread(rate, "%.0f"), float64(c.memory)/1e6)
	}
	w.Flush()
	return b.String()
}

// columns are the figures of some turns, with their ratios to those of the same rounds.
func columns(turns, to []turn) (cpu, ratio, rate []float64) {
	for i, t := range turns {
		cpu, ratio, rate = append(cpu, t.cpu), append(ratio, t.cpu/to[i].cpu), append(rate, t.rate)
	}
	return cpu, ratio, rate
}
