package learn

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Suite is the servers while they run. It is safe for concurrent use.
type Suite struct {
	o                    Options
	guide, as, app, page *place
	api                  *place
	log                  *journal
	factor               *oneTime

	mu      sync.Mutex // one change of the settings at a time
	now     Settings
	secrets secrets
	end     []func() // of what runs behind the addresses now
}

// Start opens five addresses on loopback and serves until Close.
func Start(o Options) (s *Suite, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PageToken == 0 {
		o.PageToken = time.Minute
	}
	s = &Suite{o: o, log: newJournal(), secrets: newSecrets()}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if s.factor, err = newOneTime(s.o.Now); err != nil {
		return nil, fmt.Errorf("make a second factor: %w", err)
	}
	for _, one := range []struct {
		into **place
		name string
	}{{&s.guide, "guide"}, {&s.as, nameAS}, {&s.app, nameApp}, {&s.page, namePage}, {&s.api, nameAPI}} {
		if *one.into, err = open(one.name, o.TLS.Clone()); err != nil {
			return nil, fmt.Errorf("open an address for the %s: %w", one.name, err)
		}
	}
	s.guide.serve(s.pages())
	return s, s.Set(o.Settings)
}

// URL is the guide's address, from which everything else is reached.
func (s *Suite) URL() string { return s.guide.url }

// Issuer is the authorization server's identifier.
func (s *Suite) Issuer() string { return s.as.url }

// Set starts the servers anew with these settings, at the same addresses. Who was signed in is not any more. An error
// leaves everything as it was.
func (s *Suite) Set(to Settings) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := &builder{Suite: s, Settings: to}
	if err := b.build(); err != nil {
		b.close()
		return err
	}
	for _, one := range []struct {
		place   *place
		handler http.Handler
	}{{s.as, b.as}, {s.app, b.app}, {s.page, b.page}, {s.api, b.api}} {
		one.place.serve(s.log.listen(s, one.place, one.handler))
	}
	for _, end := range s.end {
		end()
	}
	s.end, s.now = b.end, to
	return nil
}

// Settings are those in force.
func (s *Suite) Settings() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Close ends all servers.
func (s *Suite) Close() error {
	s.log.close()
	var all []error
	for _, p := range []*place{s.guide, s.as, s.app, s.page, s.api} {
		if p != nil {
			all = append(all, p.server.Close())
		}
	}
	for _, end := range s.end {
		end()
	}
	return errors.Join(all...)
}
