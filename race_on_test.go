//go:build race

package oauthspec

// raced says that the race detector watches: what costs five times as much under it is tested apart.
const raced = true
