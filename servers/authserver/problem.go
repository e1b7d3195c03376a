package authserver

import (
	"errors"
	"net/http"
	"strings"

	"github.com/ory/fosite"
)

// Error is a refusal in OAuth's words.
type Error struct {
	Status      int    // of a JSON answer
	Code        string // RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1
	Description string
}

func (e *Error) Error() string { return e.Code + ": " + e.Description }

// problem makes an Error with the status that its code has at JSON endpoints.
func problem(code, description string) *Error {
	e := &Error{http.StatusBadRequest, code, description}
	switch code {
	case "invalid_client", "invalid_token":
		e.Status = http.StatusUnauthorized
	case "insufficient_scope":
		e.Status = http.StatusForbidden
	case "server_error":
		e.Status = http.StatusInternalServerError
	}
	return e
}

// asError turns any error, fosite's among them, into an Error.
func asError(err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	if errors.Is(err, fosite.ErrInvalidatedAuthorizeCode) || errors.Is(err, fosite.ErrInactiveToken) || errors.Is(err, fosite.ErrNotFound) {
		return problem("invalid_grant", "it was used before or is not known")
	}
	if rfc := new(fosite.RFC6749Error); errors.As(err, &rfc) {
		return problem(rfc.ErrorField, printable(rfc.HintField))
	}
	return problem("server_error", "the server could not finish the request")
}

// printable keeps what RFC 6749 §5.2 allows in an error description.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, s)
}
