package reports

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestHistogramComesBack(t *testing.T) {
	h := NewHistogram()
	for _, d := range []time.Duration{-1, 0, 999, time.Microsecond, 17 * time.Millisecond, time.Hour, 48 * time.Hour} {
		h.Record(d)
	}
	back, err := DecodeHistogram(encoded(t, h))
	if err != nil || !back.Equal(h) || back.Count() != 7 {
		t.Fatalf("%d came back, %v", back.Count(), err)
	}
	if q := NewHistogram().Quantiles(); q != (Quantiles{}) {
		t.Errorf("an empty one has %+v", q)
	}
}

// TestMergeIsExact merges parts of one sample: the sum is the histogram of the sample, bucket for bucket.
func TestMergeIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	whole, parts := NewHistogram(), make([]*Histogram, 7)
	for i := range parts {
		parts[i] = NewHistogram()
	}
	for i := range 100_000 {
		d := time.Duration(r.ExpFloat64() * float64(time.Duration(1+i%3000)*time.Millisecond))
		whole.Record(d)
		parts[i%len(parts)].Record(d)
	}
	var sets []map[string]string
	for _, p := range parts {
		sets = append(sets, map[string]string{"response": encoded(t, p)})
	}
	merged, err := MergeHistograms(sets...)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := DecodeHistogram(merged["response"]); err != nil || !got.Equal(whole) {
		t.Errorf("the merged histogram differs from that of all: %v", err)
	}
}

// foreign has a range of its own: 1 to 1000 at two digits.
const foreign = "HISTFAAAAB54nJNpmSzMwMDAwgABzFCaEUwzQ0hGhv8fYHwAKAsCYg=="

func TestDecodeHistogramRefuses(t *testing.T) {
	for _, bad := range []string{"", "x", "HISTFAAA", foreign} {
		if _, err := DecodeHistogram(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func FuzzDecodeHistogram(f *testing.F) {
	f.Add(foreign)
	f.Add("HISTFAAA")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = DecodeHistogram(s) })
}
