package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	given(`an API`, func(w *World) any { return w.renewForAPI })
	given(`an API that a good token opens`, func(w *World) any { return w.readyAPI })

	given(`an address that wants another scope`, func(w *World) any { return w.otherScope })

	when(`it is asked with a token (.+)`, func(w *World) any { return w.askWith })
	when(`it is asked with a good token`, func(w *World) any { return func(ctx context.Context) error { return w.askGood(ctx, "") } })
	when(`it is asked, (.+), with a good token`, func(w *World) any { return w.askGood })
	when(`it is asked without a token`, func(w *World) any { return w.askWithout })
	when(`it is asked for more than the token allows`, func(w *World) any { return w.askForMore })
	when(`it is asked while the issuer (.+)`, func(w *World) any { return w.askWhile })
	when(`the issuer (.+) while it is asked with a token (.+)`, func(w *World) any { return w.askMeanwhile })
	when(`a token that was good has ended since, and is used again`, func(w *World) any { return w.askLater })

	then(`it has asked the issuer by POST, and authenticated`, func(w *World) any { return w.askedIssuer })
	then(`it opens`, func(w *World) any { return func(context.Context) error { return check.ResourceOpens(w.last) } })
	then(`it refuses the token`, func(w *World) any { return w.shut(check.ResourceRefuses) })
	then(`it stays shut`, func(w *World) any { return w.shut(check.ResourceShut) })
	then(`it lets nobody in`, func(w *World) any { return w.shut(check.NoAccess) })
	then(`it refuses the token as invalid`, func(w *World) any { return w.shut(ofRefusal(readable(check.InvalidToken))) })
	then(`it refuses the request as invalid`, func(w *World) any { return w.shut(readable(check.InvalidRequest)) })
	then(`it says that the token allows too little`, func(w *World) any { return w.shut(ofRefusal(readable(check.InsufficientScope))) })
	then(`it asks for a bearer token`, func(w *World) any { return w.shut(check.AsksForToken) })
	then(`it asks for another token`, func(w *World) any { return w.shut(ofRefusal(check.AsksForToken)) })
	then(`the challenge says something`, func(w *World) any { return w.shut(ofChallenge(check.ChallengeSaysSomething)) })
	then(`the challenge can be read`, func(w *World) any { return w.shut(ofChallenge(check.ChallengeReads)) })
	then(`the challenge names no error`, func(w *World) any { return w.shut(ofChallenge(check.NoErrorWithoutToken)) })
	then(`the challenge says each thing once`, func(w *World) any { return w.shut(ofChallenge(check.ChallengeOnce)) })
	then(`the token is not repeated`, func(w *World) any {
		return w.shut(func(a oauth.Answer) error { return check.NotEchoed(a, w.calls.token) })
	})
}

// ofRefusal judges how a request was refused; that it is refused is a requirement of its own.
func ofRefusal(judge func(oauth.Answer) error) func(oauth.Answer) error {
	return func(a oauth.Answer) error {
		if opens, err := check.Admits(a); err == nil && opens {
			return &verdict.NotApplicable{Reason: "there is no refusal to look at"}
		}
		return judge(a)
	}
}

// readable judges the error in a challenge, unless that cannot be read, which is a requirement of its own.
func readable(judge func(oauth.Answer) error) func(oauth.Answer) error {
	return func(a oauth.Answer) error {
		var broken *verdict.Mismatch
		if errors.As(check.ChallengeReads(a), &broken) {
			return &verdict.NotApplicable{Reason: "the challenge of this refusal cannot be read"}
		}
		return judge(a)
	}
}

// ofChallenge judges the challenge of a refusal that has one; whether it has to is a requirement of its own.
func ofChallenge(judge func(oauth.Answer) error) func(oauth.Answer) error {
	return ofRefusal(func(a oauth.Answer) error {
		if _, ok := check.BearerChallenge(a); !ok && a.Status >= 300 && a.Status < 500 {
			return &verdict.NotApplicable{Reason: "this refusal carries no challenge that could be read"}
		}
		return judge(a)
	})
}

func (w *World) renewForAPI(context.Context) error {
	_, err := w.in.Harness.Renew(0, w.in.Profile.Clients, "")
	return err
}

func (w *World) readyAPI(ctx context.Context) error {
	if err := w.renewForAPI(ctx); err != nil {
		return err
	}
	if err := w.opensForGood(ctx); err != nil {
		return err
	}
	w.in.Harness.Forget()
	return nil
}

func (w *World) askWith(ctx context.Context, flaw string) error {
	token, err := w.flawed(flaw)
	if err != nil {
		return err
	}
	if flaw == openedBefore {
		if token, err = w.changedSince(ctx, token); err != nil {
			return err
		}
	}
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
		return err
	}
	if flaw == newKey {
		return w.untilKnown(ctx, token)
	}
	return w.untilDecided(ctx, token)
}

