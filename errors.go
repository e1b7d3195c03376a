package oauthspec

import "fmt"

// A UsageError is a question that makes no sense as asked, or a configuration of ours that is wrong (exit status 2).
type UsageError struct{ Message string }

// Error is the message.
func (e *UsageError) Error() string { return e.Message }

func usage(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }

// An UnreachableError is a target that cannot be reached (exit status 3).
type UnreachableError struct {
	Target string
	Err    error
}

// Error names the target and why.
func (e *UnreachableError) Error() string { return fmt.Sprintf("cannot reach %s: %v", e.Target, e.Err) }

// Unwrap is the cause.
func (e *UnreachableError) Unwrap() error { return e.Err }
