package panel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/memory"
)

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// many makes n complaints of one day.
func many(n int, when, topic, line string) []memory.Record {
	var list []memory.Record
	for i := range n {
		c := analytics.Complaint{Source: "s", ID: fmt.Sprint(when, topic, line, i), ReceivedAt: day(when).Add(time.Hour), Text: fmt.Sprint(topic, i, when), Product: analytics.Product{Line: line}}
		list = append(list, memory.Record{Complaint: c, Insight: &analytics.Insight{Topic: topic}})
	}
	return list
}

// steady fills months with the same number every day.
func steady(from, to string, perDay int, topic, line string) []memory.Record {
	var list []memory.Record
	for d := day(from); !d.After(day(to)); d = d.AddDate(0, 0, 1) {
		list = append(list, many(perDay, dashboards.DateText(d), topic, line)...)
	}
	return list
}

func resolved(t *testing.T, r Reader, month analytics.Month) dashboards.Query {
	t.Helper()
	q, _, err := Resolve(context.Background(), r, dashboards.Query{Month: month, Now: day("2024-06-01")})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// said is the sentences of a page as text, proofs in brackets.
func said(t *testing.T, r Reader, q dashboards.Query) []string {
	t.Helper()
	view, err := Sentences{Reader: r}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range view.Body.([]Sentence) {
		text := ""
		for _, p := range s.Parts {
			text += p.Text
		}
		list = append(list, text+"["+s.Proof+"]")
	}
	return list
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestARiseIsToldWithWhereItConcentrates(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-02-01", "2024-03-31", 4, "noise", "空调")}
	r.Records = append(r.Records, steady("2024-02-01", "2024-03-31", 4, "cold", "冰箱")...)
	r.Records = append(r.Records, many(80, "2024-03-20", "cold", "手机")...)
	expect(t, said(t, r, resolved(t, r, 0)),
		"本月收到投诉 328 件，比上月多 96 件（▲ 41.4%）。[上月 232 件]",
		"上升最多的主题是cold：204 件，上月 116 件；其中手机占增量的 90.9%。[产品线：0 → 80 · 其余合计 +8]",
		"3 月 20 日单日 88 件，为本月平日的 11 倍。[本月每日中位数 8 件]")
}

func TestAFallIsToldToo(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-02-01", "2024-03-31", 3, "a", "x")}
	r.Records = append(r.Records, steady("2024-02-01", "2024-02-29", 2, "b", "x")...)
	expect(t, said(t, r, resolved(t, r, 0)),
		"本月收到投诉 93 件，比上月少 52 件（▼ 35.9%）。[上月 145 件]",
		"下降最多的主题是b：0 件，上月 58 件，少 58 件（▼ 100%）。[]")
}

func TestAnUnfinishedMonthIsComparedOnTheSameDaysAndSaysSo(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-03-01", "2024-04-10", 2, "a", "x")}
	expect(t, said(t, r, resolved(t, r, 0)), "本月收到投诉 20 件，比上月同期的 10 天持平。[数据止于 4 月 10 日 · 上月同期 20 件]")
	running := resolved(t, r, 0)
	q, _, err := Resolve(context.Background(), r, dashboards.Query{Now: day("2024-04-10").Add(9 * time.Hour)})
	if err != nil || q.Month != running.Month {
		t.Fatal(q.Month, err)
	}
	expect(t, said(t, r, q), "本月收到投诉 20 件；其中 4 月 1 日 – 9 日 18 件，比上月同期的 9 天持平。[本月未完 · 上月同期 18 件]")
}

func TestAMonthAtTheEdgeOfTheDataIsNeverTheBase(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-01-29", "2024-02-29", 5, "a", "x")}
	expect(t, said(t, r, resolved(t, r, 0)), "本月收到投诉 145 件。[]", "上月不完整（数据始于 1 月 29 日），去年同月没有数据，因此不作环比和同比。[]")
}

func TestOneMonthOnlySaysWhyNothingIsCompared(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-03-01", "2024-03-31", 1, "a", "x")}
	expect(t, said(t, r, resolved(t, r, 0)), "本月收到投诉 31 件。[]", "上月和去年同月都没有数据，因此不作环比和同比。[]")
}

func TestSourceCategoriesSpeakWhileTopicsAreSilent(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-02-01", "2024-03-31", 2, "", "x")}
	for i := range r.Records {
		c := &r.Records[i].Complaint
		c.Category = "质量"
		if analytics.MonthOf(c.ReceivedAt) == 202403 && i%2 == 0 {
			c.Category = "价格"
		}
	}
	got := said(t, r, resolved(t, r, 0))
	if len(got) < 3 || !strings.HasPrefix(got[1], "上升最多的来源分类是价格：31 件，上月 0 件") {
		t.Errorf("got %q", got)
	}
}

func TestChanceIsCalledChance(t *testing.T) {
	r := &memory.Reader{Records: append(steady("2024-02-01", "2024-03-31", 1, "a", "x"), many(2, "2024-03-05", "a", "x")...)}
	if got := said(t, r, resolved(t, r, 0))[0]; !strings.Contains(got, "多 4 件（▲ 13.8%），在偶然起伏之内") {
		t.Error(got)
	}
}

func TestAMonthWithoutComplaintsUnderTheFilters(t *testing.T) {
	r := memory.Sample(1, false)
	q := resolved(t, r, 202402)
	q.Filters = q.Filters.With("product", "none")
	for _, p := range Overview(r, nil).Panels {
		if v := dashboards.LoadOne(context.Background(), p, q); v.Err != nil {
			t.Errorf("%s: %v", p.Name(), v.Err)
		}
	}
	expect(t, said(t, r, q)[:1], "本月没有符合筛选的投诉。[]")
}

func TestThePartsOfEveryRankingAreItsTotal(t *testing.T) {
	r := memory.Sample(3, true)
	for i := range 30 {
		r.Records = append(r.Records, many(2, "2024-02-10", fmt.Sprint("topic", i), "x")...)
	}
	for i := range r.Records {
		r.Records[i].Mark.Duplicate, r.Records[i].Mark.Copied = i%4 == 0, i%5 == 0
	}
	q := resolved(t, r, 202402)
	n, _ := r.CountByMonth(context.Background(), q.MonthSelection())
	whole, err := r.Figures(context.Background(), q.MonthSelection(), q.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, axis := range analytics.Axes {
		view, err := Rank{Reader: r, Axis: axis, PanelID: "x"}.Load(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		var sum, matters, wordings uint64
		rows := view.Body.(Ranking).Rows
		for _, row := range rows {
			sum, matters, wordings = sum+row.N, matters+row.Deduplicated, wordings+row.Untemplated
			if row.Repeats != row.N-row.Deduplicated || (row.Repeats > 0) != (row.RepeatsDoor != "") {
				t.Errorf("%s: %+v does not lead to what 去重件 leaves out", axis, row)
			}
			if row.Bar < 0 || row.Bar > 100 {
				t.Errorf("%s: bar %v", axis, row.Bar)
			}
		}
		if matters != whole.Deduplicated || wordings != whole.Untemplated {
			t.Errorf("%s: 去重件 %d and 去模板件 %d, not %d and %d", axis, matters, wordings, whole.Deduplicated, whole.Untemplated)
		}
		if sum != n[0].N || len(rows) > shownRows+3 {
			t.Errorf("%s: %d rows add up to %d, not %d", axis, len(rows), sum, n[0].N)
		}
	}
}

func TestEveryComplaintStandsInOneCellOfTheMatrix(t *testing.T) {
	var pairs []analytics.PairCount
	var n uint64
	for a := range 20 {
		for b := range 15 {
			c := analytics.PairCount{A: fmt.Sprint("p", a), B: fmt.Sprint("t", b), N: uint64(a * b % 7)}
			if a == 0 {
				c.A = ""
			}
			if b == 0 {
				c.B = ""
			}
			pairs, n = append(pairs, c), n+c.N
		}
	}
	g := newGrid(pairs)
	var sum uint64
	for r := range g.rows.size() {
		for c := range g.columns.size() {
			sum += g.at(r, c)
		}
	}
	if sum != n || g.n != n || g.rows.size() != matrixRows+2 || g.columns.size() != matrixColumns+2 {
		t.Errorf("%d of %d in %d × %d", sum, n, g.rows.size(), g.columns.size())
	}
}

func TestEveryProvinceHasATileOfItsOwn(t *testing.T) {
	taken := map[[2]int]string{}
	for _, p := range provinces {
		if other := taken[[2]int{p.Column, p.Row}]; other != "" {
			t.Errorf("%s lies on %s", p.Name, other)
		}
		taken[[2]int{p.Column, p.Row}] = p.Name
		if p.Column >= tileColumns || p.Row >= tileRows {
			t.Errorf("%s is outside", p.Name)
		}
	}
	if len(taken) != 34 {
		t.Errorf("%d tiles", len(taken))
	}
}

func TestPlacesThatAreNoProvincesAreRanked(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-03-01", "2024-03-31", 2, "a", "x")}
	for i := range r.Records {
		r.Records[i].Complaint.Region.City = fmt.Sprint("A", i%3, "市")
	}
	view, err := Regions{r}.Load(context.Background(), resolved(t, r, 0))
	if err != nil || view.Kind != "ranking" || view.Body.(Ranking).Axis != "city" {
		t.Errorf("%+v %v", view, err)
	}
}

func TestWhatIsNotConnectedSaysWhatItNeeds(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-03-01", "2024-03-31", 1, "a", "x")}
	view, err := Figures{r}.Load(context.Background(), resolved(t, r, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range view.Body.([]Figure)[3:] {
		if f.Value != "" || f.None == "" || len(f.Notes) == 0 {
			t.Errorf("%+v", f)
		}
	}
}

func TestTheRateNeedsAWholeMonthWithoutFilters(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-02-01", "2024-03-31", 1, "a", "x"), Exposures: map[analytics.Month][]analytics.ExposureSum{202403: {{Unit: "orders", Value: 10000}}}}
	q := resolved(t, r, 0)
	rate := func(q dashboards.Query) Figure {
		view, err := Figures{r}.Load(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return view.Body.([]Figure)[5]
	}
	f := rate(q)
	if f.Value != "31" || f.Unit != "件/万单" || len(f.Notes) != 3 {
		t.Fatalf("%+v", f)
	}
	if n, of, between := f.Notes[0], f.Notes[1], f.Notes[2]; n[1].Text != "31" || n[1].Door == "" || of[0].Text != "订单量 10,000" || between[0].Text != "95% 区间 21.1–44" { // 31 is known to ±35 %
		t.Errorf("%+v", f.Notes)
	}
	q.Filters = q.Filters.With("topic", "a")
	if f := rate(q); f.Value != "" {
		t.Errorf("with a filter: %+v", f)
	}
}

func TestAFailingReaderIsToldByEveryPanelOnItsOwn(t *testing.T) {
	r := memory.Sample(1, false)
	r.Fail = map[string]error{"CountByPair": errors.New("gone")}
	q := resolved(t, r, 202402)
	for _, v := range dashboards.LoadAll(context.Background(), Overview(r, nil).Panels, q) {
		if (v.Err != nil) != (v.Name == "matrix") {
			t.Errorf("%s: %v", v.Name, v.Err)
		}
	}
}

func TestASourceThatIsNewOrCutDoesNotMakeAHeadline(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-01-01", "2024-03-31", 3, "a", "x")}
	fresh := steady("2024-02-20", "2024-03-31", 9, "b", "x")
	for i := range fresh {
		fresh[i].Complaint.Source = "new"
	}
	r.Records = append(r.Records, fresh...)
	got := said(t, r, resolved(t, r, 0))
	expect(t, got, "本月收到投诉 372 件；其中可比的来源 93 件，比上月多 6 件（▲ 6.9%），在偶然起伏之内。[上月 87 件（来源 new 没有覆盖这些天，未计入）]")
}

func TestTwoFilesOfOtherYearsDoNotCoverForEachOther(t *testing.T) {
	r := &memory.Reader{Records: steady("2024-01-29", "2024-03-31", 20, "a", "x")}
	old := steady("2019-01-01", "2020-01-08", 2, "b", "x")
	for i := range old {
		old[i].Complaint.Source = "gov"
	}
	r.Records = append(r.Records, old...)
	expect(t, said(t, r, resolved(t, r, 202402))[1:], "上月不完整（来源 s 数据始于 1 月 29 日），去年同月没有数据，因此不作环比和同比。[]")
	if got := said(t, r, resolved(t, r, 202403))[0]; got != "本月收到投诉 620 件，比上月多 40 件（▲ 6.9%），在偶然起伏之内。[上月 580 件]" {
		t.Error(got)
	}
}

func TestASilenceInsideOfACoverageIsAnEdgeToo(t *testing.T) {
	// Two files under one name: the coverage reaches from the first to the last day, the complaints do not.
	r := &memory.Reader{Records: append(steady("2019-01-01", "2020-01-08", 2, "b", "x"), steady("2024-01-29", "2024-04-12", 20, "a", "x")...)}
	expect(t, said(t, r, resolved(t, r, 202402)), "本月收到投诉 580 件。[]", "上月不完整（数据始于 1 月 29 日），去年同月没有数据，因此不作环比和同比。[]")
	if got := said(t, r, resolved(t, r, 202403))[0]; !strings.HasPrefix(got, "本月收到投诉 620 件，比上月多 40 件") || strings.Contains(got, "去年") {
		t.Error(got)
	}
	view, err := Trend{r}.Load(context.Background(), resolved(t, r, 202403))
	if err != nil || len(view.Table.Rows) != 4 || view.Title != "逐月投诉量" {
		t.Errorf("%q %v %v", view.Title, view.Table, err)
	}
}

func TestTheLargestOfManyChangesMustBeRarerThanOneAlone(t *testing.T) {
	if one, many := rareAmong(1), rareAmong(100); one != 2.6 || many < 3.8 || many > 4 {
		t.Errorf("%v, %v", one, many)
	}
	r := &memory.Reader{Records: steady("2024-02-01", "2024-03-31", 9, "steady", "x")}
	for i := range 90 {
		r.Records = append(r.Records, many(1+i%3, "2024-02-10", fmt.Sprint("t", i), "x")...)
		r.Records = append(r.Records, many(1+(i+1)%3, "2024-03-10", fmt.Sprint("t", i), "x")...)
	}
	r.Records = append(r.Records, many(6, "2024-03-20", "by chance", "x")...)
	for _, s := range said(t, r, resolved(t, r, 0)) {
		if strings.Contains(s, "上升最多") {
			t.Error(s)
		}
	}
}
