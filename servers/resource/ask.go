package resource

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ask has the issuer say what a token is (RFC 7662 §2). What it cannot be asked about is not let in.
func (t *Token) ask() error {
	s, o := t.s, &t.s.o.Ask
	if t.Claims = use(s, &o.Cached)(t); t.Claims == nil {
		if err := t.introspect(); err != nil {
			if err := use(s, &o.Failed)(t, err); err != nil {
				return err
			}
		}
	}
	return use(s, &o.Active)(t)
}

// maxAsked bounds the answers that are kept.
const maxAsked = 1_000

func (t *Token) introspect() error {
	if err := t.s.register(t.HTTP.Context()); err != nil {
		return err
	}
	form := url.Values{"token": {t.Raw}, "token_type_hint": {"access_token"}}
	req, err := http.NewRequestWithContext(t.HTTP.Context(), http.MethodPost, t.s.o.Issuer+"/introspect", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	use(t.s, &t.s.o.Ask.Request)(t, req)
	if err := t.answered(req); err != nil {
		return err
	}
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if len(t.s.asked) >= maxAsked {
		clear(t.s.asked)
	}
	t.s.asked[t.Raw] = t.Claims
	return nil
}

// answered sends the question, and reads an answer of the kind that the API wants.
func (t *Token) answered(req *http.Request) error {
	if t.s.o.Variant != "signed-introspection" {
		return t.s.do(req, http.StatusOK, &t.Claims)
	}
	req.Header.Set("Accept", "application/"+answerType)
	text, err := t.s.text(req, http.StatusOK)
	if err != nil {
		return err
	}
	if t.Claims, err = t.signedAnswer(strings.TrimSpace(string(text))); err != nil {
		return fmt.Errorf("the answer is not to be believed: %w", err)
	}
	return nil
}

func askSeams() AskSeams {
	return AskSeams{
		Cached: func(*Token) map[string]any { return nil },
		Request: func(t *Token, r *http.Request) {
			a := t.s.account.Load()
			r.SetBasicAuth(url.QueryEscape(a.ID), url.QueryEscape(a.Secret))
		},
		Failed: func(_ *Token, err error) error { return errors.Join(errors.New("ask about a token"), err) },
		Active: func(t *Token) error {
			end, dated := date(t.Claims["exp"])
			aud := listed(t.Claims["aud"])
			switch {
			case t.Claims["active"] != true:
				return invalid("the token is not active")
			case dated && !t.s.now().Before(end.Add(t.s.o.Leeway)):
				return invalid("the token has ended")
			case len(aud) > 0 && !slices.Contains(aud, t.s.Resource()):
				return invalid("the token is for another resource")
			}
			return nil
		},
	}
}
