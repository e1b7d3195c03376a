package reports

import (
	"encoding/csv"
	"io"
	"strconv"
)

// LoadCSV writes the seconds of a load, one a line under a heading, for a spreadsheet. Latencies are in milliseconds.
func LoadCSV(w io.Writer, l Load) error {
	c := csv.NewWriter(w)
	head := []string{"second", "planned", "sent", "p50_ms", "p99_ms", "max_ms"}
	for _, k := range (Outcomes{}).Classes() {
		head = append(head, k.Name)
	}
	_ = c.Write(head) // an error stays until Error
	for _, s := range l.Seconds {
		cells := []string{strconv.Itoa(s.At), strconv.FormatInt(s.Planned, 10), strconv.FormatInt(s.Sent, 10), plain(s.P50), plain(s.P99), plain(s.Max)}
		for _, k := range s.Outcomes.Classes() {
			cells = append(cells, strconv.FormatInt(k.Count, 10))
		}
		_ = c.Write(cells)
	}
	c.Flush()
	return c.Error()
}

// plain is a number without an exponent.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
