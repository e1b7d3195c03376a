package authserver

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ory/fosite"
)

// Authorization is one authorization request on its way to a response.
type Authorization struct {
	HTTP         *http.Request // the one being answered: /authorize, /login or /consent
	Params       url.Values    // as sent, without the empty ones
	Client       *registered
	Redirect     string // the redirect URI, once it has proven good
	State        string
	Mode         string // query, fragment or form_post
	ResponseType []string
	Scope        []string // to be granted
	Prompt       []string
	Claims       claimsRequest
	MaxAge       int64  // seconds; -1 when not sent
	HintSub      string // subject of the id_token_hint
	HintAud      any    // its audience
	SignIn       *SignIn
	Fresh        bool // the user has just signed in for this request
	Consented    bool // and has just agreed

	s     *Server
	typed string    // the user name of a sign-in that failed
	half  *halfway  // the password was right, the second factor is still to come
	id    string    // of the pending request, once a page was shown
	sid   string    // the browser it belongs to
	asked time.Time // when it arrived
}

// SignIn is a user's session at the server.
type SignIn struct {
	User    *User
	At      time.Time
	Factors []string // authentication methods of RFC 8176: "pwd", "otp"
}

func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	a := &Authorization{HTTP: r, s: s, Mode: "query", MaxAge: -1, ResponseType: []string{"code"}, asked: s.now()}
	if err := a.check(); err != nil {
		a.fail(w, err)
		return
	}
	a.sid = a.cookie()
	if a.sid != "" {
		x, _ := s.store.sessions.get(signature(a.sid))
		if x != nil && !s.now().Before(x.At.Add(s.o.Lifetimes.Session)) {
			x = nil
		}
		a.SignIn = use(s, &s.o.Session.Lookup)(a.sid, x)
	}
	a.next(w)
}

// check reads the request. What is wrong before a.Redirect is known stays on a page (RFC 6749 §4.1.2.1).
func (a *Authorization) check() (err error) {
	if a.Params, err = a.read(); err != nil {
		return err
	}
	o := &a.s.o.Authorize
	if repeatsIdentity(a.Params) {
		if err := use(a.s, &o.Identity)(a); err != nil {
			return err
		}
	}
	dup := repeated(a.Params)
	if dup == "" {
		dropEmpty(a.Params)
	}
	found, err := use(a.s, &o.Client)(a)
	if err != nil {
		return err
	}
	a.Client, _ = a.s.client(found.ID)
	if a.Client == nil || a.Client.Client != found {
		a.Client = &registered{Client: found, hash: &secretHash{}, keys: &clientKeys{}, grant: found.Grants}
	}
	if a.Redirect, err = a.redirect(); err != nil {
		return err
	}
	a.State = use(a.s, &o.State)(a)
	for _, f := range []*func(*Authorization) error{
		&o.Params, &o.ResponseMode, &o.RequestObject, &o.ResponseType, &o.Grant, &o.Scope,
		&o.PKCE.Required, &o.PKCE.Challenge, &o.PKCE.Method, &o.Key, &o.Prompt, &o.Claims, &o.Hint,
	} {
		if err := use(a.s, f)(a); err != nil {
			return err
		}
	}
	return nil
}

func (a *Authorization) read() (url.Values, error) {
	switch {
	case a.HTTP.Method == http.MethodGet || a.HTTP.Method == http.MethodHead:
		return parseForm(a.HTTP.URL.RawQuery)
	case a.HTTP.Method != http.MethodPost:
		return url.Values{}, &Error{http.StatusMethodNotAllowed, "invalid_request", "only GET and POST are served here"}
	case !isForm(a.HTTP.Header):
		return url.Values{}, problem("invalid_request", "the body is not form-encoded")
	}
	return readBody(a.HTTP)
}

// redirect decides where the response will go.
func (a *Authorization) redirect() (string, error) {
	o := &a.s.o.Authorize.Redirect
	uri := a.Params.Get("redirect_uri")
	if uri == "" {
		return use(a.s, &o.Default)(a)
	}
	if err := use(a.s, &o.Syntax)(a, uri); err != nil {
		return "", err
	}
	if err := use(a.s, &o.Plain)(a, uri); err != nil {
		return "", err
	}
	for _, r := range a.Client.Redirects {
		if use(a.s, &o.Match)(a, r, uri) {
			return uri, nil
		}
	}
	return "", problem("invalid_request", "the redirect URI is not registered for this client")
}

