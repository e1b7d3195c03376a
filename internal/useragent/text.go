package useragent

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// tidy collapses white space and bounds a text to n bytes.
func tidy(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "") + "…"
	}
	return s
}

// visibleText is what a reader sees of a document, as far as HTML alone tells.
func visibleText(root *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if b.Len() > 2*maxText {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		if n.Type == html.ElementNode && unseen(n) {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return tidy(b.String(), maxText)
}

func unseen(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "head", "template", "noscript", "svg":
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == hiddenMark {
			return true
		}
	}
	return false
}

// labels are the texts of a page's <label for=…> by id.
type labels map[string]string

func readLabels(doc *goquery.Document) labels {
	l := labels{}
	doc.Find("label[for]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("for", ""); l[id] == "" {
			l[id] = tidy(s.Text(), 200)
		}
	})
	return l
}

// of is what a user reads on an element, or beside it.
func (l labels) of(e *element) string {
	var candidates []string
	switch {
	case e.tag == "input" && e.button():
		candidates = append(candidates, e.value, e.sel.AttrOr("alt", ""))
	case e.button():
		candidates = append(candidates, e.sel.Text())
	default:
		if e.id != "" {
			candidates = append(candidates, l[e.id])
		}
		candidates = append(candidates, e.sel.Closest("label").Text(), e.sel.AttrOr("placeholder", ""))
	}
	candidates = append(candidates, e.sel.AttrOr("aria-label", ""), e.sel.AttrOr("title", ""))
	for _, c := range candidates {
		if c = tidy(c, 200); c != "" {
			return c
		}
	}
	return ""
}
