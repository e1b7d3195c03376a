package resource

import (
	"errors"
	"slices"
)

// answerType is what an answer about a token is typed as (RFC 9701 §5).
const answerType = "token-introspection+jwt"

// signedAnswer is what a signed answer says of the token, once it is the issuer's and meant for this API.
func (t *Token) signedAnswer(text string) (map[string]any, error) {
	a := &Token{HTTP: t.HTTP, Raw: text, s: t.s}
	if err := a.parse(); err != nil {
		return nil, errors.New("it is no JWT")
	}
	o := &t.s.o.Signed
	for _, f := range []*func(*Token) error{&o.Type, &o.Signature, &o.Issuer, &o.Audience} {
		if err := use(t.s, f)(a); err != nil {
			return nil, err
		}
	}
	members, ok := a.Claims["token_introspection"].(map[string]any)
	if !ok {
		return nil, errors.New("it says nothing of a token")
	}
	return members, nil
}

func signedSeams() SignedSeams {
	jwt := jwtSeams()
	return SignedSeams{
		Type: func(a *Token) error {
			if typ, _ := a.Header["typ"].(string); typ != answerType && typ != "application/"+answerType {
				return errors.New("it is typed as something else")
			}
			return nil
		},
		Signature: func(a *Token) error {
			if err := jwt.Algorithm(a); err != nil {
				return err
			}
			keys, err := a.s.keysFor(a)
			if err != nil {
				return err
			}
			return jwt.Signature(a, keys)
		},
		Issuer: jwt.Issuer,
		Audience: func(a *Token) error {
			to := listed(a.Claims["aud"])
			if !slices.Contains(to, a.s.Resource()) && !slices.Contains(to, a.s.account.Load().ID) {
				return errors.New("it is meant for somebody else")
			}
			return nil
		},
	}
}
