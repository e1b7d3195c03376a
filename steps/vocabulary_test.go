package steps

import "testing"

func TestNoPhraseIsAddedTwice(t *testing.T) {
	for _, name := range doubled {
		t.Errorf("two files add the phrase %q", name)
	}
}
