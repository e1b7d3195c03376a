package steps

import (
	"fmt"
	"regexp"
	"sort"
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

// spoken is the steps that a feature file uses: godog takes each one up anew for each scenario, which takes longer than most steps.
func spoken(file string) []step {
	if v, ok := spokenIn.Load(file); ok {
		return v.([]step)
	}
	used := map[string]bool{}
	all, _ := features.Catalogue() // whoever runs scenarios has parsed it
	for _, r := range all {
		for _, s := range r.Scenarios {
			for _, text := range s.Steps {
				if s.File == file {
					used[text] = true
				}
			}
		}
	}
	var out []step
	for _, s := range vocabulary {
		for text := range used {
			if s.pattern.MatchString(text) {
				out = append(out, s)
				break
			}
		}
	}
	spokenIn.Store(file, out)
	return out
}

var spokenIn sync.Map // by file

func (w *World) register(sc *godog.ScenarioContext, words []step) {
	for _, s := range words {
		switch s.keyword {
		case "Given":
			sc.Given(s.pattern, s.bind(w))
		case "When":
			sc.When(s.pattern, s.bind(w))
		default:
			sc.Then(s.pattern, s.bind(w))
		}
	}
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
