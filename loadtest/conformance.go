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
	checkNewer = "under load: a refresh token used twice at once gives tokens once"
)

// A conformance looks, while a load goes on, at what products get wrong only then: whether a code is good once, and for
// one client (RFC 6749 section 4.1.2), and whether a refresh token that is replaced at each use is (RFC 9700 section
// 4.14.2). It has users, codes and connections of its own, and its time counts nowhere.
type conformance struct {
	every     time.Duration
	signIns   *signIns
	offline   *signIns    // with refresh tokens; nil where they are not replaced at each use
	other     *oauth.Auth // of another client; nil where there is none
	probes    []func(context.Context) bool
	client    *oauth.Client
	transport *http.Transport
	judge     *judge

	without string // why there is none
	lacks   string // why one is missing
	asked   int
	unclear int // probes without a clear answer, such as those that found no user signed in
}

// conformance makes ready what is looked at beside the flows, or says why nothing is.
func (s *setup) conformance(ctx context.Context, dial func(context.Context, string, string) (net.Conn, error), config *tls.Config) *conformance {
	if s.o.Conformance == 0 {
		return &conformance{}
	}
	if s.browser != nil {
		return &conformance{without: "users sign in through a browser"}
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
	c.probes = append(c.probes, c.once)
	if i := slices.IndexFunc(s.target.Clients, func(o servers.Client) bool {
		return o.ID != x.client.ID && o.Kind != servers.Machine && len(o.Traits) == 0 && may(o, "authorization_code")
	}); i >= 0 {
		if auth, err := s.auth(s.target.Clients[i]); err == nil {
			c.other = &auth
			c.probes = append(c.probes, c.bound)
		}
	}
	if c.lacks = c.rotates(ctx, s); c.lacks == "" {
		c.probes = append(c.probes, c.rotated)
	}
	return c
}

// rotates says why nothing can be learnt from two uses of a refresh token at once; "" where they must not both work,
// because one after the other they do not.
func (c *conformance) rotates(ctx context.Context, s *setup) (why string) {
	if !s.facts.Can("refresh_token") {
		return "the target does not offer refresh tokens"
	}
	x, err := s.signIns(nil, true)
	if err != nil {
		return err.Error()
	}
	m, err := x.tokens(ctx, s)
	if err != nil || m.refresh == "" {
		return "no refresh token was given"
	}
	first, err1 := s.http.Do(ctx, x.refreshing(m.refresh))
	again, err2 := s.http.Do(ctx, x.refreshing(m.refresh))
	switch newer := first.Text("refresh_token"); {
	case err1 != nil || err2 != nil || first.None != nil || check.TokenGranted(first) != nil:
		return "a refresh token could not be used before the clock started"
	case newer == "" || newer == m.refresh:
		return "the target does not replace refresh tokens"
	case again.None != nil || again.Status < 400 || again.Status >= 500:
		return "the target takes a refresh token for a while after it was replaced"
	}
	c.offline = x
	return ""
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
		if !c.probes[c.asked%len(c.probes)](ctx) {
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
	return c.twice(ctx, c.signIns.redeeming(code), checkOnce, "both of two redemptions of one code got tokens")
}

// twice races a token request with itself: who gets tokens twice has failed the check, in these words. It says whether that told
// anything.
func (c *conformance) twice(ctx context.Context, r oauth.Request, check, words string) bool {
	granted, clear := c.race(ctx, r)
	if !clear {
		return false
	}
	if granted < 2 {
		words = ""
	}
	c.judge.checked(check, words)
	return true
}

// race sends a token request twice at the same time, on two connections, and counts who got tokens. It is not clear
// where one of them has no answer that says.
func (c *conformance) race(ctx context.Context, r oauth.Request) (granted int, clear bool) {
	var got [2]oauth.Answer
	var errs [2]error
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range got {
		all.Go(func() {
			<-start
			got[i], errs[i] = c.client.Do(ctx, r)
		})
	}
	close(start)
	all.Wait()
	for i := range got {
		if errs[i] != nil || !answers(got[i]) {
			return 0, false
		}
		if check.TokenGranted(got[i]) == nil {
			granted++
		}
	}
	return granted, true
}

// answers says whether an answer tells yes or no.
func answers(a oauth.Answer) bool {
	return a.None == nil && a.Status < 500 && a.Status != http.StatusTooManyRequests
}

// rotated uses one refresh token twice at the same time.
func (c *conformance) rotated(ctx context.Context) bool {
	code, o := c.offline.sign(ctx, c.transport)
	if o.class != right {
		return false
	}
	a, err := c.client.Do(ctx, c.offline.redeeming(code))
	if err != nil || a.None != nil || a.Text("refresh_token") == "" {
		return false
	}
	return c.twice(ctx, c.offline.refreshing(a.Text("refresh_token")), checkNewer, "both of two uses of one refresh token got tokens")
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
	if err != nil || !answers(a) {
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
	if c.lacks != "" {
		n += "; rotation was not looked at: " + c.lacks
	}
	return n
}
