package main

import (
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

func TestCoversReadsFirstAndLastDay(t *testing.T) {
	got, err := importCommand{Covers: "2024-01-29..2024-04-30", Source: "热线"}.covers()
	want := analytics.Coverage{Source: "热线", From: time.Date(2024, 1, 29, 0, 0, 0, 0, analytics.Zone), To: time.Date(2024, 4, 30, 0, 0, 0, 0, analytics.Zone)}
	if err != nil || *got != want {
		t.Fatalf("got %+v, %v", got, err)
	}
	if got, err := (importCommand{}).covers(); got != nil || err != nil {
		t.Errorf("nothing was declared: %+v, %v", got, err)
	}
	for _, wrong := range []string{"2024-01-29", "2024-01-29..", "..2024-01-29", "2024-04-30..2024-01-29", "2024-13-01..2024-14-01", "a..b"} {
		if _, err := (importCommand{Covers: wrong}).covers(); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestEquationLeavesOutWhatIsZero(t *testing.T) {
	for want, b := range map[string]analytics.Books{
		"✓ 账平  收到 4,671 = 入库 4,671":                      {Received: 4671, Stored: 4671},
		"✓ 账平  收到 12 = 入库 5 + 更新 1 + 重复 3 + 退回 2 + 在途 1": {Received: 12, Stored: 5, Updated: 1, Repeated: 3, Rejected: 2, InFlight: 1},
		"✓ 账平  收到 9 = 入库 5 + 撤销 4":                       {Received: 9, Stored: 5, Withdrawn: 4},
		"✓ 账平  收到 0 = 0":                                 {},
		"✗ 账不平（差 2）  收到 7 = 入库 5":                        {Received: 7, Stored: 5},
	} {
		if got := equation(b); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMapLosesNothingSilently(t *testing.T) {
	for _, wrong := range []string{"text", "=a", "text="} {
		if err := (importCommand{Map: []string{wrong}}).mapped(); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := (importCommand{Map: []string{"text=a", "text=b"}}).mapped(); err == nil || !strings.Contains(err.Error(), "text=a+b") {
		t.Errorf("a field twice: %v", err)
	}
	c := importCommand{Map: []string{"text=投诉简述", "category=部件+问题"}}
	if err := c.mapped(); err != nil {
		t.Fatal(err)
	}
	if got := c.mapping(); len(got["category"]) != 2 || got["text"][0] != "投诉简述" {
		t.Errorf("got %v", got)
	}
}
