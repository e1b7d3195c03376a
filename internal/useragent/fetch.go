package useragent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// load sends a request and follows redirects to the next page; nil where the visit ends at the client, or at an address
// that no user agent of this kind opens.
func (s *formSession) load(ctx context.Context, v *visit, r request) (*page, error) {
	seen := map[string]int{}
	for n := 0; ; n++ {
		if v.stops(r.url) {
			v.arrive(r)
			return nil, nil
		}
		if r.url.Scheme != "http" && r.url.Scheme != "https" {
			v.leave(r)
			return nil, nil
		}
		key := r.method + " " + r.url.String() + " " + fmt.Sprint(s.cookies(r))
		if seen[key]++; seen[key] > 2 || n > s.o.MaxRedirects {
			return nil, v.stuck(&page{url: r.url}, "redirects in a circle, or more than %d in a row", s.o.MaxRedirects)
		}
		p, location, err := s.get(ctx, v, r)
		if err != nil {
			return nil, err
		}
		if location == "" {
			return p, parsePage(p)
		}
		if r, err = redirected(r, p.status, location); err != nil {
			v.show(p)
			return nil, v.stuck(p, "redirects to what is no address: %v", err)
		}
	}
}

// arrive ends the visit at the client with a request that is not sent.
func (v *visit) arrive(r request) {
	v.hop(Hop{Method: r.method, URL: r.raw, Password: v.carriesPassword(r.fields)})
	v.land.URL, v.land.RawURL, v.land.Stopped, v.land.Kind = r.url, r.raw, true, KindClient
	v.land.Method = r.method
	if r.method == http.MethodPost {
		v.land.Fields, v.land.Form = r.fields, valuesOf(r.fields)
	}
	v.note("%s is the client's: the visit ends there", place(r.url))
}

// leave ends the visit at a scheme that belongs to some application, and not to the client.
func (v *visit) leave(r request) {
	v.hop(Hop{Method: r.method, URL: r.raw})
	v.land.URL, v.land.RawURL, v.land.Kind, v.land.Method = r.url, r.raw, KindUnknown, r.method
	v.note("%s: an address that this user agent does not open", place(r.url))
}

// get does one exchange. The answer's body is bounded after decompression; one that breaks off is kept as far as it came.
func (s *formSession) get(ctx context.Context, v *visit, r request) (*page, string, error) {
	req, err := s.httpRequest(ctx, r)
	if err != nil {
		return nil, "", fmt.Errorf("visit %s: %w", r.url, err)
	}
	hop := Hop{Method: r.method, URL: r.url.String(), Password: v.carriesPassword(r.fields)}
	res, err := s.o.Transport.RoundTrip(req)
	if err != nil {
		v.hop(hop)
		v.note("%s: no answer", place(r.url))
		return nil, "", fmt.Errorf("visit %s: %w", r.url, cause(ctx, err))
	}
	defer res.Body.Close()
	v.land.Cookies = append(v.land.Cookies, res.Cookies()[:min(len(res.Cookies()), maxHops)]...)
	s.keepCookies(r.url, res.Cookies())
	hop.Status, hop.Header = res.StatusCode, res.Header
	p := &page{url: r.url, status: res.StatusCode, header: res.Header}
	if res.StatusCode >= 300 && res.StatusCode < 400 && res.StatusCode != http.StatusNotModified {
		hop.Location = res.Header.Get("Location")
	}
	v.hop(hop)
	raw, err := io.ReadAll(io.LimitReader(res.Body, s.o.MaxBody+1))
	if ctx.Err() != nil {
		return nil, "", fmt.Errorf("visit %s: the page did not end: %w", r.url, ctx.Err())
	}
	p.cut = err != nil || int64(len(raw)) > s.o.MaxBody
	raw = raw[:min(int64(len(raw)), s.o.MaxBody)]
	p.body = strings.ToValidUTF8(string(raw), "\uFFFD")
	p.document = p.url.String() + "\x00" + p.body
	return p, hop.Location, nil
}

// cause prefers the context's word to net/http's description of it.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

func (s *formSession) httpRequest(ctx context.Context, r request) (*http.Request, error) {
	bare := *r.url
	bare.Fragment, bare.RawFragment = "", ""
	req, err := http.NewRequestWithContext(ctx, r.method, bare.String(), bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	h := req.Header
	h.Set("User-Agent", "Mozilla/5.0 (compatible; oauthspec)")
	h.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	h.Set("Accept-Language", "en")
	if r.contentType != "" {
		h.Set("Content-Type", r.contentType)
	}
	for name, values := range r.header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	if r.from != nil {
		comesFrom(h, r)
	}
	for _, c := range s.cookies(r) {
		req.AddCookie(c)
	}
	return req, nil
}

// keepCookies keeps of cookies what the jar does not: whether they go along with requests of other sites (RFC 6265bis section 5.4).
func (s *formSession) keepCookies(u *url.URL, all []*http.Cookie) {
	for _, c := range all {
		if net.ParseIP(u.Hostname()) != nil { // browsers take a dot in front of an address, as of a name (RFC 6265 section 5.2.3); the jar does not
			c.Domain = strings.TrimPrefix(c.Domain, ".")
		}
	}
	s.jar.SetCookies(u, all)
	for _, c := range all {
		s.home[u.Hostname()+"\x00"+c.Name] = c.SameSite
	}
}

// cookies are those that a browser sends along. One that says nothing of other sites goes along with their requests: not every
// browser takes that for a no.
func (s *formSession) cookies(r request) []*http.Cookie {
	all := s.jar.Cookies(r.url)
	if !r.foreign {
		return all
	}
	return slices.DeleteFunc(all, func(c *http.Cookie) bool {
		home := s.home[r.url.Hostname()+"\x00"+c.Name]
		return home == http.SameSiteStrictMode || home == http.SameSiteLaxMode && r.method != http.MethodGet
	})
}

// comesFrom says where a request comes from as browsers do by default (strict-origin-when-cross-origin): pages protected
// against cross-site requests look at it.
func comesFrom(h http.Header, r request) {
	origin := r.from.Scheme + "://" + r.from.Host
	if r.method == http.MethodPost {
		h.Set("Origin", origin)
	}
	referer := *r.from
	referer.Fragment, referer.RawFragment, referer.User = "", "", nil
	if r.foreign {
		h.Set("Sec-Fetch-Site", "cross-site") // as every browser says by now; it is what some servers go by
	}
	if origin != r.url.Scheme+"://"+r.url.Host {
		h.Set("Referer", origin+"/")
		return
	}
	h.Set("Referer", referer.String())
}

// redirected is the request that follows from a redirect. A POST becomes a GET but for 307 and 308, and a fragment is
// inherited where the new address has none (RFC 9110 §10.2.2).
func redirected(r request, status int, location string) (request, error) {
	u, err := r.url.Parse(location)
	if err != nil {
		return request{}, err
	}
	next := request{method: http.MethodGet, raw: location, url: u, from: r.from, foreign: r.foreign}
	if u.Fragment == "" && r.url.Fragment != "" && !strings.Contains(location, "#") {
		u.Fragment, u.RawFragment = r.url.Fragment, r.url.RawFragment
		next.raw += "#" + r.url.EscapedFragment()
	}
	if ref, err := url.Parse(location); err == nil && !ref.IsAbs() {
		next.raw = u.String()
	}
	if status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect {
		next.method, next.fields, next.body, next.contentType = r.method, r.fields, r.body, r.contentType
	}
	return next, nil
}
