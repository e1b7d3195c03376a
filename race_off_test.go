//go:build !race

package oauthspec

const raced = false
