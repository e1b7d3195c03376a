package steps

import (
	"context"
	"errors"
	"testing"

	"github.com/cucumber/godog"
)

func TestNoPhraseIsAddedTwice(t *testing.T) {
	for _, name := range doubled {
		t.Errorf("two files add the phrase %q", name)
	}
}

func TestSentencesAreUnderstoodOnce(t *testing.T) {
	defer func(old []step) { vocabulary = old }(vocabulary)
	var heard []any
	given(`(\d+) (trials|races)`, func(*World) any {
		return func(_ context.Context, n int, what string) error {
			heard = append(heard, n, what)
			return errors.New("lost")
		}
	})
	then(`(\d+) races`, func(*World) any { return func(string) { heard = append(heard, "then") } })
	given(`two (.*)`, func(*World) any { return func() {} })
	given(`two things`, func(*World) any { return func() {} })
	given(`a number`, func(*World) any { return func(int) {} })
	for range 2 {
		heard = nil
		if err := understood("Given", "3 races").do(t.Context(), nil); err == nil || err.Error() != "lost" {
			t.Error(err)
		}
		if err := understood("Then", "3 races").do(t.Context(), nil); err != nil {
			t.Error(err)
		}
		if len(heard) != 3 || heard[0] != 3 || heard[1] != "races" || heard[2] != "then" {
			t.Error(heard)
		}
	}
	if err := understood("When", "3 races").err; !errors.Is(err, godog.ErrUndefined) {
		t.Error(err)
	}
	if err := understood("Given", "two things").err; !errors.Is(err, godog.ErrAmbiguous) {
		t.Error(err)
	}
	if err := understood("Given", "a number").do(t.Context(), nil); err == nil {
		t.Error("a step that takes more than is said is done")
	}
}
