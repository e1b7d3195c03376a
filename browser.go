package oauthspec

import (
	"context"
	"errors"
)

// browser opens a Chromium.
func (o Options) browser(context.Context, *drivers, []ground) error {
	return errors.New("no browser yet")
}
