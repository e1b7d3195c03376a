package oauthspec

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// backWithin is how long a client or a resource server may take to be back after it was restarted, unless --wait says more.
const backWithin = time.Minute

// a lease hands a client or a resource server to one scenario after the other, and has it started again where it has ended.
type lease struct {
	o  Options
	p  servers.Profile
	tr http.RoundTripper

	mu   sync.Mutex
	lost error // it did not come back
}

// acquire is the product for one scenario. One that an earlier scenario brought down is started again, if that is possible.
func (l *lease) acquire(ctx context.Context) (*servers.Instance, error) {
	l.o.harness.Forget()
	in := &servers.Instance{Profile: l.p, Transport: l.tr, Harness: l.o.harness}
	if l.o.Target.Restart == nil {
		return in, nil
	}
	in.Restart = l.restart
	if l.listens(ctx) {
		return in, nil
	}
	l.mu.Lock()
	lost := l.lost
	l.mu.Unlock()
	if lost != nil {
		return nil, lost // not a minute for every scenario that is left
	}
	if _, err := l.o.harness.Renew(0, l.p.Clients, ""); err != nil {
		return nil, err
	}
	if err := l.restart(ctx); err != nil {
		return nil, err
	}
	l.o.harness.Forget()
	return in, nil
}

// address is where the product is reached first.
func address(p servers.Profile) string {
	if p.Application != nil {
		return p.Application.Start
	}
	return p.API.URL
}

// listens says whether anything does at the product's address.
func (l *lease) listens(ctx context.Context) bool {
	u, err := url.Parse(address(l.p))
	if err != nil {
		return false
	}
	port := u.Port()
	if port == "" {
		port = u.Scheme
	}
	d := net.Dialer{Timeout: l.o.Timeout}
	c, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// restart has the product start again and waits until it answers, whatever it is.
func (l *lease) restart(ctx context.Context) error {
	within := max(l.o.Wait, backWithin)
	ctx, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("it had %v", within))
	defer cancel()
	err := l.o.Target.Restart(ctx, l.o.env...)
	if err == nil {
		err = answers(ctx, &oauth.Client{Transport: l.tr, Timeout: l.o.Timeout}, address(l.p), within)
	}
	if err != nil {
		err = fmt.Errorf("it did not come back after it was restarted: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost = err
	return err
}

// answers waits, for so long, until something answers at an address.
func answers(ctx context.Context, c *oauth.Client, at string, wait time.Duration) error {
	for until := time.Now().Add(wait); ; {
		a, err := c.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
		if err == nil && a.None != nil {
			err = errors.New(a.String())
		}
		if err == nil || time.Now().After(until) || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}
