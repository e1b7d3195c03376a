package steps

import (
	"net/http"
	"strings"

	"github.com/oauthspec/oauthspec/internal/oauth"
)

func init() {
	scheme := func(name string) how {
		return func(w *World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{func(r *oauth.Request) {
				_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
				r.Header.Set("Authorization", name+" "+token)
			}}, nil
		}
	}
	phrase("under the scheme bearer", scheme("bearer"))
	phrase("under the scheme BEARER", scheme("BEARER"))
	// placed moves the token out of the header, or copies it.
	placed := func(copied bool, put func(r *oauth.Request, token string)) how {
		return func(w *World) ([]oauth.Mutation, error) {
			return []oauth.Mutation{func(r *oauth.Request) {
				_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
				if !copied {
					r.Header.Del("Authorization")
				}
				put(r, token)
			}}, nil
		}
	}
	body := func(method, kind string, text func(token string) string) func(r *oauth.Request, token string) {
		return func(r *oauth.Request, token string) {
			r.Method, r.Body = method, []byte(text(token))
			r.Header.Set("Content-Type", kind)
		}
	}
	form := func(token string) string { return "access_token=" + token }
	query := func(r *oauth.Request, token string) { r.URL = oauth.AddQuery(r.URL, "access_token", token) }
	phrase("in a form", placed(false, body(http.MethodPost, "application/x-www-form-urlencoded", form)))
	phrase("in JSON", placed(false, body(http.MethodPost, "application/json", func(t string) string { return `{"access_token":"` + t + `"}` })))
	phrase("in a form sent by GET", placed(false, body(http.MethodGet, "application/x-www-form-urlencoded", form)))
	phrase("in the URL", placed(false, query))
	phrase("in two headers", func(*World) ([]oauth.Mutation, error) {
		return []oauth.Mutation{func(r *oauth.Request) { r.Header.Add("Authorization", r.Header.Get("Authorization")) }}, nil
	})
	phrase("in the header and in the URL", placed(true, query))
	phrase("in the header and in a form", placed(true, body(http.MethodPost, "application/x-www-form-urlencoded", form)))
}