// untilDecided asks again, for as long as the run has patience, where the API could not tell whether the token is good: it may limit
// how often it looks for keys, so that forged tokens do not have it look all the time.
func (w *World) untilDecided(ctx context.Context, token string) error {
	for until := time.Now().Add(w.Patience); w.last.None == nil && w.last.Status >= http.StatusInternalServerError; {
		if time.Now().Add(time.Second).After(until) {
			w.note("an API that limits how often it looks for keys has time to with --patience 2m")
			return nil
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
		if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
			return err
		}
	}
	return nil
}

// newKey is the flaw of a token that a resource server cannot verify with the keys that it has read.
const newKey = "signed with the issuer's new key"

// openedBefore is the flaw of a token that an API may know again, by a part of it.
const openedBefore = "that opened it before, with its end changed"

// changedSince shows the API a good token, and is what somebody made of it afterwards.
func (w *World) changedSince(ctx context.Context, token string) (string, error) {
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
		return "", err
	}
	if err := check.ResourceOpens(w.last); err != nil {
		return "", err
	}
	return endChanged(token), nil
}

// untilKnown asks again for as long as the run has patience: a resource server may keep keys for a while, so that forged
// tokens do not have it ask for keys all the time.
func (w *World) untilKnown(ctx context.Context, token string) error {
	until := time.Now().Add(w.Patience)
	for {
		if opens, err := check.Admits(w.last); err != nil || opens || w.in.Advance != nil {
			return err
		}
		if time.Now().After(until) {
			return &verdict.NotApplicable{Reason: fmt.Sprintf("it did not know a new key within %v, and it may keep keys for a while", w.Patience), Change: "--patience 2m"}
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
		if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
			return err
		}
	}
}

// askGood asks with a good token in a way that a phrase names.
func (w *World) askGood(ctx context.Context, how string) error {
	m, err := w.mutations(how)
	if err != nil {
		return err
	}
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	w.calls.token = token
	return w.knock(ctx, w.in.Profile.API.URL, token, m...)
}

func (w *World) askWithout(ctx context.Context) error {
	a, err := w.api()
	if err != nil {
		return err
	}
	return w.knock(ctx, a.URL, "")
}

func (w *World) askForMore(ctx context.Context) error {
	token, err := w.goodToken()
	if err != nil {
		return err
	}
	return w.knock(ctx, w.in.Profile.API.Other, token)
}

func (w *World) askWhile(ctx context.Context, flaw string) error {
	if err := w.in.Harness.Switch(0, flaw); err != nil {
		return err
	}
	w.phrases = append(w.phrases, flaw)
	return w.askGood(ctx, "")
}

// askMeanwhile is askWith, of an API that gets no keys to look at.
func (w *World) askMeanwhile(ctx context.Context, flaw, token string) error {
	if err := w.in.Harness.Switch(0, flaw); err != nil {
		return err
	}
	w.phrases = append(w.phrases, flaw)
	return w.askWith(ctx, token)
}

// askLater uses a token while it is good, and again when its time is over and the issuer says so.
func (w *World) askLater(ctx context.Context) error {
	header, claims, err := w.good()
	if err != nil {
		return err
	}
	lives := 30 * time.Second
	if w.in.Advance == nil {
		lives = 2 * time.Second
	}
	if w.in.Advance == nil && w.Patience < lives+time.Second {
		return &verdict.NotApplicable{Reason: "it takes waiting for a token to end", Change: "--patience " + (lives + time.Second).String()}
	}
	claims["exp"] = time.Now().Add(lives).Unix()
	token, err := w.issue(header, claims)
	if err != nil {
		return err
	}
	if err := w.knock(ctx, w.in.Profile.API.URL, token); err != nil {
		return err
	}
	if err := check.ResourceOpens(w.last); err != nil {
		return err
	}
	w.in.Harness.Vouch(token, map[string]any{"active": false})
	if err := w.outlive(ctx, lives); err != nil {
		return err
	}
	return w.knock(ctx, w.in.Profile.API.URL, token)
}

// outlive waits until what lives so long has ended, on the clock of the API.
func (w *World) outlive(ctx context.Context, lives time.Duration) error {
	if w.in.Advance != nil {
		w.in.Advance(10 * time.Minute)
		return nil
	}
	return pause(ctx, lives+time.Second/2) // its end is a whole second
}

func (w *World) otherScope(context.Context) error {
	if w.in.Profile.API.Other == "" || w.in.Profile.API.Needs == "" {
		return lacks("the address that wants another scope", "api: {other: URL, needs: SCOPE}")
	}
	return nil
}

// askedIssuer looks at how we were asked about the token (RFC 7662 section 2.1).
func (w *World) askedIssuer(context.Context) error {
	asked := w.requests("introspect")
	if len(asked) == 0 {
		return fmt.Errorf("the issuer was not asked about the token: the profile says that the API does")
	}
	r := asked[0]
	if r.Method != http.MethodPost || r.Form.Get("token") != w.calls.token {
		return verdict.Mismatchf("POST with the token in a form", "%s", r.Method)
	}
	return check.IntrospectionAuthenticates(r.Header, r.Form)
}
