package steps

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/oauthspec/oauthspec/internal/useragent"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`the application meets an authorization server that (.+)`, func(w *World) any { return w.meetsFlawed })
	when(`the application meets a second authorization server that (.+)`, func(w *World) any { return w.meetsSecond })
	when(`somebody begins a sign-in with (an address|a URL)`, func(w *World) any { return w.identifies })
	then(`their server was looked up`, func(w *World) any { return w.lookedUp })
	then(`the place was asked with the token that came with it`, func(w *World) any { return w.askedElsewhere })
}

// meetsSecond has the application, just started, begin a sign-in at the second issuer.
func (w *World) meetsSecond(ctx context.Context, flaw string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	if _, err := w.in.Harness.Renew(1, w.in.Profile.Clients, flaw); err != nil {
		return err
	}
	if err := w.meetsAnew(ctx, flaw); err != nil || w.restarts.down != nil {
		return err
	}
	return w.leave(ctx, useragent.Start{URL: app.Second})
}

// identifies begins a sign-in with who somebody is, at our issuer's host.
func (w *World) identifies(ctx context.Context, kind string) error {
	app, err := w.application()
	if err != nil {
		return err
	}
	if err := w.renew(""); err != nil {
		return err
	}
	u, err := url.Parse(w.in.Profile.Issuer)
	if err != nil {
		return err
	}
	who := w.whose("").Mark() + "@" + u.Host
	if kind == "a URL" {
		who = "https://" + u.Host + "/" + w.whose("").Mark()
	}
	return w.leave(ctx, useragent.Start{URL: strings.ReplaceAll(app.Identify, "{{identifier}}", url.QueryEscape(who))})
}

// lookedUp wants our host asked about the user (RFC 7033 section 4).
func (w *World) lookedUp(context.Context) error {
	for _, r := range w.requests(".well-known/webfinger") {
		if strings.Contains(r.Query.Get("resource"), w.whose("").Mark()) {
			return nil
		}
	}
	return verdict.Mismatchf("our host asked about the user by WebFinger", "%d such requests, none of them about the user", len(w.requests(".well-known/webfinger")))
}

// askedElsewhere is a skip where the application leaves such claims alone, as it may.
func (w *World) askedElsewhere(context.Context) error {
	given := ""
	for _, r := range w.requests("userinfo") {
		var answer struct {
			Sources map[string]struct {
				Token string `json:"access_token"`
			} `json:"_claim_sources"`
		}
		if json.Unmarshal([]byte(r.Answer), &answer) == nil {
			given = answer.Sources["src1"].Token
		}
	}
	w.Secrets.Add("CLAIMS_TOKEN", given)
	all := w.requests("claims")
	if given == "" || len(all) == 0 {
		return &verdict.NotApplicable{Reason: "the application leaves alone what is told elsewhere", Section: "OpenID Connect Core section 5.6.2"}
	}
	for _, r := range all {
		if _, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); token != given {
			return verdict.Mismatchf("the token that came with the address, in the Authorization header", "another, or none")
		}
	}
	return nil
}
