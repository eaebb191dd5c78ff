package sample

import (
	"bytes"
	"testing"

	"huisheng/analytics"
	"huisheng/ingest"
)

// readSample writes a sample and reads it back: complaints that count by month and department, and the exposures.
func readSample(t *testing.T, c Config) (n map[analytics.Month]map[string]int, told []analytics.Exposure) {
	t.Helper()
	var out bytes.Buffer
	if err := New(c).WriteJSONL(&out, nil); err != nil {
		t.Fatal(err)
	}
	codec := ingest.NewCodec(nil)
	n = map[analytics.Month]map[string]int{}
	for l := range bytes.Lines(out.Bytes()) {
		switch {
		case bytes.HasPrefix(l, []byte(exposureLine)):
			var x analytics.Exposure
			if err := codec.DecodeExposure(l, &x); err != nil {
				t.Fatalf("%v: %s", err, l)
			}
			told = append(told, x)
		case len(told) > 0:
			t.Fatalf("behind the exposures: %s", l)
		case !bytes.Contains(l, []byte(`"event_id":`)):
			var r analytics.Complaint
			if err := codec.DecodeComplaint(l, &r); err != nil {
				t.Fatalf("%v: %s", err, l)
			}
			m := analytics.MonthOf(r.ReceivedAt)
			if n[m] == nil {
				n[m] = map[string]int{}
			}
			n[m][r.Department]++
			n[m][""]++
		}
	}
	return n, told
}

// Departments and product lines each sum up to the whole of their month, to the order.
func TestExposuresSumUp(t *testing.T) {
	for _, c := range []Config{{Rows: 3000, Seed: 4}, {Rows: 40, Seed: 9, From: mustDay(t, "2024-02-28"), To: mustDay(t, "2024-03-02")}, {Rows: 1, From: mustDay(t, "2024-02-29"), To: mustDay(t, "2024-02-29")}} {
		_, told := readSample(t, c)
		sums, seen := map[string]map[analytics.Month]float64{}, map[string]bool{}
		for _, x := range told {
			by, value := "", ""
			for by, value = range x.Dimensions {
			}
			key := x.Month.String() + by + value
			if x.Source != Source || x.Unit != Unit || x.Value < 0 || len(x.Dimensions) > 1 || seen[key] {
				t.Fatalf("%+v", x)
			}
			seen[key] = true
			if sums[by] == nil {
				sums[by] = map[analytics.Month]float64{}
			}
			sums[by][x.Month] += x.Value
		}
		for month, whole := range sums[""] {
			if whole <= 0 || sums["department"][month] != whole || sums["product.line"][month] != whole {
				t.Errorf("%v: %v orders, %v by department, %v by product line", month, whole, sums["department"][month], sums["product.line"][month])
			}
		}
		if c.Rows == 3000 && len(sums[""]) != 24 {
			t.Errorf("%d months", len(sums[""]))
		}
	}
}

// The rates are those of a business: about seven complaints of a thousand orders, with departments that cross the bands of 0.80 % and
// 1.00 % in some months and stay below them in others.
func TestRatesAreBelievable(t *testing.T) {
	n, told := readSample(t, Config{Seed: 1})
	crossed, below := map[string]int{}, map[string]int{}
	for _, x := range told {
		department := x.Dimensions["department"]
		if len(x.Dimensions) > 0 && department == "" {
			continue
		}
		rate := float64(n[x.Month][department]) / x.Value
		if low, high := 0.002, 0.022; rate < low || rate > high {
			t.Errorf("%s of %q: %.2f %%", x.Month, department, rate*100)
		}
		switch {
		case department == "":
			if rate < 0.005 || rate > 0.011 {
				t.Errorf("%s: %.2f %% of the whole", x.Month, rate*100)
			}
		case rate > 0.01:
			crossed[department]++
		case rate < 0.008:
			below[department]++
		}
	}
	if len(crossed) < 2 || len(below) < len(levels) {
		t.Errorf("above 1 %%: %v, below 0.8 %%: %v", crossed, below)
	}
}

// A department that handles orders is one that has complaints, by the same name.
func TestDepartmentsWithOrdersHaveComplaints(t *testing.T) {
	_, list := whole()
	var told tallies
	for i := range list {
		told.add(&list[i].Complaint)
	}
	for name := range levels {
		if told.departments[name] == 0 {
			t.Errorf("no complaint of %s", name)
		}
	}
	for name := range lineShares {
		if told.lines[name] == 0 {
			t.Errorf("no complaint of %s", name)
		}
	}
	if len(told.lines) != len(lineShares) {
		t.Errorf("product lines: %v", told.lines)
	}
}
