package steps

import (
	"context"
	"fmt"
	"time"

	"github.com/oauthspec/oauthspec/internal/check"
	"github.com/oauthspec/oauthspec/internal/oauth"
)

// year is longer than anybody should be away.
const year = 366 * 24 * time.Hour

func init() {
	when(`the client uses each of many refresh tokens several times at once`, func(w *World) any { return w.racesRefresh })
	then(`none of them has more than one living successor`, func(w *World) any { return w.oneFamily })
}

// racesRefresh is as many trials as the run wants, each with a refresh token of its own. After each it tries what came of it.
func (w *World) racesRefresh(ctx context.Context) error {
	for range w.Races {
		if err := w.withRefreshToken(ctx, w.client.Kind, ""); err != nil {
			return err
		}
		err := w.race(ctx, func() (oauth.Answer, error) { return w.answer(ctx, w.client, w.refreshing(w.refreshToken)) })
		if err != nil {
			return err
		}
		n, err := w.tryEach(ctx, w.raced[len(w.raced)-1])
		if err != nil {
			return err
		}
		w.living = append(w.living, n)
	}
	return nil
}

// tryEach uses each of the refresh tokens that rivals were given once, and counts those that still work.
func (w *World) tryEach(ctx context.Context, answers []oauth.Answer) (living int, err error) {
	tried := map[string]bool{"": true}
	for _, a := range answers {
		t := a.Text("refresh_token")
		if tried[t] {
			continue
		}
		if t == w.refreshToken {
			return 0, notReplaced
		}
		tried[t] = true
		b, err := w.refresh(ctx, w.client, t)
		if err != nil {
			return 0, err
		}
		if b.Text("access_token") != "" {
			living++
		}
	}
	return living, nil
}

func (w *World) oneFamily() error {
	if err := check.OneFamily(w.raced, w.living); err != nil {
		return err
	}
	w.note(fmt.Sprintf("none of %d races left more than one", len(w.raced)))
	return nil
}
