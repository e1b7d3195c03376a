package useragent

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Marks that a real browser leaves on the copy of a page it hands over, for what HTML alone does not tell.
const (
	refMark    = "data-oauthspec-ref"    // the number of an element
	formMark   = "data-oauthspec-form"   // the number of the form it belongs to; -1 is none
	hiddenMark = "data-oauthspec-hidden" // out of sight
)

// acting is everything on a page that can be filled, ticked or pressed.
const acting = "input,button,select,textarea,a[href],[role=button],[onclick]"

// bounds on what is read of one page: a hostile one must cost no more than a large one.
const (
	maxElements = 2000
	maxHops     = 200
	maxText     = 8 << 10
	maxRefresh  = 10 * time.Second
)

// A page is one document as a user sees it.
type page struct {
	url      *url.URL // where it is
	base     *url.URL // what its links are relative to
	body     string
	cut      bool
	status   int
	header   http.Header
	document string // tells two documents apart that look the same, where the driver can
	js       bool   // scripts have run on it

	doc      *goquery.Document
	title    string
	text     string
	scripts  string // the text of inline scripts and of the body's onload
	scripted bool   // it has scripts at all
	elements []*element
	forms    []*form
	refresh  string // where a meta refresh leads
}

// parsePage reads the document in p.body. It fails on nothing: HTML has no errors, only surprises.
func parsePage(p *page) error {
	root, err := html.ParseWithOptions(strings.NewReader(p.body), html.ParseOptionEnableScripting(p.js))
	if err != nil {
		return fmt.Errorf("parse the page at %s: %w", p.url, err)
	}
	p.doc = goquery.NewDocumentFromNode(root)
	p.base = p.url
	if b, err := p.url.Parse(p.doc.Find("base[href]").First().AttrOr("href", "")); err == nil {
		p.base = b
	}
	p.title = tidy(p.doc.Find("title").First().Text(), 200)
	p.text = visibleText(root)
	p.readScripts()
	p.readForms()
	p.readRefresh()
	return nil
}

func (p *page) readScripts() {
	var b strings.Builder
	s := p.doc.Find("script")
	p.scripted = s.Length() > 0
	s.Each(func(_ int, s *goquery.Selection) { b.WriteString(s.Text() + "\n") })
	b.WriteString(p.doc.Find("body").AttrOr("onload", ""))
	p.scripts = b.String()
}

func (p *page) readForms() {
	byNode := map[*html.Node]*form{}
	byID := map[string]*form{}
	p.doc.Find("form").Each(func(i int, s *goquery.Selection) {
		f := &form{ref: i, action: s.AttrOr("action", ""), enctype: s.AttrOr("enctype", ""), sel: s}
		f.method = strings.ToUpper(s.AttrOr("method", "GET"))
		if n, err := strconv.Atoi(s.AttrOr(formMark, "")); err == nil {
			f.ref = n
		}
		p.forms = append(p.forms, f)
		byNode[s.Get(0)] = f
		if id := s.AttrOr("id", ""); id != "" && byID[id] == nil {
			byID[id] = f
		}
	})
	labels := readLabels(p.doc)
	p.doc.Find(acting).EachWithBreak(func(i int, s *goquery.Selection) bool {
		e := readElement(s)
		e.ref = i
		if n, err := strconv.Atoi(s.AttrOr(refMark, "")); err == nil {
			e.ref = n
		}
		e.label = labels.of(e)
		e.form = p.owner(s, byNode, byID)
		if e.form != nil {
			e.form.elements = append(e.form.elements, e)
		}
		p.elements = append(p.elements, e)
		return len(p.elements) < maxElements
	})
}

// owner is the form an element belongs to: the one a browser says, the one its form attribute names, or the one around it.
func (p *page) owner(s *goquery.Selection, byNode map[*html.Node]*form, byID map[string]*form) *form {
	if n, err := strconv.Atoi(s.AttrOr(formMark, "")); err == nil {
		for _, f := range p.forms {
			if f.ref == n {
				return f
			}
		}
		return nil
	}
	if id, ok := s.Attr("form"); ok {
		return byID[id]
	}
	if f := s.Closest("form"); f.Length() > 0 {
		return byNode[f.Get(0)]
	}
	return nil
}

// readRefresh finds <meta http-equiv=refresh content="0;url=…">, or the header of that name. One that waits for long is
// somebody's session timer, not a redirect.
func (p *page) readRefresh() {
	contents := []string{p.header.Get("Refresh")}
	p.doc.Find("meta[http-equiv]").Each(func(_ int, s *goquery.Selection) {
		if strings.EqualFold(strings.TrimSpace(s.AttrOr("http-equiv", "")), "refresh") {
			contents = append(contents, s.AttrOr("content", ""))
		}
	})
	for _, c := range contents {
		after, target, ok := strings.Cut(c, ";")
		if !ok {
			after, target, ok = strings.Cut(c, ",")
		}
		seconds, err := strconv.ParseFloat(strings.TrimSpace(after), 64)
		target = strings.TrimSpace(target)
		if !ok || err != nil || seconds > maxRefresh.Seconds() || len(target) < 4 || !strings.EqualFold(target[:3], "url") {
			continue
		}
		target = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(target[3:]), "="))
		p.refresh = strings.Trim(target, `'"`)
		return
	}
}
