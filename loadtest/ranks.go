package loadtest

import (
	"math"
	"slices"
)

// mannWhitney is the two-sided probability that two samples of one distribution differ in rank at least as much as
// these do: exact where no two values are equal and the samples are small, by the normal approximation otherwise
// (corrected for ties and continuity).
func mannWhitney(a, b []float64) float64 {
	u, tied := 0.0, false
	for _, x := range a {
		for _, y := range b {
			switch {
			case x > y:
				u++
			case x == y:
				u, tied = u+.5, true
			}
		}
	}
	n, m := len(a), len(b)
	if !tied && n*m <= 900 {
		low := int(min(u, float64(n*m)-u))
		return min(1, 2*cumulative(n, m)[low])
	}
	mean, total := float64(n*m)/2, float64(n+m)
	variance := float64(n*m) / 12 * (total + 1 - ties(append(slices.Clone(a), b...))/(total*(total-1)))
	if variance <= 0 {
		return 1
	}
	z := max(math.Abs(u-mean)-.5, 0) / math.Sqrt(variance)
	return math.Erfc(z / math.Sqrt2)
}

// ties is the sum of t³-t over the groups of t equal values.
func ties(all []float64) (sum float64) {
	slices.Sort(all)
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		t := float64(j - i)
		sum += t*t*t - t
		i = j
	}
	return sum
}

// cumulative is the distribution of U for samples of n and m values: the probability of each value or a lower one.
func cumulative(n, m int) []float64 {
	// The generating function of U is the Gaussian binomial: multiply by 1-x^(m+i), divide by 1-x^i, for i to n.
	c := make([]float64, n*m+1)
	c[0] = 1
	for i := 1; i <= n; i++ {
		for k := len(c) - 1; k >= m+i; k-- {
			c[k] -= c[k-m-i]
		}
		for k := i; k < len(c); k++ {
			c[k] += c[k-i]
		}
	}
	all := 0.0
	for _, x := range c {
		all += x
	}
	sum := 0.0
	for k := range c {
		sum += c[k]
		c[k] = sum / all
	}
	return c
}

// ratio is how many times b is a, by Hodges and Lehmann on logarithms, and an interval that holds it in 95 of 100
// cases at least. Values must be above zero, five a side or more.
func ratio(a, b []float64) (estimate, low, high float64) {
	var d []float64
	for _, x := range a {
		for _, y := range b {
			d = append(d, math.Log(y)-math.Log(x))
		}
	}
	slices.Sort(d)
	c := cumulative(len(a), len(b))
	k := 0
	for k < len(c) && c[k] <= .025 {
		k++
	}
	k = max(k-1, 0) // the greatest U whose tail is within 2.5 percent: as many differences are left out at each end
	n := len(d)
	return math.Exp((d[(n-1)/2] + d[n/2]) / 2), math.Exp(d[k]), math.Exp(d[n-1-k])
}

// t975 are the quantiles of Student's distribution that 2.5 percent lie above, for 2 degrees of freedom and more.
var t975 = []float64{4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860}

// spread is the geometric mean of values above zero, three or more, and an interval that holds the true one in 95 of
// 100 cases, as far as their logarithms are normal.
func spread(values []float64) (mean, low, high float64) {
	n, sum, squares := float64(len(values)), 0.0, 0.0
	for _, v := range values {
		sum += math.Log(v)
	}
	for _, v := range values {
		d := math.Log(v) - sum/n
		squares += d * d
	}
	half := t975[min(len(values)-3, len(t975)-1)] * math.Sqrt(squares/(n-1)/n)
	return math.Exp(sum / n), math.Exp(sum/n - half), math.Exp(sum/n + half)
}
