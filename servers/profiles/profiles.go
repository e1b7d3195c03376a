// Package profiles holds the products that oauthspec knows, one folder each. It is the only place where a product's name occurs.
package profiles

import "embed"

// FS holds NAME/profile.yaml and, where the product can be started from here, NAME/start with what it needs.
//
//go:embed */*
var FS embed.FS
