package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards/memory"
)

// fakeJudged answers with counts of its own.
type fakeJudged struct {
	book   *service.Book
	counts []analytics.ClockCount
	due    []analytics.DueClock
	axis   *string
}

func (f fakeJudged) Policy() *service.Book { return f.book }

func (f fakeJudged) ClockCounts(_ context.Context, _ analytics.Selection, axis string, _ time.Time) ([]analytics.ClockCount, error) {
	*f.axis = axis
	if axis == "handler" {
		return nil, analytics.Invalid("axis", "时效不能按 %q 看", axis)
	}
	return f.counts, nil
}

func (f fakeJudged) DueClocks(_ context.Context, from, to time.Time, _ int) ([]analytics.DueClock, error) {
	if !from.Equal(fixedNow) || !to.Equal(fixedNow.Add(24*time.Hour)) {
		return nil, analytics.Invalid("from", "not the next day")
	}
	return f.due, nil
}

type monday struct{}

func (monday) Works(day time.Time) bool {
	return day.Weekday() != time.Sunday && day.Weekday() != time.Saturday
}

func withPolicy(t *testing.T, code string, counts []analytics.ClockCount, due []analytics.DueClock, axis *string) func(*Config) {
	policies, err := service.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range policies {
		if p.Code == code {
			return func(c *Config) { c.Judged = fakeJudged{service.NewBook(p, monday{}), counts, due, axis} }
		}
	}
	t.Fatalf("no policy %s", code)
	return nil
}

func TestServiceShowsHowClocksStand(t *testing.T) {
	var axis string
	counts := []analytics.ClockCount{
		{Clock: "answer", All: true, Met: 190, Late: 8, Overdue: 2, Running: 5, Median: 90 * time.Minute, P90: 20 * time.Hour},
		{Clock: "close", All: true, Met: 7, Late: 3},
		{Clock: "answer", Value: "售后<部>", Met: 90, Late: 8, Overdue: 2, Running: 5},
		{Clock: "answer", Value: "", Met: 100},
		{Clock: "close", Value: "", Met: 7, Late: 3},
	}
	due := []analytics.DueClock{{Key: analytics.Key{Source: "s", ID: "K-7"}, Clock: "close", Due: fixedNow.Add(3 * time.Hour), Department: "客服", Handler: "王**"}}
	h := testHandler(t, memory.Sample(1, false), withPolicy(t, "levels", counts, due, &axis))
	body := page(t, h, "/service?month=2024-03")
	if axis != "department" {
		t.Errorf("counted by %q", axis)
	}
	for _, want := range []string{
		"按“两级管控”计时", "一级答复按时率", "目标 95%", "/complaints?clock=answer.counted&amp;month=2024-03\">200</a> 件到期", "/complaints?clock=answer.late&amp;month=2024-03\">10</a>",
		"/complaints?clock=answer.overdue&amp;month=2024-03\">2</a>", "/complaints?clock=answer.running&amp;month=2024-03\">5</a>",
		`<span class="up">90</span>`, "售后&lt;部&gt;", "未填", "clock=answer.late&amp;department=%E5%94%AE%E5%90%8E%3C%E9%83%A8%3E&amp;month=2024-03\">10</a>",
		"K-7", "二级关闭", "3 小时", "客服 王**", "3 个工作日", "中位 1 小时 30 分，九成在 20 小时内",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// Ten decided complaints are too few to say that a target was missed.
	if strings.Contains(body, `<span class="up">70</span>`) {
		t.Error("a share of ten complaints is held against the target")
	}
	if w := get(t, h, "/service?month=2024-03&axis=handler"); w.Code != http.StatusBadRequest {
		t.Errorf("an axis of no page is answered with %d", w.Code)
	}
}

func TestServiceSaysWhyNothingIsTimed(t *testing.T) {
	var axis string
	body := page(t, testHandler(t, memory.Sample(1, false), withPolicy(t, "levels", nil, nil, &axis)), "/service?month=2024-03")
	if !strings.Contains(body, "这个月没有可以计时的投诉") || strings.Contains(body, "按时率") {
		t.Error("the page does not say that nothing is timed")
	}
}

func TestAListByAClockSaysSo(t *testing.T) {
	var axis string
	h := testHandler(t, memory.Sample(1, false), withPolicy(t, "levels", nil, nil, &axis))
	if body := page(t, h, "/complaints?month=2024-03&clock=answer.late"); !strings.Contains(body, "一级答复超时") {
		t.Error("the list does not name its clock")
	}
	for _, bad := range []string{"answer", "answer.never", ".late"} {
		if w := get(t, h, "/complaints?month=2024-03&clock="+bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s is answered with %d", bad, w.Code)
		}
	}
}

func TestAComplaintsClocksFollowThePolicy(t *testing.T) {
	var axis string
	h := testHandler(t, memory.Sample(1, false), withPolicy(t, "24-72", nil, nil, &axis))
	body := page(t, h, "/complaints?month=2024-03")
	if !strings.Contains(body, "初步方案") && !strings.Contains(body, "最终方案") {
		t.Error("the open complaint has no clocks of the policy")
	}
}
