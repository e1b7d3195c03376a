package useragent

import (
	"net/http"
	"net/url"
)

// A Kind is what the last page of a visit looked like.
type Kind string

// The kinds of landing. Client is the only one that left the server.
const (
	KindClient  Kind = "client"  // the user agent was sent to the client
	KindError   Kind = "error"   // the server said no: status 4xx or 5xx, or a page whose heading speaks of an error
	KindLogin   Kind = "login"   // the server asks who the user is
	KindConsent Kind = "consent" // the server asks what the user allows
	KindOther   Kind = "other"   // the server asks for a press of a button, and not for consent: an account, a confirmation
	KindPlain   Kind = "plain"   // a page that asks for nothing
	KindUnknown Kind = "unknown" // a page that asks for something this driver does not understand
	KindItself  Kind = "itself"  // a page that goes on by itself; never the last one of a visit that went well
)

// A Landing is where a visit ended, and what happened on the way.
type Landing struct {
	URL     *url.URL // with query and fragment; nil when the first request failed
	RawURL  string   // the same as the server wrote it, where it could be learned
	Stopped bool     // at the client
	Kind    Kind

	Method string     // of the request to the client: GET, or POST for form_post
	Form   url.Values // the body of a POST to the client
	Fields []Field    // the same in wire order

	Page   string      // the last page shown: bounded, valid UTF-8
	Cut    bool        // the page was longer than what is kept
	Status int         // of that page
	Header http.Header // of that page
	Title  string      // of that page
	Text   string      // what a reader sees of it: bounded

	Asked      []string       // what was shown on the way: "login", "consent", "other"
	Held       *Start         // the form that was not sent, where the visit was held at one; nil where a script would have sent it
	Pages      []Shown        // every page of the visit
	Fetched    []string       // addresses that pages had a real browser ask for, beside documents; nil from the form driver
	Cookies    []*http.Cookie // that were set on the way
	Pushed     bool           // a page that ought to go on by itself did not, in a real browser: its form was submitted for it
	BreaksOut  bool           // the page tried to get out of the frame it is in
	Chain      []Hop          // every document request of the visit
	Log        []string       // what the driver did and why, in words; never a password
	Screenshot []byte         // PNG of the last page, from a real browser that got stuck
}

// A Field is one name and value of a form, as submitted.
type Field struct{ Name, Value string }

// A Hop is one document request and its answer. Status is 0 for a request that was not sent: the one to the client.
type Hop struct {
	Method, URL string
	Status      int
	Location    string
	Header      http.Header // of the answer
	Password    bool        // the user's password was among what the request carried
}

// Has reports whether a page of that kind ("login", "consent", "other") was shown on the way.
func (l Landing) Has(kind Kind) bool {
	for _, a := range l.Asked {
		if a == string(kind) {
			return true
		}
	}
	return false
}
