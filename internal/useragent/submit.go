package useragent

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// target is where a form is sent; the pressed button may say otherwise.
func (f *form) target(p *page, press *element) *url.URL {
	action := f.action
	if press != nil {
		if fa, ok := press.sel.Attr("formaction"); ok {
			action = fa
		}
	}
	action = strings.TrimSpace(action)
	if action == "" {
		return p.url
	}
	u, err := p.base.Parse(action)
	if err != nil {
		return nil
	}
	return u
}

// how is the method and the encoding a form is sent with.
func (f *form) how(press *element) (method, enctype string) {
	method, enctype = f.method, f.enctype
	if press != nil {
		method = strings.ToUpper(press.sel.AttrOr("formmethod", method))
		enctype = press.sel.AttrOr("formenctype", enctype)
	}
	if method != "POST" {
		method = "GET"
	}
	return method, strings.ToLower(enctype)
}

// fields are the values a form sends, in document order: those of the HTML standard's "constructing the entry list",
// without files.
func (a action) fields() []Field {
	values, ticked := map[*element]string{}, map[*element]bool{}
	for _, f := range a.fills {
		values[f.field] = f.value
	}
	groups := map[string]bool{}
	for _, e := range a.ticks {
		ticked[e] = true
		if e.typ == "radio" {
			groups[e.name] = true
		}
	}
	var out []Field
	for _, e := range a.form.elements {
		if e.disabled || e.name == "" && e.typ != "image" {
			continue
		}
		if e.button() || e.typ == "reset" {
			out = append(out, e.pressedAs(a.press)...)
			continue
		}
		if value, ok := values[e]; ok {
			out = append(out, Field{e.name, value})
			continue
		}
		checked := ticked[e] || e.checked && !(e.typ == "radio" && groups[e.name])
		out = append(out, e.sends(checked)...)
	}
	return out
}

// pressedAs is what a button adds to its form: its value when it is the one that was pressed.
func (e *element) pressedAs(press *element) []Field {
	switch {
	case e != press || e.typ == "link":
		return nil
	case e.typ == "image":
		prefix := ""
		if e.name != "" {
			prefix = e.name + "."
		}
		return []Field{{prefix + "x", "1"}, {prefix + "y", "1"}}
	}
	return []Field{{e.name, e.value}}
}

// sends is what a field that was left alone adds to its form.
func (e *element) sends(checked bool) []Field {
	switch e.typ {
	case "checkbox", "radio":
		if !checked {
			return nil
		}
		if _, ok := e.sel.Attr("value"); !ok {
			return []Field{{e.name, "on"}}
		}
	case "textarea":
		return []Field{{e.name, e.sel.Text()}}
	case "select":
		return e.selected()
	case "file":
		return nil
	}
	return []Field{{e.name, e.value}}
}

func (e *element) selected() []Field {
	options := e.sel.Find("option")
	chosen := options.Filter("[selected]")
	if _, multiple := e.sel.Attr("multiple"); chosen.Length() == 0 && !multiple {
		chosen = options.First()
	}
	var out []Field
	chosen.Each(func(_ int, o *goquery.Selection) {
		out = append(out, Field{e.name, o.AttrOr("value", tidy(o.Text(), 1000))})
	})
	return out
}

// encode writes fields as a query or a urlencoded body, in their order.
func encode(fields []Field) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(f.Name) + "=" + url.QueryEscape(f.Value))
	}
	return b.String()
}

// body writes fields as a request body, with its content type.
func body(fields []Field, enctype string) (content []byte, contentType string) {
	if enctype != "multipart/form-data" {
		return []byte(encode(fields)), "application/x-www-form-urlencoded"
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		_ = w.WriteField(f.Name, f.Value) // a bytes.Buffer does not fail
	}
	_ = w.Close()
	return b.Bytes(), w.FormDataContentType()
}

// valuesOf is fields as a map.
func valuesOf(fields []Field) url.Values {
	v := url.Values{}
	for _, f := range fields {
		v.Add(f.Name, f.Value)
	}
	return v
}

// orderedFields is a map as fields, by name.
func orderedFields(v url.Values) []Field {
	var out []Field
	for _, name := range slices.Sorted(maps.Keys(v)) {
		for _, value := range v[name] {
			out = append(out, Field{name, value})
		}
	}
	return out
}
