package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func init() {
	when(`the client redeems each of many codes several times at once`, func(w *World) any { return w.racesCodes })
	then(`each code was redeemed once at most, and refused with "([^"]+)" otherwise`, func(w *World) any { return w.grantedOnce })
}

// rivals is how many requests race.
const rivals = 4

// racesCodes is as many trials as the run wants, each with a code of its own.
func (w *World) racesCodes(ctx context.Context) error {
	for range w.Races {
		if err := w.obtain(ctx, visit{}, nil); err != nil {
			return err
		}
		err := w.race(ctx, func() (oauth.Answer, error) { return w.answer(ctx, w.client, w.redemption()) })
		if err != nil {
			return err
		}
	}
	return nil
}

// race asks the same several times at the same moment, on connections that are open already, and keeps the answers.
func (w *World) race(ctx context.Context, ask func() (oauth.Answer, error)) error {
	at, err := w.endpoint("token")
	if err != nil {
		return err
	}
	// Not by HEAD: some servers answer it with a body, which would be taken for the start of the next answer.
	warm := func() (oauth.Answer, error) {
		return w.http.Do(ctx, oauth.Request{Method: http.MethodGet, URL: at})
	}
	if _, err := atOnce(warm); err != nil {
		return fmt.Errorf("open connections to %s: %w", at, err)
	}
	answers, err := atOnce(ask)
	w.raced = append(w.raced, answers)
	return err
}

// atOnce releases the rivals together.
func atOnce(ask func() (oauth.Answer, error)) ([]oauth.Answer, error) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	answers, errs := make([]oauth.Answer, rivals), make([]error, rivals)
	for i := range rivals {
		wg.Go(func() {
			<-start
			answers[i], errs[i] = ask()
		})
	}
	close(start)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return answers, nil
}

func (w *World) grantedOnce(code string) error {
	won, silent := 0, 0
	var unanswered error
	for _, answers := range w.raced {
		n, err := check.GrantedOnce(answers, code)
		var m *verdict.Mismatch
		if errors.As(err, &m) {
			return err
		}
		if err != nil {
			unanswered = err // a later race may still have had two winners
			silent++
		}
		won += n
	}
	if silent == len(w.raced) && unanswered != nil {
		return unanswered
	}
	if won == 0 {
		return fmt.Errorf("none of %d races had a winner, so nothing was raced for", len(w.raced))
	}
	w.note(fmt.Sprintf("none of %d races had two winners", len(w.raced)))
	if silent > 0 {
		w.note(fmt.Sprintf("in %d of them a loser was answered with neither a token nor a refusal: %v", silent, unanswered))
	}
	return nil
}
