package resource

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Token is an access token on its way through the checks.
type Token struct {
	HTTP   *http.Request
	Raw    string
	Header map[string]any // of a JWT
	Claims map[string]any // of a JWT, or the members of an introspection

	s *Server
}

// scope is what the token is for, as a list with spaces in between.
func (t *Token) scope() string {
	scope, _ := t.Claims["scope"].(string)
	return scope
}

// A Refusal is why a request is not served (RFC 6750 §3).
type Refusal struct {
	Status int
	Code   string // error; empty where there was no token
	Text   string // error_description
	Scope  string // that is wanted
	server *Server
}

// Error implements error.
func (r *Refusal) Error() string { return r.Code + ": " + r.Text }

func invalid(text string) error {
	return &Refusal{Status: http.StatusUnauthorized, Code: "invalid_token", Text: text}
}

// accept finds the token and makes every check.
func (t *Token) accept(scope string) (err error) {
	s := t.s
	if t.Raw, err = t.find(); err != nil {
		return err
	}
	if s.o.asks() {
		err = t.ask()
	} else {
		err = t.validate()
	}
	if err != nil {
		return err
	}
	return use(s, &s.o.Access.Scope)(t, scope)
}

// find reads the token wherever it may stand.
func (t *Token) find() (string, error) {
	o := &t.s.o.Bearer
	body, err := io.ReadAll(t.HTTP.Body)
	if err != nil {
		body = nil // what cannot be read holds no token
	}
	inBody := func(r *http.Request) (string, error) { return use(t.s, &o.Body)(r, body) }
	var all []string
	for _, in := range []func(*http.Request) (string, error){use(t.s, &o.Header), inBody, use(t.s, &o.Query)} {
		token, err := in(t.HTTP)
		if err != nil {
			return "", err
		}
		if token != "" {
			all = append(all, token)
		}
	}
	return use(t.s, &o.One)(all)
}

func bearerSeams() BearerSeams {
	return BearerSeams{
		Header: func(r *http.Request) (string, error) {
			values := r.Header.Values("Authorization")
			if len(values) == 0 {
				return "", nil
			}
			scheme, token, _ := strings.Cut(values[0], " ")
			switch {
			case !strings.EqualFold(scheme, "Bearer"):
				return "", nil
			case len(values) > 1 || token == "" || strings.ContainsAny(token, " ,"):
				return "", &Refusal{Status: http.StatusBadRequest, Code: "invalid_request", Text: "one bearer token is expected"}
			}
			return token, nil
		},
		// Forms are looked at only to refuse a second token: RFC 6750 §2.2 makes taking one there an option.
		Body: func(r *http.Request, body []byte) (string, error) {
			if r.Header.Get("Authorization") == "" || !isForm(r) {
				return "", nil
			}
			form, _ := url.ParseQuery(string(body)) // as much of it as is a form
			return form.Get("access_token"), nil
		},
		Query: func(r *http.Request) (string, error) { // likewise (RFC 9700 §4.3.2)
			if r.Header.Get("Authorization") == "" {
				return "", nil
			}
			return r.URL.Query().Get("access_token"), nil
		},
		One: func(tokens []string) (string, error) {
			switch len(tokens) {
			case 0:
				return "", &Refusal{Status: http.StatusUnauthorized}
			case 1:
				return tokens[0], nil
			}
			return "", &Refusal{Status: http.StatusBadRequest, Code: "invalid_request", Text: "the token is sent in two places"}
		},
	}
}

// formToken takes a token from a form (RFC 6750 §2.2), urlToken from the URL (§2.3).
func formToken(r *http.Request, body []byte) (string, error) {
	form, err := url.ParseQuery(string(body))
	if !isForm(r) || err != nil {
		return "", nil
	}
	return single(form["access_token"])
}

func urlToken(r *http.Request) (string, error) { return single(r.URL.Query()["access_token"]) }

// single is the one value of a parameter, which must not be repeated (RFC 6750 §3.1).
func single(values []string) (string, error) {
	switch len(values) {
	case 0:
		return "", nil
	case 1:
		return values[0], nil
	}
	return "", &Refusal{Status: http.StatusBadRequest, Code: "invalid_request", Text: "the token is sent twice"}
}

func isForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/x-www-form-urlencoded" && r.Method == http.MethodPost
}

func accessSeams() AccessSeams {
	return AccessSeams{
		Scope: func(t *Token, wanted string) error {
			if !slices.Contains(strings.Fields(t.scope()), wanted) {
				return &Refusal{Status: http.StatusForbidden, Code: "insufficient_scope", Text: "the token is not for this", Scope: wanted}
			}
			return nil
		},
		User: func(t *Token) (User, bool) {
			sub, _ := t.Claims["sub"].(string)
			u, ok := t.s.o.Users[sub]
			return u, ok
		},
		Reply: func(t *Token, h http.Header, _ map[string]any) {
			if t.HTTP.URL.Query().Has("access_token") {
				h.Set("Cache-Control", "private, no-store") // RFC 6750 §2.3
			}
		},
	}
}

// listed is a claim that is a text or a list of them.
func listed(v any) (all []string) {
	switch v := v.(type) {
	case string:
		all = []string{v}
	case []any:
		for _, one := range v {
			if s, ok := one.(string); ok {
				all = append(all, s)
			}
		}
	}
	return all
}
