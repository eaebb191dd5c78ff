// Package analytics is the vocabulary that every stage shares: complaints, events, insights, findings, windows, books
// and the kinds of error. It does no input or output and reads no clock.
package analytics
