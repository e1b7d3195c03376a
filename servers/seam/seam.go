// Package seam records which decisions of a server were made: the func fields of its options that were called.
package seam

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// words is the size of the largest Options there may be, in machine words.
const words = 16 * 64

// A Set is the seams of one server that were called: one bit for each word of its options, of type T. It is safe for
// concurrent use, once Watch was called.
type Set[T any] struct {
	base  uintptr
	seen  [words / 64]atomic.Uint64
	asked *Answers[T] // nil: it is not asked what faults would decide
}

// Watch says where the server's options stand; they must not move after that.
func (s *Set[T]) Watch(o *T) { s.base = reflect.ValueOf(o).Pointer() }

// Use records that a seam is being called and returns it. The seam is known by where it stands within the options.
func Use[T, F any](s *Set[T], f *F) F {
	i := (reflect.ValueOf(f).Pointer() - s.base) / wordSize
	if w := &s.seen[i/64%uintptr(len(s.seen))]; w.Load()&(1<<(i%64)) == 0 {
		w.Or(1 << (i % 64))
	}
	if s.asked != nil {
		if at := s.asked.q.at[i]; len(at) > 0 {
			return asking(s.asked, *f, at)
		}
	}
	return *f
}

// Touched lists the seams that were called, in the order of the options.
func (s *Set[T]) Touched() (names []string) {
	for _, f := range of[T]() {
		if s.seen[f.word/64].Load()&(1<<(f.word%64)) != 0 {
			names = append(names, f.name)
		}
	}
	return names
}

// Names lists all seams of options of type T, in their order: each is the path of its field in lower case, such as
// "token.code.client" for Token.Code.Client. A func field at the top is a setting and no seam.
func Names[T any]() (names []string) {
	for _, f := range of[T]() {
		names = append(names, f.name)
	}
	return names
}

// Fits says whether every seam has a bit of its own.
func Fits[T any]() bool { return reflect.TypeFor[T]().Size()/wordSize <= words }

var wordSize = reflect.TypeFor[uintptr]().Size()

// field is one func field of the options.
type field struct {
	name     string
	word     uintptr
	index    []int // as reflect counts
	question bool
}

// of is the seams of options of type T. They are looked up once: every scenario asks for them.
func of[T any]() []field {
	t := reflect.TypeFor[T]()
	all, known := seams.Load(t)
	if !known {
		all, _ = seams.LoadOrStore(t, fields(t, "", 0, nil))
	}
	return all.([]field)
}

var seams sync.Map // []field by reflect.Type

// fields walks a struct and those within it down to their func fields.
func fields(t reflect.Type, path string, offset uintptr, index []int) (all []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, at := below(path, f.Name), append(slices.Clone(index), i)
		switch {
		case f.Type.Kind() == reflect.Struct:
			all = append(all, fields(f.Type, name, offset+f.Offset, at)...)
		case f.Type.Kind() == reflect.Func && path != "":
			all = append(all, field{name, (offset + f.Offset) / wordSize, at, f.Tag.Get("seam") == question})
		}
	}
	return all
}

// below is the path of a field.
func below(path, field string) string {
	return strings.TrimPrefix(path+"."+strings.ToLower(field), ".")
}
