package steps

import (
	"context"
	"strings"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`the API meets an issuer whose metadata name (.+)`, func(w *World) any { return w.apiMeets })
	then(`no token opens it there`, func(w *World) any {
		return w.shut(func(oauth.Answer) error {
			for _, a := range w.all {
				if err := check.NoAccess(a); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// apiMeets has the API, just started, read strange metadata, and asks it with a token of its issuer, and with one of the issuer
// that the document names.
func (w *World) apiMeets(ctx context.Context, named string) error {
	if err := w.renewForAPI(ctx); err != nil {
		return err
	}
	flaw := "publishes metadata that name " + named
	if err := w.in.Harness.Switch(0, flaw); err != nil {
		return err
	}
	w.in.Harness.Forget()
	if err := w.meetsAnew(ctx, flaw); err != nil || w.restarts.down != nil {
		return err
	}
	for _, iss := range []string{w.in.Profile.Issuer, map[bool]string{true: w.in.Profile.Issuer + "/", false: "https://other.example"}[strings.Contains(named, "slash")]} {
		header, claims, err := w.good()
		if err != nil {
			return err
		}
		claims["iss"] = iss
		token, err := w.issue(header, claims)
		if err != nil {
			return err
		}
		if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
			return err
		}
		w.all = append(w.all, w.last)
	}
	return w.hasReadMetadata()
}

// hasReadMetadata is a skip where the API knows without a document where its issuer's keys are.
func (w *World) hasReadMetadata() error {
	for _, r := range w.in.Harness.Received() {
		if strings.HasPrefix(r.Endpoint, ".well-known/") {
			return nil
		}
	}
	return &verdict.NotApplicable{Reason: "it reads no metadata: it is told otherwise where its issuer's keys are", Section: "RFC 9068 section 4"}
}
