package detect

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/jobs"
)

// crowd is Tables with very many series of three years.
type crowd struct {
	*memory
	series, days int
	first        int
}

func (c *crowd) Received(context.Context) ([]analytics.SourceMonth, error) {
	var list []analytics.SourceMonth
	for m := analytics.MonthOf(analytics.DayOfNumber(c.first)); m <= analytics.MonthOf(analytics.DayOfNumber(c.first+c.days-1)); m = m.Add(1) {
		list = append(list, analytics.SourceMonth{Source: "a", Month: m, N: 1000, First: m.First(), Last: m.Last()})
	}
	return list, nil
}

func (c *crowd) Tallies(_ context.Context, _, _ analytics.Month, _ []analytics.Month, yield func(analytics.DayTally) error) error {
	random := rand.New(rand.NewPCG(1, 2))
	for i := -1; i < c.series; i++ {
		t := analytics.DayTally{Series: []analytics.AxisValue{{Axis: "product", Value: fmt.Sprint(i)}}, Source: "a"}
		if i%2 == 1 {
			t.Series = append(t.Series, analytics.AxisValue{Axis: "topic", Value: fmt.Sprint(i % 97)})
		}
		if i < 0 {
			t.Series[0] = analytics.AxisValue{Axis: "source", Value: "a"}
		}
		mean := 0.3 + random.ExpFloat64()*2
		if i < 0 {
			mean = float64(c.series)
		}
		for day := range c.days {
			if n := uint32(mean + random.Float64()*1.5 + random.ExpFloat64()*0.5); n > 0 {
				t.Days, t.Counts = append(t.Days, uint16(c.first+day)), append(t.Counts, n)
			}
		}
		if err := yield(t); err != nil {
			return err
		}
	}
	return nil
}

// A month of ten thousand series with three years of history.
func BenchmarkAMonth(b *testing.B) {
	first := analytics.DayNumber(time.Date(2021, 1, 1, 0, 0, 0, 0, analytics.Zone))
	c := &crowd{memory: newMemory(), series: 10_000, first: first, days: analytics.DayNumber(time.Date(2023, 12, 31, 0, 0, 0, 0, analytics.Zone)) - first + 1}
	for b.Loop() {
		c.dirty[202312] = 1
		job := New(c, c, func() time.Time { return on("2024-06-01") })
		if err := job.Run(context.Background(), jobs.Task{Window: jobs.Window{Month: 202312}, Run: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
