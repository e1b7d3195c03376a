// Package nearest finds what somebody who mistyped a name most likely meant.
package nearest

import "strings"

// Name is the candidate nearest to name, and false where none is near enough to be worth suggesting: more than a third
// of its letters would have to change, and neither is the beginning of the other. Case does not count.
func Name(name string, candidates []string) (string, bool) {
	best, least := "", -1
	for _, c := range candidates {
		d := distance(strings.ToLower(name), strings.ToLower(c))
		if d > bound(name, c) && !begins(name, c) {
			continue
		}
		if least < 0 || d < least {
			best, least = c, d
		}
	}
	return best, least >= 0
}

// Hint is `: did you mean "NAME"?`, or nothing where no candidate is near.
func Hint(name string, candidates []string) string {
	if n, ok := Name(name, candidates); ok {
		return `: did you mean "` + n + `"?`
	}
	return ""
}

func bound(a, b string) int { return max(1, max(len(a), len(b))/3) }

func begins(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return len(a) > 2 && len(b) > 2 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// distance is how many letters must be inserted, dropped, changed or swapped with their neighbour to make a into b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(t)]
}
