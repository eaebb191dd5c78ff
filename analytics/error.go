package analytics

import (
	"errors"
	"fmt"
)

// Kind sorts errors for the machine.
type Kind uint8

// The kinds of error. The zero kind is Internal: a fault of ours or of a part that we run.
const (
	Internal    Kind = iota
	KindInvalid      // the input is wrong: never retried, kept as rejected
	KindMissing      // what was asked for is not there
	KindBusy         // somebody else holds it, or a limit is reached: retry later
	KindDown         // a server does not answer: retry
	KindFull         // a disk is full: retried, and somebody must make room
)

// Error carries a kind for the machine and a sentence for the person, which says what was wrong, where, and what to do.
type Error struct {
	Kind  Kind
	Field string // the field that was wrong, empty when none
	Text  string
	Cause error
}

// Error implements error.
func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Text + ": " + e.Cause.Error()
	}
	return e.Text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Invalid makes an error about a field of the input.
func Invalid(field, format string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Field: field, Text: fmt.Sprintf(format, args...)}
}

// Wrap gives a cause a kind and a sentence.
func Wrap(kind Kind, cause error, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf finds the kind of the first Error in the chain; Internal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
