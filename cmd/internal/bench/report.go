// Package bench measures the hot paths against references in the same run, so that a figure means the same on every machine.
package bench

import (
	"slices"
	"time"
)

// Rate is work done in a time.
type Rate struct {
	Items   int           `json:"items"`
	Elapsed time.Duration `json:"elapsed_ns"`
}

// PerSecond is items a second.
func (r Rate) PerSecond() float64 {
	if r.Elapsed <= 0 {
		return 0
	}
	return float64(r.Items) / r.Elapsed.Seconds()
}

// Report is the outcome of a benchmark: medians over the rounds, and the ratio that is held.
type Report struct {
	Name      string  `json:"name"`
	Unit      string  `json:"unit"`
	Rounds    int     `json:"rounds"`
	Reference float64 `json:"reference_per_second"`
	Ours      float64 `json:"ours_per_second"`
	Ratio     float64 `json:"ratio"`
	Low       float64 `json:"ratio_low"`           // of a single round
	High      float64 `json:"ratio_high"`          // of a single round
	Used      float64 `json:"ratio_cpu,omitempty"` // the ratio by processor time, for a machine on which others work too; 0 when not measured
	Hold      float64 `json:"hold"`                // 0 when nothing is asked of it
}

// Held reports whether the ratio is what DESIGN asks for.
func (r Report) Held() bool { return r.Ratio >= r.Hold }

// compare makes a report of rounds in which the reference and ours took turns, so that a machine that slows down slows both.
func compare(name, unit string, hold float64, reference, ours []Rate) Report {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i].PerSecond() / reference[i].PerSecond()
	}
	slices.Sort(ratios)
	return Report{Name: name, Unit: unit, Rounds: len(ours), Reference: median(reference), Ours: median(ours), Ratio: middle(ratios),
		Low: ratios[0], High: ratios[len(ratios)-1], Hold: hold}
}

func median(rates []Rate) float64 {
	each := make([]float64, len(rates))
	for i, r := range rates {
		each[i] = r.PerSecond()
	}
	slices.Sort(each)
	return middle(each)
}

func middle(sorted []float64) float64 {
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}
