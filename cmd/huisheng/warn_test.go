package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

// warnReport is what --json writes.
type warnReport struct {
	Rows, Skipped, Series int
	Events                []warnEvent
}

func warn(t *testing.T, args ...string) warnReport {
	t.Helper()
	out := newInstallation(t).run(append([]string{"warn", "--json"}, args...)...)
	var report warnReport
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err, out)
	}
	return report
}

func TestWarnFindsAPlantedDayAndItsGroup(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("时间,品牌\n")
	first := time.Date(2025, 3, 1, 9, 0, 0, 0, analytics.Zone)
	for day := range 60 {
		for i := range 30 + day*7%5 {
			fmt.Fprintf(&b, "%s,%c\n", first.AddDate(0, 0, day).Format(time.DateTime), 'A'+rune(i%3))
		}
		if day == 50 {
			for range 60 {
				fmt.Fprintf(&b, "%s,B\n", first.AddDate(0, 0, day).Format(time.DateTime))
			}
		}
	}
	b.WriteString("不知道,A\n")
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	report := warn(t, path, "--time", "时间", "--by", "品牌")
	if report.Skipped != 1 || report.Series != 4 {
		t.Errorf("%d rows skipped, %d series", report.Skipped, report.Series)
	}
	found := map[string]bool{}
	for _, e := range report.Events {
		if e.From != "2025-04-20" || e.Peak != "2025-04-20" || e.Fall || e.Value == "A" || e.Value == "C" {
			t.Errorf("an event that is none: %+v", e)
		}
		found[e.Value] = true
	}
	if !found[""] || !found["B"] {
		t.Errorf("the day is not found: %+v", report.Events)
	}
}

// The spike of 15 March and the wave of price changes are real events of the public data.
func TestWarnOnCarComplaints(t *testing.T) {
	t.Parallel()
	data := os.Getenv("HUISHENG_TESTDATA")
	if data == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	report := warn(t, filepath.Join(data, "car", "car_complaints.csv"), "--time", "time", "--by", "brand", "--by", "problem")
	within := func(column, value, day string) bool {
		for _, e := range report.Events {
			if e.Column == column && e.Value == value && !e.Fall && e.From <= day && day <= e.To {
				return true
			}
		}
		return false
	}
	for _, c := range [][3]string{{"", "", "2024-03-15"}, {"", "", "2024-02-29"}, {"brand", "比亚迪", "2024-03-01"}, {"problem", "变更价格", "2024-02-29"}} {
		if !within(c[0], c[1], c[2]) {
			t.Errorf("%v is not found", c)
		}
	}
}
