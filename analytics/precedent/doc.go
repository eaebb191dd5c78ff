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
	Told     string            // the answer as the record of the complaint itself has it; empty without
	Steps    []analytics.Event // what was done, in order of time
}

// Measure is one kind of step with how it went where it was taken.
type Measure struct {
	Kind      string // of analytics.Event
	N         int    // cases with such a step
	Rated     int    // of which the customer told a satisfaction
	Satisfied int    // of 4 or 5
	Amounts   int    // amounts told, several for one case when it was done several times
	AmountFen int64  // median of them; 0 without
}

// Answer is what is known of the past for one complaint. All its counts are of Cases: several complaints of the very same words are one.
type Answer struct {
	Cases     []Case // nearest first
	N         int    // of Cases
	Behind    int    // other complaints of the very same words as one of them, which no count here has
	Beyond    int    // near ones, counted as N, that were left out as there are too many to read
	Rated     int    // of N, the customer told a satisfaction
	Satisfied int
	Low, High float64       // 95 % interval of Satisfied / Rated (Wilson 1927); 0 and 1 without any
	Reopened  int           // of N, were opened again
	Timed     int           // of N, tell how long they took
	Took      time.Duration // median of Timed, the lower one of two; 0 without
	Measures  []Measure     // kinds that were taken, most cases first
	Wide      bool          // looked for in all topics, as the own topic has too few
}
