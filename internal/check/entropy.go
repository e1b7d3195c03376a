package check

import (
	"fmt"
	"math"

	"github.com/oauthspec/oauthspec/internal/verdict"
)

// Entropy demands that values are all different, and that what changes between them is enough to hold so many random bits.
// Sampling can show that there is too little randomness, never that there is enough: every doubt is in the values' favour.
func Entropy(values []string, bits int) error {
	seen := map[string]bool{}
	for _, v := range values {
		if seen[v] {
			return verdict.Mismatchf("values that never repeat", "one that came twice in %d", len(values))
		}
		seen[v] = true
	}
	most := math.Max(randomness(values), randomness(reversed(values)))
	if most+0.5 < float64(bits) {
		return verdict.Mismatchf(fmt.Sprintf("values with %d random bits", bits), "room for %.0f at most", most)
	}
	return nil
}

// randomness is an upper bound of the random bits in values, from how their characters change at each place: a place where many
// different ones were seen counts with the whole alphabet, one where few were with those few, one where all are the same with nothing.
func randomness(values []string) float64 {
	places := shortest(values)
	alphabet := map[byte]bool{}
	columns := make([]map[byte]bool, places)
	for i := range columns {
		columns[i] = map[byte]bool{}
		for _, v := range values {
			columns[i][v[i]] = true
		}
		if len(columns[i]) > 1 {
			for c := range columns[i] {
				alphabet[c] = true
			}
		}
	}
	size := float64(len(alphabet))
	// A random place is expected to show this many different characters.
	expected := size * (1 - math.Pow(1-1/size, float64(len(values))))
	total := 0.0
	for _, c := range columns {
		n := float64(len(c))
		if n*2 >= expected {
			n = size
		}
		total += math.Log2(math.Max(n, 1))
	}
	return total
}

// shortest is the length to which values are compared, place by place.
func shortest(values []string) int {
	n := math.MaxInt
	for _, v := range values {
		n = min(n, len(v))
	}
	if n == math.MaxInt {
		return 0
	}
	return n
}

// reversed aligns values of different length at their ends.
func reversed(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		b := []byte(v)
		for l, r := 0, len(b)-1; l < r; l, r = l+1, r-1 {
			b[l], b[r] = b[r], b[l]
		}
		out[i] = string(b)
	}
	return out
}
