package loadtest

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/servers"
)

// Names of checks made beside the flows, as they stand in reports.
const (
	checkOnce  = "under load: a code redeemed twice at once gives tokens once"
	checkBound = "under load: a code is worth nothing to another client"
)

// A conformance looks, while a load goes on, at what products get wrong only then: whether a code is good once, and for
// one client (RFC 6749 section 4.1.2). It has users, codes and connections of its own, and its time counts nowhere.
type conformance struct {
	every     time.Duration
	signIns   *signIns
	other     *oauth.Auth // of another client; nil where there is none
	client    *oauth.Client
	transport *http.Transport
	judge     *judge

	without string // why there is none
	asked   int
	unclear int // probes without a clear answer, such as those that found no user signed in
}

// conformance makes ready what is looked at beside the flows, or says why nothing is.
func (s *setup) conformance(ctx context.Context, dial func(context.Context, string, string) (net.Conn, error), config *tls.Config) *conformance {
	if s.o.Conformance == 0 {
		return &conformance{}
	}
	if !s.facts.Can("authorization_code") {
		return &conformance{without: "the target does not offer the authorization code grant"}
	}
	x, err := s.signIns(nil, false)
	if err == nil {
		_, err = x.tokens(ctx, s)
	}
	if err != nil {
		return &conformance{without: err.Error()}
	}
	t := &http.Transport{DialContext: dial, TLSClientConfig: config, MaxIdleConnsPerHost: 2, DisableCompression: true}
	c := &conformance{every: time.Duration(float64(time.Second) / s.o.Conformance), signIns: x, judge: s.judge, transport: t,
		client: &oauth.Client{Transport: t, Timeout: s.o.Timeout}}
	if i := slices.IndexFunc(s.target.Clients, func(o servers.Client) bool {
		return o.ID != x.client.ID && o.Kind != servers.Machine && len(o.Traits) == 0 && may(o, "authorization_code")
	}); i >= 0 {
		if auth, err := s.auth(s.target.Clients[i]); err == nil {
			c.other = &auth
		}
	}
	return c
}

// watch probes at its own rate until over is closed.
func (c *conformance) watch(ctx context.Context, over <-chan struct{}) {
	if c.every == 0 {
		return
	}
	defer c.transport.CloseIdleConnections()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-over:
			cancel()
		case <-ctx.Done():
		}
	}()
	for tick := time.NewTicker(c.every); ctx.Err() == nil; c.asked++ {
		probe := c.once
		if c.other != nil && c.asked%2 == 1 {
			probe = c.bound
		}
		if !probe(ctx) {
			if ctx.Err() != nil {
				break // it was us
			}
			c.unclear++
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			tick.Stop()
		}
	}
}

// once redeems one code twice at the same time, on two connections, and says whether that told anything.
func (c *conformance) once(ctx context.Context) bool {
	code, o := c.signIns.sign(ctx, c.transport)
	if o.class != right {
		return false
	}
	var got [2]oauth.Answer
	var errs [2]error
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range got {
		all.Go(func() {
			<-start
			got[i], errs[i] = c.client.Do(ctx, c.signIns.redeeming(code))
		})
	}
	close(start)
	all.Wait()
	granted := 0
	for i := range got {
		if errs[i] != nil || got[i].None != nil || got[i].Status >= 500 || got[i].Status == http.StatusTooManyRequests {
			return false
		}
		if check.TokenGranted(got[i]) == nil {
			granted++
		}
	}
	what := ""
	if granted > 1 {
		what = "both of two redemptions of one code got tokens"
	}
	c.judge.checked(checkOnce, what)
	return true
}

// bound has another client redeem a code, and says whether that told anything.
func (c *conformance) bound(ctx context.Context) bool {
	code, o := c.signIns.sign(ctx, c.transport)
	if o.class != right {
		return false
	}
	r := c.signIns.redeeming(code)
	r.Auth = *c.other
	a, err := c.client.Do(ctx, r)
	if err != nil || a.None != nil || a.Status >= 500 || a.Status == http.StatusTooManyRequests {
		return false
	}
	what := ""
	if check.TokenGranted(a) == nil {
		what = "a client got tokens for the code of another"
	}
	c.judge.checked(checkBound, what)
	return true
}

// note says what was looked at, for the report; "" where nothing was asked for.
func (c *conformance) note() string {
	switch {
	case c.without != "":
		return "load conformance was not looked at: " + c.without
	case c.asked == 0:
		return ""
	}
	n := fmt.Sprintf("load conformance: %d sign-ins beside the flows, which the target's CPU includes", c.asked)
	if c.unclear > 0 {
		n += fmt.Sprintf("; %d of them told nothing", c.unclear)
	}
	return n
}
