package cause_test

import (
	"fmt"
	"slices"
	"testing"

	"huisheng/analytics/cause"
)

// What a caller gives under Rest, as for what was not told, is in no cause, however few or many values there are beside it.
func TestWhatWasNotToldIsNoCause(t *testing.T) {
	for _, values := range []int{2, 500} {
		b, err := cause.NewBuilder("version", "shop")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 6000 {
			version, now := fmt.Sprint("v", i/2%values), 1.0
			if i%2 == 0 {
				version = cause.Rest
			}
			if version == cause.Rest && i%8 == 0 {
				now = 4
			}
			b.Add([]string{version, string(rune('a' + i/2%4))}, now, 1)
		}
		found := cause.Explain(b.Cells(), cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: 1}}).Causes
		if len(found) == 0 {
			t.Fatalf("%d values: nothing was found", values)
		}
		for _, c := range found {
			if slices.ContainsFunc(c.Values, func(v cause.Value) bool { return v.Value == cause.Rest }) {
				t.Errorf("%d values: %v", values, c.Values)
			}
		}
	}
}
