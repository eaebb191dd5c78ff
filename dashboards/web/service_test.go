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

func (f fakeJudged) HandOvers(context.Context, analytics.Month, time.Time) ([]analytics.HandOver, error) {
	return []analytics.HandOver{{Department: "物流<部>", N: 12, Answered: 8, Met: 6, Late: 2, None: 1, Open: 3, Overdue: 1, Median: 5 * time.Hour, P90: 30 * time.Hour, Graded: 4, Score: 3.25}}, nil
}

func (f fakeJudged) OpenHandOvers(context.Context) ([]analytics.Waiting, error) {
	return []analytics.Waiting{{Department: "物流<部>", N: 5, Since: fixedNow.Add(-50 * time.Hour), By: []analytics.ValueCount{{Value: "销售", N: 3}, {Value: "客服", N: 2}}}}, nil
}

func (f fakeJudged) Solving(_ context.Context, _ analytics.Month, axis string) ([]analytics.Solving, error) {
	whole := analytics.Solving{All: true, N: 200, Solved: 150, Spot: 60, Granted: 20, GrantedAfter: 4, Fen: 123_456, MedianFen: 5_000, Reopened: 7, Escalated: 9}
	part := whole
	part.All, part.Value = false, "售后"
	return []analytics.Solving{whole, part}, nil
}

func (f fakeJudged) Tells(context.Context, analytics.Month) ([]analytics.Informing, error) {
	return []analytics.Informing{{Rule: "重大投诉", N: 6, Open: 2}}, nil
}

func (f fakeJudged) AnswerTimes(_ context.Context, from, to analytics.Month) (analytics.AnswerTimes, error) {
	return analytics.AnswerTimes{N: uint64(to-from) + 40, Answered: 32, Lower: 6 * time.Hour, Median: 36 * time.Hour, Upper: 60 * time.Hour, P90: 20*24*time.Hour + time.Hour, Within: []uint64{8, 24, 25, 26, 32}}, nil
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
		`<b class="up">90</b>`, "售后&lt;部&gt;", "未填", "clock=answer.late&amp;department=%E5%94%AE%E5%90%8E%3C%E9%83%A8%3E&amp;month=2024-03\">10</a>",
		"K-7", "二级关闭", "3 小时", "客服 王**", "3 个工作日", "中位 1 小时 30 分，九成在 20 小时内",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// Ten decided complaints are too few to say that a target was missed.
	if strings.Contains(body, `<b class="up">70</b>`) {
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

func TestServiceShowsHandOversGrantsAndWhoIsTold(t *testing.T) {
	var axis string
	counts := []analytics.ClockCount{{Clock: "inquire", All: true, Met: 19, Late: 8}, {Clock: "inquire", Value: "售后", Met: 19, Late: 8}}
	body := page(t, testHandler(t, memory.Sample(1, false), withPolicy(t, "control", counts, nil, &axis)), "/service?month=2024-03")
	for _, want := range []string{
		"办法要求 2 个工作日内答复", "物流&lt;部&gt;", "80% <small>49–94.3</small>", "60%", "/complaints?judged=handed_late.%E7%89%A9%E6%B5%81%3C%E9%83%A8%3E&amp;month=2024-03\">3</a>", "5 小时", "3.3（4 次）",
		"销售 3、客服 2", "已 2 天 2 小时", "/complaints?judged=handed_open.%E7%89%A9%E6%B5%81%3C%E9%83%A8%3E\">5</a>",
		"收到当日由承办部门自己解决", "40%", "/complaints?judged=solved.spot&amp;month=2024-03\">60</a>", "/complaints?department=%E5%94%AE%E5%90%8E&amp;judged=granted.after&amp;month=2024-03\">4</a>", "1,235 元", "50 元",
		"重复投诉", "质量部门", "6.00 小时", "1.50 天", "20.04 天", "15 天内", "81.3% <small>（26）</small>", "全部月份",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	graded := page(t, testHandler(t, memory.Sample(1, false), withPolicy(t, "graded", []analytics.ClockCount{{Clock: "finish", All: true, Met: 1}}, nil, &axis)), "/service?month=2024-03")
	for _, want := range []string{"所用办法没有规定答复时限", "重大投诉", "/complaints?judged=tell.%E9%87%8D%E5%A4%A7%E6%8A%95%E8%AF%89&amp;month=2024-03\">6</a>", "/complaints?judged=tell_open.%E9%87%8D%E5%A4%A7%E6%8A%95%E8%AF%89\">2</a>"} {
		if !strings.Contains(graded, want) {
			t.Errorf("without a limit the page lacks %q", want)
		}
	}
	if strings.Contains(graded, "按时答复率") {
		t.Error("a share in time is shown where there is no limit")
	}
}

func TestPersonsAreTimedOnlyWhereThatIsAllowed(t *testing.T) {
	for _, named := range []bool{false, true} {
		var axis string
		counts := []analytics.ClockCount{{Clock: "finish", All: true, Met: 30}, {Clock: "finish", Value: "王小明", Met: 30}}
		h := testHandler(t, memory.Sample(1, false), withPolicy(t, "graded", counts, nil, &axis), func(c *Config) {
			c.Judged = everyAxis{c.Judged.(fakeJudged)}
			c.Accountable = fakeAccount{c.Judged.(everyAxis).fakeJudged, named, nil}
		})
		w := get(t, h, "/service?month=2024-03&axis=handler")
		if named != (w.Code == http.StatusOK) {
			t.Errorf("named %v: answered with %d", named, w.Code)
		}
		if named && !strings.Contains(w.Body.String(), "clock=finish.counted&amp;judged=handler.%E7%8E%8B%E5%B0%8F%E6%98%8E&amp;month=2024-03\">30</a>") {
			t.Error("the complaints of a person have no door")
		}
		if strings.Contains(page(t, h, "/service?month=2024-03"), "axis=handler") != named {
			t.Errorf("named %v: the page offers persons: %v", named, !named)
		}
	}
}

// everyAxis counts by persons too.
type everyAxis struct{ fakeJudged }

func (f everyAxis) ClockCounts(_ context.Context, _ analytics.Selection, axis string, _ time.Time) ([]analytics.ClockCount, error) {
	*f.axis = axis
	return f.counts, nil
}
