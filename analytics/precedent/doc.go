// Package precedent ranks complaints whose handling has ended by how near they are to a new one, and sums up what was done and how it went.
//
// Nearness is BM25 (Robertson and Walker 1994; k1 = 1.2, b = 0.75) over the words that segmenting found, with the inverse document
// frequencies of the dictionary, divided by what the new complaint would score against itself: 1 is the same words, 0 none in common.
package precedent

import (
	"time"

	"huisheng/analytics"
)

// Case is a past complaint that is near.
type Case struct {
	analytics.Past
	Likeness float64           // above 0, at most 1
	Shared   []string          // words in common, most telling first
	Same     int               // other past complaints of the very same words, which stand behind this one
	Words    string            // as analytics.Complaint.Words
	Steps    []analytics.Event // what was done, in order of time
}

// Measure is one kind of step with how it went where it was taken.
type Measure struct {
	Kind      string // of analytics.Event
	N         int    // cases with such a step
	Rated     int    // of which the customer told a satisfaction
	Satisfied int    // of 4 or 5
	AmountFen int64  // median of the amounts told, for compensation; 0 without
}

// Answer is what is known of the past for one complaint.
type Answer struct {
	Cases     []Case // nearest first
	N         int    // past complaints that are near, those behind others included
	Rated     int
	Satisfied int
	Low, High float64       // 95 % interval of Satisfied / Rated (Wilson 1927); 0 and 1 without any
	Reopened  int           // were opened again
	Took      time.Duration // median; 0 when no case tells
	Measures  []Measure     // kinds that were taken, most cases first
	Wide      bool          // looked for in all topics, as the own topic has too few
}
