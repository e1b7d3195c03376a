package authserver

import (
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
)

// touched is the set of seams that were called: one bit for each word of Options.
type touched [16]atomic.Uint64

// use records that a seam is being called and returns it. The seam is known by where it stands within Options.
func use[F any](s *Server, f *F) F {
	i := (reflect.ValueOf(f).Pointer() - s.base) / wordSize
	if w := &s.seen[i/64%uintptr(len(s.seen))]; w.Load()&(1<<(i%64)) == 0 {
		w.Or(1 << (i % 64))
	}
	return *f
}

var wordSize = reflect.TypeFor[uintptr]().Size()

// seam is one func field of Options.
type seam struct {
	name string
	word uintptr
}

var seams = sync.OnceValue(func() []seam { return seamsOf(reflect.TypeFor[Options](), "", 0) })

// seamsOf walks the structs of Options down to their func fields.
func seamsOf(t reflect.Type, path string, offset uintptr) (all []seam) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := strings.TrimPrefix(path+"."+strings.ToLower(f.Name), ".")
		switch {
		case f.Type.Kind() == reflect.Struct:
			all = append(all, seamsOf(f.Type, name, offset+f.Offset)...)
		case f.Type.Kind() == reflect.Func && path != "": // Options.Now is a setting
			all = append(all, seam{name, (offset + f.Offset) / wordSize})
		}
	}
	return all
}

// Seams lists the names of all seams, in the order of Options.
func Seams() (names []string) {
	for _, s := range seams() {
		names = append(names, s.name)
	}
	return names
}

// Touched lists the seams that were called since New.
func (s *Server) Touched() (names []string) {
	for _, m := range seams() {
		if s.seen[m.word/64].Load()&(1<<(m.word%64)) != 0 {
			names = append(names, m.name)
		}
	}
	return names
}
