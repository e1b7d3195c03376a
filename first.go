package oauthspec

import "context"

// firstTokens asks for one token per configured client.
func (r *runner) firstTokens(context.Context, ground) error { return nil }
