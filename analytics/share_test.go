package analytics_test

import (
	"math"
	"testing"

	. "huisheng/analytics"
)

// TestTheIntervalIsWilsons has the values that Newcombe gives for method 3 (Two-sided confidence intervals for the single proportion,
// Statistics in Medicine 17, 1998, table I).
func TestTheIntervalIsWilsons(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {20, 20, 0.8389, 1}, {0, 0, 0, 1}} {
		low, high := Wilson(c.k, c.n)
		if math.Abs(low-c.low) > 0.00005 || math.Abs(high-c.high) > 0.00005 {
			t.Errorf("%d of %d: %.4f to %.4f", c.k, c.n, low, high)
		}
	}
}
