package reports

import (
	"fmt"
	"reflect"
	"strings"
)

// response is the histogram of response times; an empty one where there is none.
func (l Load) response() (*Histogram, error) { return l.histogram("response") }

func (l Load) histogram(name string) (*Histogram, error) {
	text, ok := l.Histograms[name]
	if !ok {
		return NewHistogram(), nil
	}
	h, err := DecodeHistogram(text)
	if err != nil {
		return nil, fmt.Errorf("%s times: %w", name, err)
	}
	return h, nil
}

// Total is how many flows came to any outcome.
func (o Outcomes) Total() int64 {
	var n int64
	for _, c := range o.Classes() {
		n += c.Count
	}
	return n
}

// ErrorShare is the share of flows that did not succeed, 0 to 1; 0 where there were none.
func (o Outcomes) ErrorShare() float64 {
	if o.Total() == 0 {
		return 0
	}
	return float64(o.Total()-o.OK) / float64(o.Total())
}

// Add counts those of another too.
func (o *Outcomes) Add(p Outcomes) {
	to, from := reflect.ValueOf(o).Elem(), reflect.ValueOf(p)
	for i := range to.NumField() {
		to.Field(i).SetInt(to.Field(i).Int() + from.Field(i).Int())
	}
}

// A Class of outcomes and how many flows came to it.
type Class struct {
	Name  string // as in JSON: oauth_4xx
	Count int64
}

// Classes are all of them in the model's order, success first.
func (o Outcomes) Classes() []Class {
	v := reflect.ValueOf(o)
	var out []Class
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		out = append(out, Class{name, v.Field(i).Int()})
	}
	return out
}
