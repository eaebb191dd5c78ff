package panel

import (
	"context"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/memory"
)

// fakeTold holds findings in memory.
type fakeTold []Told

func (f fakeTold) Told(context.Context, analytics.Month) ([]Told, error) { return f, nil }

var noiseOfAir = []analytics.AxisValue{{Axis: "topic", Value: "noise"}, {Axis: "product_line", Value: "空调"}}

// marchAgainstFebruary is the finding about the compared days of a page of March, with one cause.
func marchAgainstFebruary(t *testing.T, r Reader, q dashboards.Query) Told {
	t.Helper()
	c := q.Period.Previous
	now, base := q.Compared(c)
	count := func(s analytics.Selection) float64 {
		n, err := Sentences{Reader: r}.count(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		return float64(n)
	}
	f := analytics.Finding{ID: 7, Kind: analytics.FindingMonth, Month: q.Month, From: c.From, To: c.To, BaseFrom: c.BaseFrom, BaseTo: c.BaseTo, Observed: count(now), Expected: count(base), Level: 2}
	n, was := count(dashboards.WithValues(now, noiseOfAir)), count(dashboards.WithValues(base, noiseOfAir))
	return Told{f, &analytics.Attribution{Finding: 7, Month: q.Month, Sentence: "一句话。", Observed: f.Observed, Expected: f.Expected,
		Causes: []analytics.FoundCause{{Values: noiseOfAir, Observed: n, Expected: was, Added: n - was, Share: (n - was) / f.Change()}},
		Rest:   analytics.Remainder{Observed: f.Observed - n, Expected: f.Expected - was, Drift: 1.05, Share: 1 - (n-was)/f.Change()}}}
}

// march is a page of the sample's March with the reader that it asks.
func march(t *testing.T, filters analytics.Selection) (Reader, dashboards.Query) {
	t.Helper()
	r := memory.Sample(1, false)
	q, _, err := Resolve(context.Background(), r, dashboards.Query{Month: 202403, Filters: filters, Now: day("2024-04-01")})
	if err != nil || !q.Period.Previous.OK {
		t.Fatal(err, q.Period.Previous.Why)
	}
	return r, q
}

func spoken(s Sentence) string {
	text := ""
	for _, p := range s.Parts {
		if p.Door != "" {
			text += "[" + p.Text + "]"
		} else {
			text += p.Text
		}
	}
	return text
}

func TestTheMonthsSentenceSaysWhereTheChangeComesFrom(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	told := marchAgainstFebruary(t, r, q)
	view, err := Sentences{r, fakeTold{told}}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	list := view.Body.([]Sentence)
	why := spoken(list[1])
	if !strings.HasPrefix(why, "多出的 ") || !strings.Contains(why, "来自空调 × noise（[") || !strings.Contains(why, " 件]）；其余变化平稳。") || list[1].More != dashboards.FindingAddress(7) {
		t.Errorf("the month is explained by %q, %s", why, list[1].More)
	}
	for _, s := range list {
		if strings.HasPrefix(spoken(s), "上升最多的主题") {
			t.Error("the largest movement stands beside its explanation")
		}
	}
}

func TestWithoutAnExplanationTheLargestMovementsAreTold(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	told := marchAgainstFebruary(t, r, q)
	told.Why = nil
	for _, f := range []Findings{nil, fakeTold{}, fakeTold{told}} {
		view, err := Sentences{r, f}.Load(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, s := range view.Body.([]Sentence) {
			all += spoken(s) + "\n"
		}
		if !strings.Contains(all, "上升最多的主题") || !strings.Contains(all, "3 月 15 日单日") {
			t.Errorf("the month is told as %s", all)
		}
	}
}

func TestAnUnusualDayIsToldByItsExplanation(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	day := Told{analytics.Finding{ID: 9, Kind: analytics.FindingDays, Month: 202403, Level: 3}, &analytics.Attribution{Sentence: "3 月 15 日多出的都是异响。"}}
	notice := day
	notice.ID, notice.Level, notice.Why = 10, 1, &analytics.Attribution{Sentence: "只是提示。"}
	view, err := Sentences{r, fakeTold{day, notice}}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, s := range view.Body.([]Sentence) {
		all += spoken(s) + s.More + "\n"
	}
	if !strings.Contains(all, "3 月 15 日多出的都是异响。"+dashboards.FindingAddress(9)) || strings.Contains(all, "单日") || strings.Contains(all, "只是提示") {
		t.Errorf("the month is told as %s", all)
	}
}

func TestWhyLeadsFromBeforeToNowAndShowsTheRest(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	told := marchAgainstFebruary(t, r, q)
	view, err := Why{r, fakeTold{told}}.Load(context.Background(), q)
	if err != nil || view.Empty != "" {
		t.Fatal(err, view.Empty)
	}
	body := view.Body.(WhyBody)
	if len(body.Rows) != 1 || body.Rows[0].Tone != "up" || !strings.HasPrefix(view.Title, "为什么比上月同期多 ") {
		t.Errorf("%s: %+v", view.Title, body.Rows)
	}
	// The bars follow one another: base, cause, rest, now.
	row := body.Rows[0]
	for name, pair := range map[string][2]float64{"the cause begins where the base ends": {body.BaseBar, row.X}, "the rest begins where the cause ends": {row.X + row.Width, body.Rest.X},
		"the rest ends at now": {body.Rest.X + body.Rest.Width, body.NowBar}} {
		if d := pair[0] - pair[1]; d > 0.5 || d < -0.5 {
			t.Errorf("%s: %v", name, pair)
		}
	}
	if n := len(view.Table.Rows); n != 2 {
		t.Errorf("the table has %d rows, want the cause and the rest", n)
	}
}

func TestWhySaysWhyItSaysNothing(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	told := marchAgainstFebruary(t, r, q)
	other, unexplained := told, told
	other.Observed++
	unexplained.Why = nil
	air := analytics.Selection{}.With("product_line", "空调")
	_, filtered := march(t, air)
	_, two := march(t, air.With("channel", "电话", "网络"))
	sealed := q
	sealed.Filters.Basis = analytics.BasisThen
	alone := q
	alone.Period.Previous = dashboards.Comparison{Why: "上月没有数据"}
	alone.Period.YearAgo = dashboards.Comparison{Why: "去年同月没有数据"}
	for want, c := range map[string]struct {
		f Findings
		q dashboards.Query
	}{
		"正在按新的数字重算":       {fakeTold{other}, q},
		"按现行口径计算":         {fakeTold{other}, sealed},
		"还没有算出原因":         {fakeTold{unexplained}, q},
		"没有单独算过原因":        {fakeTold{told}, filtered},
		"上月和去年同月都没有数据":    {fakeTold{told}, alone},
		"这些筛选条件合起来没有单独算过": {fakeTold{told}, two},
	} {
		view, err := Why{r, c.f}.Load(context.Background(), c.q)
		if err != nil || !strings.Contains(view.Empty, want) {
			t.Errorf("want %q, got %q, %v", want, view.Empty, err)
		}
	}
}

func TestAFilterThatIsASeriesHasItsOwnWhy(t *testing.T) {
	r, q := march(t, analytics.Selection{}.With("product_line", "空调"))
	told := marchAgainstFebruary(t, r, q)
	told.Series = []analytics.AxisValue{{Axis: "product_line", Value: "空调"}}
	view, err := Why{r, fakeTold{told}}.Load(context.Background(), q)
	if err != nil || view.Empty != "" {
		t.Error(err, view.Empty)
	}
}

func TestWhatHappensInsideOfASteadyTotalIsTheNews(t *testing.T) {
	r, q := march(t, analytics.Selection{})
	told := marchAgainstFebruary(t, r, q)
	cold := []analytics.AxisValue{{Axis: "topic", Value: "cold"}}
	change := told.Observed - told.Expected
	told.Why.Causes = []analytics.FoundCause{{Values: noiseOfAir, Observed: 300, Expected: 300 - 3*change, Added: 3 * change, Share: 3}, {Values: cold, Observed: 10, Expected: 10 + 2*change, Added: -2 * change, Share: -2}}
	view, err := Sentences{r, fakeTold{told}}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if why := spoken(view.Body.([]Sentence)[1]); !strings.HasPrefix(why, "总数变化不大，内部此消彼长：空调 × noise（") || !strings.Contains(why, "、cold（") {
		t.Errorf("the month is told as %q", why)
	}
	view, err = Why{r, fakeTold{told}}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if rows := view.Body.(WhyBody).Rows; rows[0].Share != "–" || rows[1].Share != "–" {
		t.Errorf("shares beyond the whole are told: %s, %s", rows[0].Share, rows[1].Share)
	}
}
