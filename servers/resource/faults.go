package resource

import (
	"slices"

	"github.com/oauthspec/oauthspec/servers/fault"
)

// Fault breaks one requirement of a resource server.
type Fault = fault.Fault[Options]

// Faults are all of them, by what they break.
func Faults() []Fault {
	return slices.Concat(bearerFaults, refusalFaults, jwtFaults, keyFaults, askFaults, signedFaults, metadataFaults, corsFaults, generousFaults)
}
