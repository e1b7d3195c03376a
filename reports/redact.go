package reports

import "github.com/oauthspec/oauthspec/internal/exchange"

// A Redactor hides the secrets it knows by value.
type Redactor interface{ Redact(text string) string }

// ours are the fields that hold the suite's own words. They carry no secret, and a password such as "secret" must not
// turn up as a hole in every title.
var ours = map[string]bool{
	"Tool": true, "Verdict": true, "Against": true, "Driver": true, "Roles": true, "Capabilities": true, "Counts": true,
	"ID": true, "Title": true, "Role": true, "Document": true, "Section": true, "Link": true, "SameAs": true,
	"Unobserved": true, "Harm": true, "Reference": true, "Product": true, "Bug": true, "Feature": true, "Tags": true, "Keyword": true, "Text": true, "Status": true,
	"Histograms": true, "Histogram": true, "Class": true, "Shape": true, "Arrivals": true, "Phase": true, "LimitedBy": true, "Run": true,
	"Violates": true, "AlsoRed": true, "Untried": true, "Red": true, "Fault": true, "Seam": true, "Variant": true, "Scenarios": true,
}

// evidence are the fields that hold what came from elsewhere, in which a secret may be that nobody told the run about.
var evidence = map[string]bool{
	"Reason": true, "Got": true, "Saw": true, "Problem": true, "Log": true, "Notes": true, "Page": true, "URL": true,
	"Request": true, "Response": true, "Error": true, "Curl": true, "Settings": true, "Issuer": true, "Partial": true,
	"What": true, "First": true, "InvalidBecause": true, "LimitedBecause": true, "Because": true,
}

// Redacted is a copy of a model, such as a [Run] or a list of [Proof], without secrets: by value in every string that
// is not the suite's own words, and in evidence also by shape. Nothing is written before it went through here.
func Redacted[T any](model T, secrets Redactor) T {
	return mapped(model, func(field, s string) string {
		if ours[field] {
			return s
		}
		s = secrets.Redact(s)
		if evidence[field] {
			s = exchange.RedactShapes(s)
		}
		return s
	})
}
