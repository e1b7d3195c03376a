package check

import (
	"errors"
	"net/http"
	"testing"

	"github.com/oauthspec/oauthspec/internal/oauth"
	"github.com/oauthspec/oauthspec/internal/verdict"
)

func TestChallengeReads(t *testing.T) {
	for field, reads := range map[string]bool{
		`Bearer realm="api"`: true,
		`bearer realm="a \"quoted\" api" , error=invalid_token`:  true,
		`Bearer realm = "api",scope="a b"`:                       true,
		`Bearer realm="api",, error="invalid_token",`:            true,
		`Basic realm="x", Bearer realm="api", DPoP algs="ES256"`: true,
		`Bearer realm="api", Negotiate`:                          true,
		`Bearer error="invalid_token", Negotiate YWJj`:           true,
		`Bearer`: true, // another check's
		`Bearer realm="api" error="invalid_token"`:                       false,
		`Bearer error="invalid_token", error_description=of random text`: false,
		`Bearer realm="api`:                         false,
		`Bearer realm='the api', error='x y'`:       false,
		`Bearer realm="api"; error="invalid_token"`: false,
		`Bearer: the token is invalid`:              false,
	} {
		a := oauth.Answer{Status: 401, Header: http.Header{"Www-Authenticate": {field}}}
		err := ChallengeReads(a)
		if m := (*verdict.Mismatch)(nil); (err == nil) != reads || err != nil && !errors.As(err, &m) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAPageToSignInAtIsARefusalWithoutAChallenge(t *testing.T) {
	a := oauth.Answer{Status: http.StatusFound, Header: http.Header{"Location": {"/login"}}}
	if err := ResourceRefuses(a); err != nil {
		t.Errorf("refuses: %v", err)
	}
	var m *verdict.Mismatch
	if err := AsksForToken(a); !errors.As(err, &m) {
		t.Errorf("asks for a token: %v", err)
	}
	if _, err := Opens(a); err == nil || errors.As(err, &m) {
		t.Errorf("opens: %v, of a resource that may do so whatever it is sent", err)
	}
}

// Some servers answer so to every method that they have no code for.
func TestAMethodThatAServerDoesNotKnowIsARefusal(t *testing.T) {
	a := oauth.Answer{Status: http.StatusNotImplemented}
	if opens, err := Opens(a); opens || err != nil {
		t.Errorf("opens: %v, %v", opens, err)
	}
	if err := ResourceShut(a); err != nil {
		t.Errorf("shut: %v", err)
	}
	a.Status = http.StatusInternalServerError
	if err := ResourceShut(a); err == nil {
		t.Error("a server that broke down is shut")
	}
}
