package useragent

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// A Shown is one page of a visit as the user met it; those that go on by themselves are among them, with KindItself.
type Shown struct {
	Kind     Kind
	URL      *url.URL
	Status   int
	Header   http.Header
	Page     string // bounded, valid UTF-8
	Text     string // what a reader sees of it: bounded
	Scripted bool   // scripts run on it, or would
	Blank    bool   // it is nothing without scripts, and none have run
}

// pageShown keeps a page for who judges what the user saw.
func (v *visit) pageShown(p *page, kind Kind) {
	if len(v.land.Pages) < maxHops {
		v.land.Pages = append(v.land.Pages, Shown{kind, p.url, p.status, p.header, unmark(p.body), p.text,
			p.scripted || p.scripts != "" || handled(p.body), p.unrendered()})
	}
}

// handled says whether attributes hold scripts. It looks at every page that a user sees, so that the pattern is tried on tags alone.
func handled(page string) bool {
	page = strings.ToLower(page)
	if strings.Contains(page, "javascript:") {
		return true
	}
	for {
		_, rest, tag := strings.Cut(page, "<")
		if !tag {
			return false
		}
		within, after, _ := strings.Cut(rest, ">")
		if strings.Contains(within, "on") && handler.MatchString(within) {
			return true
		}
		page = after // a "<" within was looked at as well: no page is read more than twice
	}
}

var handler = regexp.MustCompile(`\son[a-z]+\s*=`)

func (s Shown) document() *goquery.Document {
	d, err := goquery.NewDocumentFromReader(strings.NewReader(s.Page))
	if err != nil {
		return goquery.NewDocumentFromNode(nil)
	}
	return d
}

// Holds reports whether there is an element of that name on the page.
func (s Shown) Holds(element string) bool { return s.document().Find(element).Length() > 0 }

// Referrer is the policy that the page itself declares (Referrer Policy section 3.2), or empty. The last one counts.
func (s Shown) Referrer() (policy string) {
	s.document().Find("meta[name]").Each(func(_ int, m *goquery.Selection) {
		if strings.EqualFold(strings.TrimSpace(m.AttrOr("name", "")), "referrer") {
			policy = strings.ToLower(strings.TrimSpace(m.AttrOr("content", "")))
		}
	})
	return policy
}

// Brings are the addresses that the page, as it is written, has a browser fetch.
func (s Shown) Brings() []*url.URL {
	var raw []string
	d := s.document()
	for selector, attribute := range map[string]string{
		"img,script,iframe,frame,embed,audio,video,source,track,input[type=image]": "src", "object": "data", "video": "poster",
		"link[rel~=stylesheet],link[rel~=icon],link[rel~=preload],link[rel~=modulepreload],link[rel~=manifest]": "href",
	} {
		d.Find(selector).Each(func(_ int, e *goquery.Selection) { raw = append(raw, e.AttrOr(attribute, "")) })
	}
	d.Find("[srcset]").Each(func(_ int, e *goquery.Selection) {
		for part := range strings.SplitSeq(e.AttrOr("srcset", ""), ",") {
			raw = append(raw, strings.Fields(part+" ")...)
		}
	})
	d.Find("style").Each(func(_ int, e *goquery.Selection) { raw = append(raw, styled(e.Text())...) })
	d.Find("[style]").Each(func(_ int, e *goquery.Selection) { raw = append(raw, styled(e.AttrOr("style", ""))...) })
	return s.absolute(d, raw)
}

// Leads are where the page's links lead.
func (s Shown) Leads() []*url.URL {
	var raw []string
	d := s.document()
	d.Find("a[href],area[href]").Each(func(_ int, e *goquery.Selection) { raw = append(raw, e.AttrOr("href", "")) })
	return s.absolute(d, raw)
}

// absolute are those of some addresses that are of the web, each once.
func (s Shown) absolute(d *goquery.Document, raw []string) (all []*url.URL) {
	base := s.URL
	if b, err := base.Parse(d.Find("base[href]").First().AttrOr("href", "")); err == nil {
		base = b
	}
	seen := map[string]bool{}
	for _, r := range raw {
		u, err := base.Parse(strings.TrimSpace(r))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || seen[u.String()] {
			continue
		}
		seen[u.String()] = true
		all = append(all, u)
	}
	return all
}

var styleAddress = regexp.MustCompile(`(?i)(?:url\(\s*|@import\s+(?:url\(\s*)?)["']?([^"')\s;]+)`)

// styled are the addresses in a style sheet.
func styled(css string) (all []string) {
	for _, m := range styleAddress.FindAllStringSubmatch(css, 200) {
		all = append(all, m[1])
	}
	return all
}