// next asks the user for what is still missing, or answers.
func (a *Authorization) next(w http.ResponseWriter) {
	o := &a.s.o.Authorize
	if use(a.s, &o.Login.Needed)(a) {
		if has(a.Prompt, "none") {
			a.fail(w, problem("login_required", "the user has to sign in"))
			return
		}
		a.show(w, "login", "")
		return
	}
	if err := use(a.s, &o.Login.User)(a); err != nil {
		a.fail(w, err)
		return
	}
	if use(a.s, &o.Consent.Needed)(a) {
		if has(a.Prompt, "none") {
			a.fail(w, problem("consent_required", "the user has to agree"))
			return
		}
		a.show(w, "consent", "")
		return
	}
	a.succeed(w)
}

// succeed issues the code and sends the browser back.
func (a *Authorization) succeed(w http.ResponseWriter) {
	a.s.store.pending.delete(a.id)
	out := url.Values{}
	o := &a.s.o.Authorize
	if err := use(a.s, &o.Code.Issue)(a, out); err != nil {
		a.fail(w, err)
		return
	}
	use(a.s, &o.Success.Params)(a, out)
	a.send(w, out)
}

// issueCode has fosite's handler make and store a code.
func issueCode(a *Authorization, out url.Values) error {
	if has(a.ResponseType, "none") { // OAuth 2.0 Multiple Response Types §4
		return nil
	}
	u := a.SignIn.User
	x := a.s.newSession()
	x.User, x.AuthTime, x.Nonce, x.ACR, x.AMR = u, a.SignIn.At, a.Params.Get("nonce"), acrPassword, a.SignIn.Factors
	x.Sub = use(a.s, &a.s.o.IDToken.Subject)(a.s, a.Client.Client, u)
	x.MaxAge, x.Claims, x.Scope = a.MaxAge >= 0, a.Claims, a.Scope
	x.lasts(fosite.AuthorizeCode, use(a.s, &a.s.o.Authorize.Code.Lifetime)(a))

	req := fosite.NewAuthorizeRequest()
	req.ID, req.Client, req.Session, req.ResponseTypes = grantID, a.Client, x, a.ResponseType
	req.RequestedScope, req.GrantedScope = a.Scope, a.Scope
	req.RedirectURI = &url.URL{}
	resp := fosite.NewAuthorizeResponse()
	ctx := context.WithValue(a.HTTP.Context(), authorizationKey{}, a)
	if err := a.s.grants.code.HandleAuthorizeEndpointRequest(ctx, req, resp); err != nil {
		return err
	}
	out.Set("code", resp.GetCode())
	return nil
}

// fail answers with an error: at the client where its redirect URI has proven good, else on a page.
func (a *Authorization) fail(w http.ResponseWriter, err error) {
	e := asError(err)
	a.s.store.pending.delete(a.id)
	o := &a.s.o.Authorize.Error
	if !use(a.s, &o.Place)(a, e) {
		a.page(w, "error", e.Status, map[string]any{"Error": e})
		return
	}
	out := url.Values{"error": {e.Code}}
	if d := printable(e.Description); d != "" {
		out.Set("error_description", d)
	}
	use(a.s, &o.Params)(a, e, out)
	a.send(w, out)
}

// send writes an authorization response.
func (a *Authorization) send(w http.ResponseWriter, out url.Values) {
	r := &Redirection{Status: http.StatusSeeOther, URI: a.Redirect, Mode: a.Mode, Params: out, Header: http.Header{}}
	noStore(r.Header)
	r.Header.Set("Referrer-Policy", "no-referrer")
	use(a.s, &a.s.o.Authorize.Reply)(a, r)
	if r.Mode == "form_post" {
		a.formPost(w, r)
		return
	}
	h := w.Header()
	for k, v := range r.Header {
		h[k] = v
	}
	switch r.Mode {
	case "fragment":
		h.Set("Location", r.URI+"#"+r.Params.Encode())
	default:
		glue := "?"
		if strings.Contains(r.URI, "?") {
			glue = "&"
		}
		to := r.URI + glue + r.Params.Encode()
		if r.Fragment != "" {
			to += "#" + r.Fragment
		}
		h.Set("Location", to)
	}
	w.WriteHeader(r.Status)
}
