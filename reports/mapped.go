package reports

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mapped is a deep copy of v in which each string went through f, with the name of the nearest field that holds it.
func mapped[T any](v T, f func(field, s string) string) T {
	to := reflect.New(reflect.TypeFor[T]()).Elem()
	copyInto(to, reflect.ValueOf(&v).Elem(), "", f)
	return to.Interface().(T)
}

func copyInto(to, from reflect.Value, field string, f func(field, s string) string) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(f(field, from.String()))
	case reflect.Struct:
		to.Set(from) // unexported fields, as in time.Time
		for i := range from.NumField() {
			if t := from.Type().Field(i); t.IsExported() {
				copyInto(to.Field(i), from.Field(i), t.Name, f)
			}
		}
	case reflect.Slice:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyInto(to.Index(i), from.Index(i), field, f)
		}
	case reflect.Map:
		copyMap(to, from, field, f)
	case reflect.Pointer, reflect.Interface:
		if from.IsNil() {
			return
		}
		inner := reflect.New(from.Elem().Type()).Elem()
		copyInto(inner, from.Elem(), field, f)
		if from.Kind() == reflect.Pointer {
			inner = inner.Addr()
		}
		to.Set(inner)
	default:
		to.Set(from)
	}
}

func copyMap(to, from reflect.Value, field string, f func(field, s string) string) {
	if from.IsNil() {
		return
	}
	to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
	for it := from.MapRange(); it.Next(); {
		v := reflect.New(from.Type().Elem()).Elem()
		copyInto(v, it.Value(), field, f)
		key := reflect.New(from.Type().Key()).Elem()
		copyInto(key, it.Key(), field, f)
		to.SetMapIndex(key, v)
	}
}

// visible shows what a terminal, an XML parser or a reader's eye would be led astray by: control and direction
// characters and bytes that are not UTF-8 become \xHH or \u{HHHH}. Line ends and tabs stay.
func visible(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, astray) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1, r < utf8.RuneSelf && astray(r):
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case astray(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

func astray(r rune) bool {
	return r != '\n' && r != '\t' && r != ' ' && !unicode.IsGraphic(r)
}

// shown is a copy of a model with every string visible, its carriage returns before line ends gone.
func shown[T any](model T) T {
	return mapped(model, func(_, s string) string { return visible(strings.ReplaceAll(s, "\r\n", "\n")) })
}
