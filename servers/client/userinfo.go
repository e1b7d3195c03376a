package client

import (
	"errors"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// ask asks the userinfo endpoint about the user.
func (l *Login) ask() error {
	s, o := l.s, &l.s.o.Userinfo
	if !use(s, &o.Wanted)(l) {
		return nil
	}
	info, err := use(s, &o.Fetch)(l)
	if err != nil {
		return &Problem{http.StatusBadGateway, "the authorization server did not tell about the user", err}
	}
	if err := use(s, &o.Subject)(l, info); err != nil {
		return &Problem{http.StatusBadRequest, "what came back about the user cannot be trusted", err}
	}
	claims, err := use(s, &o.Claims)(l, info)
	if err != nil {
		return &Problem{http.StatusBadGateway, "the authorization server did not tell about the user", err}
	}
	use(s, &o.Merge)(l, claims)
	return sources(l, claims)
}

func userinfoSeams() UserinfoSeams {
	return UserinfoSeams{
		Wanted: func(l *Login) bool { return l.provider.Userinfo != "" },
		Fetch: func(l *Login) (*oidc.UserInfo, error) {
			return l.provider.oidc.UserInfo(l.s.context(l.HTTP.Context()), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: l.Token.AccessToken}))
		},
		Subject: func(l *Login, u *oidc.UserInfo) error {
			if u.Subject != l.ID.Subject {
				return errors.New("it is about another user than the one who signed in")
			}
			return nil
		},
		Claims: func(_ *Login, u *oidc.UserInfo) (claims map[string]any, err error) {
			err = u.Claims(&claims)
			return claims, err
		},
		Bearer: func(_ *Login, given string) string { return given },
		Merge:  func(l *Login, claims map[string]any) { l.Userinfo = claims },
	}
}

func fields(list string) []string { return strings.Fields(list) }
