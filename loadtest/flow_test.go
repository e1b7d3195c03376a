package loadtest

import "testing"

// Every flow does what it is for, over every engine, and every answer of a server that is right is taken for right.
func TestEveryFlowIsRight(t *testing.T) {
	for _, k := range kinds() {
		for _, engine := range []string{Lean, Vegeta} {
			t.Run(k.name+" over "+engine, func(t *testing.T) {
				o := reference(t)
				o.Flow, o.Engine, o.Workers = k.name, engine, 4
				o.Schedule = Constant(150) // so that what is done once in a hundred times is done
				o.Hold *= 2
				l := run1(t, o)
				if l.Sent != 120 || l.Outcomes.OK != 120 {
					t.Errorf("sent %d, right %d, want 120: %+v %s", l.Sent, l.Outcomes.OK, l.Wrong, l.Partial)
				}
				for _, c := range l.Checks {
					if c.Failed > 0 || c.Checked == 0 {
						t.Errorf("%s: %d of %d failed: %s", c.Name, c.Failed, c.Checked, c.First)
					}
				}
				t.Logf("%+v %+v", l.Response, l.Checks)
			})
		}
	}
}
