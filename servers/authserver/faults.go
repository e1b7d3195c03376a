package authserver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/servers/fault"
)

// Fault is one requirement broken on purpose.
type Fault = fault.Fault[Options]

// Faults lists all faults, sorted by name. To add a family, add its slice here.
func Faults() []Fault {
	all := slices.Concat(
		codeFaults,
		bindingFaults,
		pkceFaults,
		responseFaults,
		exchangeFaults,
		entropyFaults,
		authorizeFaults,
		redirectFaults,
		requestFaults,
		errorFaults,
		tokenFaults,
		tokenRequestFaults,
		tokenErrorFaults,
		refreshFaults,
		refreshScopeFaults,
		rotationFaults,
		refreshOpenIDFaults,
		metadataFaults,
		discoveryFaults,
		issuerFaults,
		idTokenFaults,
		wantedFaults,
		userinfoFaults,
		userinfoClaimFaults,
		introspectFaults,
		introspectResponseFaults,
		introspectSignedFaults,
		revokeFaults,
		promptFaults,
		corsFaults,
		proofFaults(),
		proofKeyFaults(),
		bindingByKeyFaults,
		nonceFaults,
		formPostFaults,
		pagesFaults,
		consentFaults,
		clientAuthFaults,
		basicFaults,
		secretFaults,
		assertionFaults,
		signatureFaults,
		credentialsFaults,
		registerFaults,
		logoutFaults,
		accessTokenFaults,
	)
	slices.SortStableFunc(all, func(a, b Fault) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// FaultNamed finds a fault.
func FaultNamed(name string) (Fault, error) {
	for _, f := range Faults() {
		if f.Name == name {
			return f, nil
		}
	}
	return Fault{}, fmt.Errorf("no fault is named %q", name)
}
