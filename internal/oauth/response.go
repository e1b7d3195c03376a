package oauth

import (
	"net/url"
	"strings"
)

// An AuthorizationResponse is what the browser brought back to the client (RFC 6749 section 4.1.2).
type AuthorizationResponse struct {
	Raw      string // the whole URL as it came
	At       string // the URL up to its query and fragment
	Query    url.Values
	Fragment url.Values
	Form     url.Values // fields of a POST (form_post), else nil
	Syntax   error      // what of it could not be decoded
}

// ParseResponse takes apart where the browser ended, and the form it posted there, if it did.
func ParseResponse(raw string, form url.Values) AuthorizationResponse {
	r := AuthorizationResponse{Raw: raw, Form: form}
	rest, fragment, _ := strings.Cut(raw, "#")
	at, query, _ := strings.Cut(rest, "?")
	r.At = at
	var err error
	if r.Query, r.Syntax = url.ParseQuery(query); r.Syntax == nil {
		r.Fragment, err = url.ParseQuery(fragment)
		r.Syntax = err
	} else {
		r.Fragment = url.Values{}
	}
	return r
}

// Params are the response's parameters where its mode put them: query, fragment or form.
func (r AuthorizationResponse) Params(mode string) url.Values {
	switch mode {
	case "fragment":
		return r.Fragment
	case "form_post":
		return r.Form
	}
	return r.Query
}

// Get is a parameter wherever it came.
func (r AuthorizationResponse) Get(name string) string {
	for _, v := range []url.Values{r.Form, r.Query, r.Fragment} {
		if v.Has(name) {
			return v.Get(name)
		}
	}
	return ""
}

// Has says whether a parameter came anywhere.
func (r AuthorizationResponse) Has(name string) bool {
	return r.Form.Has(name) || r.Query.Has(name) || r.Fragment.Has(name)
}
