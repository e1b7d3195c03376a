package client

import (
	"slices"

	"github.com/oauthspec/oauthspec/servers/fault"
)

// Fault breaks one requirement of an application.
type Fault = fault.Fault[Options]

// Faults are all of them, by what they break.
func Faults() []Fault {
	return slices.Concat(callbackFaults, issuerFaults, idTokenFaults, idTokenKeyFaults, userinfoFaults, requestFaults, answerFaults, callFaults, discoveryFaults, transportFaults, nativeFaults, demandingFaults)
}
