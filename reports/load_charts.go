package reports

import (
	"fmt"
	"math"
	"strconv"
)

// charts are the pictures of a load, those left out that have nothing to show.
func charts(l Load) ([]chart, error) {
	var out []chart
	if l.Capacity != nil && len(l.Trials) > 0 {
		out = append(out, searchChart(*l.Capacity))
	}
	if len(l.Seconds) > 0 {
		out = append(out, latencyChart(l.Seconds), rateChart(l.Seconds))
		if l.Outcomes.OK < l.Outcomes.Total() {
			out = append(out, errorChart(l.Seconds))
		}
	}
	c, drawn, err := quantileChart(l)
	if drawn {
		out = append(out, c)
	}
	return out, err
}

func secondLabel(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + " s" }

func latencyChart(ss []Second) chart {
	low, high := math.Inf(1), 0.0
	for _, s := range ss {
		if s.Max > 0 {
			low, high = min(low, max(s.P50, .01)), max(high, s.Max)
		}
	}
	if high == 0 {
		low, high = 1, 10
	}
	c := chart{Title: "Response time", Unit: "logarithmic", Under: "seconds since the hold began, by intended send time"}
	y, yt := logarithmic(low, high, msTick)
	x, xt := across(len(ss), secondLabel)
	c.X, c.Y = xt, yt
	for _, k := range []struct {
		key
		of func(Second) float64
	}{
		{key{"max", "max"}, func(s Second) float64 { return s.Max }}, {key{"p99", "p99"}, func(s Second) float64 { return s.P99 }}, {key{"p50", "p50"}, func(s Second) float64 { return s.P50 }},
	} {
		p := &pen{}
		for _, s := range ss {
			if s.Max > 0 {
				p.to(x.at(float64(s.At)+.5), y.down(k.of(s)))
			}
		}
		c.Lines = append(c.Lines, p.line(k.Class))
		c.Key = append(c.Key, k.key)
	}
	return c
}

func rateChart(ss []Second) chart {
	most := 0.0
	for _, s := range ss {
		most = max(most, float64(s.Planned), float64(s.Sent))
	}
	c := chart{Title: "Schedule", Unit: "flows a second", Under: "seconds since the hold began", Key: []key{{"planned", "wanted"}, {"sent", "sent"}}}
	y, yt := linear(most, rateWords)
	x, xt := across(len(ss), secondLabel)
	c.X, c.Y = xt, yt
	planned, sent := &pen{}, &pen{}
	for _, s := range ss {
		planned.to(x.at(float64(s.At)), y.down(float64(s.Planned)))
		planned.to(x.at(float64(s.At+1)), y.down(float64(s.Planned)))
		sent.to(x.at(float64(s.At)+.5), y.down(float64(s.Sent)))
	}
	c.Lines = []line{planned.line("planned"), sent.line("sent")}
	return c
}

func errorChart(ss []Second) chart {
	most := 0.0
	for _, s := range ss {
		most = max(most, float64(s.Outcomes.Total()-s.Outcomes.OK))
	}
	c := chart{Title: "Errors", Unit: "a second, by class", Under: "seconds since the hold began"}
	y, yt := linear(most, rateWords)
	x, xt := across(len(ss), secondLabel)
	c.X, c.Y = xt, yt
	seen := map[string]bool{}
	for _, s := range ss {
		below := 0.0
		for _, k := range s.Outcomes.Classes()[1:] {
			if k.Count == 0 {
				continue
			}
			n := float64(k.Count)
			c.Bars = append(c.Bars, bar{Class: "e-" + k.Name, X: x.at(float64(s.At)), Width: x.at(.9), Y: y.down(below + n), Height: y.at(n),
				Title: fmt.Sprintf("%d %s in second %d", k.Count, className(k.Name), s.At)})
			below += n
			if !seen[k.Name] {
				seen[k.Name] = true
				c.Key = append(c.Key, key{"e-" + k.Name, className(k.Name)})
			}
		}
	}
	return c
}

// nines are the ticks of an axis on which each step leaves a tenth of what was left.
var nines = []float64{0, .9, .99, .999, .9999, .99999, .999999}

// quantileChart is the HDR plot: what share of flows was answered within what time, the tail stretched.
func quantileChart(l Load) (c chart, drawn bool, err error) {
	c = chart{Title: "Distribution", Unit: "logarithmic", Under: "share of flows answered within that time"}
	type curve struct {
		key
		h *Histogram
	}
	var curves []curve
	low, high, most := math.Inf(1), 0.0, int64(0)
	for _, k := range []key{{"p99", "response"}, {"p50", "service"}} {
		h, err := l.histogram(k.Name)
		if err != nil {
			return c, false, err
		}
		if h.Count() > 0 {
			curves = append(curves, curve{k, h})
			low, high, most = min(low, max(h.Quantile(.01), .01)), max(high, h.Max()), max(most, h.Count())
		}
	}
	if len(curves) == 0 || high == 0 {
		return c, false, nil
	}
	depth := min(max(math.Ceil(math.Log10(float64(most))), 1), 6)
	x := scale{to: depth}
	for i := 0; i <= int(depth); i++ {
		c.X = append(c.X, tick{At: x.at(float64(i)), Label: strconv.FormatFloat(100*nines[i], 'f', -1, 64) + " %", Minor: i > 2 && i%2 == 1})
	}
	y, yt := logarithmic(low, high, msTick)
	c.Y = yt
	for _, k := range curves {
		p := &pen{}
		for i := 0.0; i <= depth*20; i++ {
			p.to(x.at(i/20), y.down(k.h.Quantile(1-math.Pow(10, -i/20))))
		}
		c.Lines, c.Key = append(c.Lines, p.line(k.Class)), append(c.Key, k.key)
	}
	return c, true, nil
}

// searchChart shows each trial of a search in its order: the rate, and whether it held.
func searchChart(k Capacity) chart {
	low, high := math.Inf(1), 0.0
	for _, t := range k.Trials {
		low, high = min(low, t.Rate), max(high, t.Rate)
	}
	c := chart{Title: "Search", Unit: "flows a second, logarithmic", Under: "trials in their order", Key: []key{{"held", "✓ held"}, {"broke", "✗ did not"}, {"found", "capacity"}}}
	y, yt := logarithmic(max(low, 1e-3), max(high, low*2, 1e-3), rateWords)
	x := scale{to: float64(len(k.Trials))}
	c.Y = yt
	path := &pen{}
	for i, t := range k.Trials {
		d := dotAt{Class: "held", Mark: "✓", X: x.at(float64(i) + .5), Y: y.down(t.Rate), Title: fmt.Sprintf("%s: %s/s held, p99 %s", t.Phase, rateWords(t.Rate), msWords(t.Response.P99))}
		if !t.Held {
			d.Class, d.Mark, d.Title = "broke", "✗", fmt.Sprintf("%s: %s/s did not hold: %s", t.Phase, rateWords(t.Rate), t.Because)
		}
		path.to(d.X, d.Y)
		c.Dots = append(c.Dots, d)
		c.X = append(c.X, tick{At: d.X, Label: strconv.Itoa(i + 1), Minor: len(k.Trials) > 10 && i%2 == 1})
	}
	c.Lines = []line{path.line("trail")}
	if k.CapacityRate > 0 {
		p := &pen{}
		p.to(0, y.down(k.CapacityRate))
		p.to(100, y.down(k.CapacityRate))
		c.Lines = append(c.Lines, p.line("found"))
	}
	return c
}
