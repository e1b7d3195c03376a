package reports

import (
	"cmp"
	"fmt"
	"time"

	hdr "github.com/HdrHistogram/hdrhistogram-go"
)

// The geometry of every histogram: microseconds, three digits, up to an hour. Only equals can be merged bucket for
// bucket, so that there is no other.
const (
	longest = int64(time.Hour / time.Microsecond)
	digits  = 3
)

// A Histogram counts durations in buckets of a thousandth of their size, or a microsecond. One goroutine at a time.
// It takes 0.2 MB, whatever it holds.
type Histogram struct{ h *hdr.Histogram }

// NewHistogram is an empty one.
func NewHistogram() *Histogram { return &Histogram{hdr.New(1, longest, digits)} }

// Record counts a duration. One below zero counts as zero, one above an hour as an hour.
func (h *Histogram) Record(d time.Duration) {
	us := min(max(int64(d/time.Microsecond), 0), longest)
	_ = h.h.RecordValue(us) // within range, so that it cannot fail
}

// Merge adds what another counted.
func (h *Histogram) Merge(o *Histogram) { h.h.Merge(o.h) }

// Reset forgets everything, and keeps the memory.
func (h *Histogram) Reset() { h.h.Reset() }

// Count is how many durations were recorded.
func (h *Histogram) Count() int64 { return h.h.TotalCount() }

// Equal says whether two hold the same counts in the same buckets.
func (h *Histogram) Equal(o *Histogram) bool { return h.h.Equals(o.h) }

// Quantile is the duration that a share q of those recorded do not exceed, in milliseconds; 0 where there are none.
func (h *Histogram) Quantile(q float64) float64 {
	if h.Count() == 0 {
		return 0
	}
	return ms(h.h.ValueAtPercentile(q * 100))
}

// Max is the longest, in milliseconds.
func (h *Histogram) Max() float64 { return h.Quantile(1) }

// Quantiles are those that every report shows.
func (h *Histogram) Quantiles() Quantiles {
	return Quantiles{P50: h.Quantile(.5), P90: h.Quantile(.9), P99: h.Quantile(.99), P999: h.Quantile(.999), Max: h.Max(), Count: h.Count()}
}

func ms(us int64) float64 { return float64(us) / 1000 }

// Encode is the histogram as HDR V2 compressed, in base64, which any HdrHistogram reads.
func (h *Histogram) Encode() (string, error) {
	b, err := h.h.Encode(hdr.V2CompressedEncodingCookieBase)
	if err != nil {
		return "", fmt.Errorf("encode a histogram: %w", err)
	}
	return string(b), nil
}

// DecodeHistogram reads what [Histogram.Encode] wrote. It refuses another geometry: it could not be merged exactly.
func DecodeHistogram(s string) (h *Histogram, err error) {
	got, err := hdr.Decode([]byte(s))
	if err != nil {
		return nil, fmt.Errorf("decode a histogram: %w", err)
	}
	if got.LowestTrackableValue() != 1 || got.HighestTrackableValue() != longest || got.SignificantFigures() != digits {
		return nil, fmt.Errorf("decode a histogram: its range is %d to %d at %d digits, want 1 to %d microseconds at %d",
			got.LowestTrackableValue(), got.HighestTrackableValue(), got.SignificantFigures(), longest, digits)
	}
	return &Histogram{got}, nil
}

// A Bar is how many durations fell into one bucket.
type Bar struct {
	From, To float64 // milliseconds
	Count    int64
}

// Bars are the buckets that are not empty, from the shortest.
func (h *Histogram) Bars() []Bar {
	var out []Bar
	for _, b := range h.h.Distribution() {
		if b.Count > 0 {
			out = append(out, Bar{ms(b.From), ms(b.To), b.Count})
		}
	}
	return out
}

// MergeHistograms adds sets of encoded histograms name by name.
func MergeHistograms(sets ...map[string]string) (map[string]string, error) {
	sums := map[string]*Histogram{}
	for _, set := range sets {
		for name, text := range set {
			h, err := DecodeHistogram(text)
			if err != nil {
				return nil, fmt.Errorf("histogram %s: %w", name, err)
			}
			sum := cmp.Or(sums[name], NewHistogram())
			sum.Merge(h)
			sums[name] = sum
		}
	}
	return EncodeHistograms(sums)
}

// EncodeHistograms encodes each of a set.
func EncodeHistograms(set map[string]*Histogram) (map[string]string, error) {
	out := map[string]string{}
	for name, h := range set {
		text, err := h.Encode()
		if err != nil {
			return nil, fmt.Errorf("histogram %s: %w", name, err)
		}
		out[name] = text
	}
	return out, nil
}
