package engine

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// exception is an error that ClickHouse reports, or that this package reports in its place, with ClickHouse's error code.
type exception struct {
	code int
	text string
}

func (e *exception) Error() string { return e.text }

var exceptionCode = regexp.MustCompile(`Code:\s*(\d+)\.`)

// The codes that this package reports by itself.
const (
	codeUnknown          = 1002
	codeNotImplemented   = 48
	codeSyntax           = 62
	codeReadonly         = 164
	codeAuthentication   = 516
	codeAccessDenied     = 497
	codeQueryCancelled   = 394
	codeUnknownParameter = 456
	codeBadArguments     = 36
	codeShuttingDown     = 905 // no code of ClickHouse; clients show the text
)

var codeNames = map[int]string{
	codeNotImplemented: "NOT_IMPLEMENTED", codeSyntax: "SYNTAX_ERROR", codeReadonly: "READONLY", codeAuthentication: "AUTHENTICATION_FAILED",
	codeAccessDenied: "ACCESS_DENIED", codeQueryCancelled: "QUERY_WAS_CANCELLED", codeUnknownParameter: "UNKNOWN_QUERY_PARAMETER",
	codeBadArguments: "BAD_ARGUMENTS", codeShuttingDown: "SHUTTING_DOWN", codeUnknown: "UNKNOWN_EXCEPTION",
}

// newException reads the code out of the engine's text. The driver wants the text to begin with it.
func newException(text string) *exception {
	text = strings.TrimSpace(text)
	found := exceptionCode.FindStringSubmatchIndex(text)
	if found == nil {
		return refuse(codeUnknown, text)
	}
	code, _ := strconv.Atoi(text[found[2]:found[3]])
	return &exception{code: code, text: text[found[0]:]}
}

// refuse makes an exception of our own that reads like ClickHouse's.
func refuse(code int, text string) *exception {
	return &exception{code: code, text: "Code: " + strconv.Itoa(code) + ". DB::Exception: " + text + " (" + codeNames[code] + ")"}
}

// status is the HTTP status that ClickHouse answers with for a code.
func (e *exception) status() int {
	switch e.code {
	case codeAuthentication, 193, 194: // wrong or missing password
		return http.StatusUnauthorized
	case codeAccessDenied, codeReadonly, 291:
		return http.StatusForbidden
	case 6, 26, 27, 38, 41, 43, 53, 62, 69, 70, 72, codeBadArguments, codeUnknownParameter, 457:
		return http.StatusBadRequest
	case 46, 47, 50, 56, 60, 73, 81, 115:
		return http.StatusNotFound
	case 159, 160:
		return http.StatusRequestTimeout
	case 158, 307:
		return http.StatusRequestEntityTooLarge
	case codeNotImplemented:
		return http.StatusNotImplemented
	case codeShuttingDown:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
