package dashboards

import (
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

// Whatever the books are, the terms that are shown make up what is received when they balance, so that no term is missing from the list.
func TestTheTermsOfTheBooksAddUpToWhatWasReceived(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 3)
		b := analytics.Books{Stored: n.Draw(t, "stored"), Updated: n.Draw(t, "updated"), Repeated: n.Draw(t, "repeated"),
			Rejected: n.Draw(t, "rejected"), Withdrawn: n.Draw(t, "withdrawn"), InFlight: n.Draw(t, "in flight"), Received: n.Draw(t, "received")}
		sum, names := int64(0), map[string]bool{}
		for _, term := range BooksTerms(b) {
			if term.N == 0 || names[term.Name] {
				t.Errorf("%v is there", term)
			}
			sum, names[term.Name] = sum+term.N, true
		}
		if b.Received-sum != b.Difference() {
			t.Errorf("the terms of %+v are off by %d, the books by %d", b, b.Received-sum, b.Difference())
		}
	})
}
