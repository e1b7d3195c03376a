// Package oauthspec judges OAuth 2.0 and OpenID Connect servers against an executable specification,
// and proves that each of its checks is able to fail.
package oauthspec

import "github.com/oauthspec/oauthspec/features"

// Requirements is the catalogue: every Rule of the feature files, in their order.
func Requirements() ([]features.Requirement, error) { return features.Catalogue() }
