package steps

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"sync"

	"github.com/cucumber/godog"

	"github.com/oauthspec/oauthspec/features"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

// A step is one sentence of the vocabulary: where it may stand, its pattern, and what it does in a world.
type step struct {
	keyword string // Given, When, Then
	pattern *regexp.Regexp
	bind    func(*World) any
}

// vocabulary is filled by the package's files as it is initialised; each pattern is compiled once.
var vocabulary []step

func given(pattern string, bind func(*World) any) { add("Given", pattern, bind) }
func when(pattern string, bind func(*World) any)  { add("When", pattern, bind) }
func then(pattern string, bind func(*World) any)  { add("Then", pattern, bind) }

func add(keyword, pattern string, bind func(*World) any) {
	vocabulary = append(vocabulary, step{keyword, regexp.MustCompile("^" + pattern + "$"), bind})
}

// sentence is the one step that godog knows. It would try every pattern on each sentence twice, and take each pattern up anew
// for each scenario, which takes longer than most scenarios do; here a sentence is understood once.
var sentence = regexp.MustCompile(`(?s)^(.*)$`)

func (w *World) register(sc *godog.ScenarioContext) {
	var keyword string
	sc.StepContext().Before(func(ctx context.Context, st *godog.Step) (context.Context, error) {
		keyword = features.Keyword(st.Type)
		return ctx, nil
	})
	sc.Step(sentence, func(ctx context.Context, text string) error {
		m := understood(keyword, text)
		if m.err != nil {
			return m.err
		}
		return m.do(ctx, w)
	})
}

// A meaning is a sentence of the specification as the vocabulary understands it.
type meaning struct {
	step step
	said []string // what stands for the groups of its pattern
	err  error    // it is no sentence, or more than one
}

var meanings sync.Map // meaning by keyword and text

func understood(keyword, text string) meaning {
	if m, known := meanings.Load(keyword + " " + text); known {
		return m.(meaning)
	}
	m := meaning{err: fmt.Errorf("%w: %s %s", godog.ErrUndefined, keyword, text)}
	for _, s := range vocabulary {
		if s.keyword != keyword {
			continue
		}
		groups := s.pattern.FindStringSubmatch(text)
		switch {
		case groups == nil:
		case m.step.pattern != nil:
			m.err = fmt.Errorf("%w: %s and %s", godog.ErrAmbiguous, m.step.pattern, s.pattern)
		default:
			m = meaning{step: s, said: groups[1:]}
		}
	}
	meanings.Store(keyword+" "+text, m)
	return m
}

// do does what a sentence means. Steps take the context or not, then strings and numbers, and return an error or nothing.
func (m meaning) do(ctx context.Context, w *World) error {
	f := reflect.ValueOf(m.step.bind(w))
	var args []reflect.Value
	said := m.said
	for i := range f.Type().NumIn() {
		switch in := f.Type().In(i); {
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(ctx))
			continue
		case len(said) == 0:
			return fmt.Errorf("%s has fewer groups than its step takes", m.step.pattern)
		case in.Kind() == reflect.Int:
			n, err := strconv.Atoi(said[0])
			if err != nil {
				return err
			}
			args = append(args, reflect.ValueOf(n))
		default:
			args = append(args, reflect.ValueOf(said[0]))
		}
		said = said[1:]
	}
	out := f.Call(args)
	if len(out) == 0 {
		return nil
	}
	err, _ := out[0].Interface().(error)
	return err
}

// A how is the way a request departs from a proper one, named by a phrase that ends a When:
// "the client redeems the code" + " without its code verifier".
type how func(*World) ([]oauth.Mutation, error)

var hows = map[string]how{}

// phrase adds a way to depart. Phrases are a closed table: one that no scenario uses fails a test.
func phrase(name string, h how) {
	if _, taken := hows[name]; taken {
		doubled = append(doubled, name)
	}
	hows[name] = h
}

// doubled are phrases that were added twice: the later one would silently replace the earlier.
var doubled []string

// plainly is a phrase that needs nothing of the world.
func plainly(name string, m ...oauth.Mutation) {
	phrase(name, func(*World) ([]oauth.Mutation, error) { return m, nil })
}

// mutations looks a phrase up; "" is the proper request.
func (w *World) mutations(name string) ([]oauth.Mutation, error) {
	if name == "" {
		return nil, nil
	}
	h, ok := hows[name]
	if !ok {
		known := make([]string, 0, len(hows))
		for k := range hows {
			known = append(known, k)
		}
		sort.Strings(known)
		return nil, fmt.Errorf("no such way to depart from a proper request: %q (there are: %q)", name, known)
	}
	w.phrases = append(w.phrases, name)
	return h(w)
}
