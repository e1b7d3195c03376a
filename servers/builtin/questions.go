package builtin

import (
	"cmp"
	"sync"

	"github.com/oauthspec/oauthspec/servers/fault"
	"github.com/oauthspec/oauthspec/servers/seam"
)

// questions are what the clean servers of a variant can be asked: how its faults would decide. They are put together when
// first needed. The first of the variants is that of faults which name none; prefix is put before the names of faults.
func questions[T any](variant string, variants []string, defaults func(string) (T, error), faults []fault.Fault[T], prefix string) func() *seam.Questions[T] {
	return sync.OnceValue(func() *seam.Questions[T] {
		var q seam.Questions[T]
		for _, f := range faults {
			if f.Acts || cmp.Or(f.Variant, variants[0]) != variant {
				continue
			}
			after, err := defaults(variant)
			if err != nil {
				continue // it is not asked about, so it is tried
			}
			pristine, err := defaults(variant)
			if err != nil {
				continue
			}
			before := after
			f.Apply(&after)
			q.Add(prefix+f.Name, &before, &after, &pristine)
		}
		return &q
	})
}

// begun is the answers that a scenario's servers give, and the faults that made no difference in it; without questions, nothing.
func begun[T any](q func() *seam.Questions[T]) (*seam.Answers[T], func() []string) {
	if q == nil {
		return nil, nil
	}
	a := q().Begin()
	return a, a.Idle
}
