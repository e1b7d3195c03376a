package seam

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// question tags a seam that answers from what it is handed, and does nothing but answer and change that: a clean server can
// be asked there what a fault would have decided. The tag is `seam:"question"`.
const question = "question"

// Questions are faults that clean servers of the same options can be asked about.
type Questions[T any] struct {
	faults []string
	at     map[uintptr][]alternative // by the seam's word
}

// alternative is how a fault decides at one seam.
type alternative struct {
	fault  int
	decide reflect.Value
}

// Add takes a fault in that makes after of before, where all that it changes is how questions are answered; otherwise its
// difference cannot be told from a decision. pristine is before, made anew: a fault may reach into what before shares.
func (q *Questions[T]) Add(fault string, before, after, pristine *T) {
	changed, seams := map[uintptr][]alternative{}, 0
	was, is := reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	for _, f := range of[T]() {
		w, i := was.FieldByIndex(f.index), is.FieldByIndex(f.index)
		if *word(w) == *word(i) {
			continue
		}
		if !f.question {
			return
		}
		changed[f.word] = append(q.at[f.word], alternative{len(q.faults), i})
		seams++
	}
	if len(Changes(before, after, pristine)) > seams {
		return
	}
	if q.at == nil {
		q.at = map[uintptr][]alternative{}
	}
	for w, all := range changed {
		q.at[w] = all
	}
	q.faults = append(q.faults, fault)
}

// word is what a func field holds: reflect compares no funcs, and closures of one func literal share their code.
func word(f reflect.Value) *uintptr { return (*uintptr)(f.Addr().UnsafePointer()) }

// Changes names the fields of options in which after differs from before: seams as Names does, and settings likewise. pristine is
// before, made anew, because what was changed may be shared by both.
func Changes[T any](before, after, pristine *T) []string {
	return changes("", reflect.ValueOf(pristine).Elem(), reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem())
}

func changes(path string, pristine, was, is reflect.Value) (names []string) {
	for i := range is.NumField() {
		f := is.Field(i)
		name := below(path, is.Type().Field(i).Name)
		same := true
		switch f.Kind() {
		case reflect.Struct:
			names = append(names, changes(name, pristine.Field(i), was.Field(i), f)...)
		case reflect.Func:
			same = *word(was.Field(i)) == *word(f)
		default:
			same = f.CanInterface() && reflect.DeepEqual(pristine.Field(i).Interface(), f.Interface())
		}
		if !same {
			names = append(names, name)
		}
	}
	return names
}

// Answers are what one scenario's servers said. It is safe for concurrent use.
type Answers[T any] struct {
	q         *Questions[T]
	otherwise []atomic.Bool // by fault
}

// Begin is answers before the first question.
func (q *Questions[T]) Begin() *Answers[T] {
	return &Answers[T]{q: q, otherwise: make([]atomic.Bool, len(q.faults))}
}

// Idle is the faults that would have decided everything as the server did, sorted.
func (a *Answers[T]) Idle() (names []string) {
	for i, name := range a.q.faults {
		if !a.otherwise[i].Load() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Ask has the server be asked at each seam that is a question, before it is used.
func (s *Set[T]) Ask(a *Answers[T]) { s.asked = a }

// asking is a seam that decides as the clean one does, and compares what the faults make of the same.
func asking[T, F any](a *Answers[T], clean F, at []alternative) F {
	decide := reflect.ValueOf(clean)
	return reflect.MakeFunc(decide.Type(), func(args []reflect.Value) []reflect.Value {
		type decided struct {
			fault       int
			args, means []reflect.Value
		}
		var all []decided
		for _, other := range at {
			if a.otherwise[other.fault].Load() {
				continue
			}
			in := cloned(args)
			if out, ok := called(other.decide, in); ok {
				all = append(all, decided{other.fault, in, out})
			} else {
				a.otherwise[other.fault].Store(true)
			}
		}
		out := decide.Call(args)
		for _, d := range all {
			if !same(d.means, out) || !same(d.args, args) {
				a.otherwise[d.fault].Store(true)
			}
		}
		return out
	}).Interface().(F)
}

// called calls f; one that panics gives no answer.
func called(f reflect.Value, args []reflect.Value) (out []reflect.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return f.Call(args), true
}

func same(a, b []reflect.Value) bool {
	return slices.EqualFunc(a, b, func(x, y reflect.Value) bool {
		if x.Kind() == reflect.Func { // of which reflect says that none is like any
			return held(x) == held(y)
		}
		return reflect.DeepEqual(x.Interface(), y.Interface())
	})
}

// held is the word of a func that stands in no field.
func held(f reflect.Value) uintptr {
	at := reflect.New(f.Type()).Elem()
	at.Set(f)
	return *word(at)
}

// cloned is arguments that can be changed without the server's knowledge: what they point to, and the maps and slices in it.
// Errors stay themselves, because that is what they are known by.
func cloned(args []reflect.Value) []reflect.Value {
	out := make([]reflect.Value, len(args))
	for i, v := range args {
		if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct || locks(v.Type().Elem()) || v.Type().Implements(errorType) {
			out[i] = clone(v)
			continue
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(v.Elem())
		for j := range c.Elem().NumField() {
			if f := c.Elem().Field(j); f.CanSet() {
				f.Set(clone(f))
			}
		}
		out[i] = c
	}
	return out
}

var errorType = reflect.TypeFor[error]()

// clone copies maps and slices all the way down, and nothing else.
func clone(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeMapWithSize(v.Type(), v.Len())
		for k, e := range v.Seq2() {
			c.SetMapIndex(k, clone(e))
		}
		return c
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
			return v // bytes are replaced, not changed
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(clone(v.Index(i)))
		}
		return c
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type()).Elem()
		c.Set(clone(v.Elem()))
		return c
	}
	return v
}

// locks says whether a struct must not be copied: a server, and what it keeps.
func locks(t reflect.Type) bool {
	if known, ok := lockers.Load(t); ok {
		return known.(bool)
	}
	holds := strings.HasPrefix(t.PkgPath(), "sync")
	for i := 0; t.Kind() == reflect.Struct && i < t.NumField() && !holds; i++ {
		holds = locks(t.Field(i).Type)
	}
	lockers.Store(t, holds)
	return holds
}

var lockers sync.Map // bool by reflect.Type
