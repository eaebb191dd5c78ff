package warehouse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/dashboards/memory"
	"huisheng/dashboards/web"
)

var _ web.Reader = withSeals{}

// withSeals is a warehouse with the seals that the state would tell.
type withSeals struct {
	*Warehouse
	seals []analytics.Seal
}

func (w withSeals) Seals(context.Context) ([]analytics.Seal, error) { return w.seals, nil }

// pageMoment is when the pages are asked: some clocks of the newest complaints still run.
var pageMoment = at("2024-04-29 12:00")

// planted is the same complaints twice: as the warehouse holds them, and in memory, where loops count them.
func planted(t *testing.T, seed uint64) (*Warehouse, *memory.Reader) {
	t.Helper()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	m := &memory.Reader{Run: 9}
	var arrivals []analytics.Arrival[analytics.Complaint]
	var insights []analytics.Insight
	var marks []analytics.Marked
	var events []analytics.Arrival[analytics.Event]
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	for i := range 400 {
		when := at("2024-02-27 00:00").Add(time.Duration(rng.IntN(62*24*60)) * time.Minute)
		c := analytics.Complaint{Source: pick("a", "b"), ID: fmt.Sprintf("%03d", i), Version: uint32(rng.IntN(2)), ReceivedAt: when, Channel: pick("", "电话", "网络"),
			Subject: pick("", "空调", "It's \\ {x}"), Text: pick("", "不制冷", "100% 坏_了", "异响\n很大", "</script><script>alert(1)</script>"),
			Product: analytics.Product{Line: pick("", "空调", "手机"), Name: pick("", "A1", "B2", "__f__alert(1)__f__")}, Region: analytics.Region{Province: pick("", "广东", "北京")},
			Department: pick("", "售后"), Grade: pick("", "A", "B", "D", "X"), Category: pick("", "质量/异响", "服务"), Attributes: map[string]string{"k": pick("v", ""), "It's {x:String}": pick("a\\'b", "1")}}
		if i%5 == 0 {
			amount := int64(i%3) * 5000
			c.AmountFen = &amount
		}
		if i%6 > 0 {
			c.Customer = analytics.Customer{Key: uint64(i*i%311 + 1), Tier: []string{"", "普通", "普通", "普通", "普通", "普通", "金卡"}[i%7], Segment: []string{"", "企业"}[i%2]}
		}
		if i%29 == 0 {
			c.SenderKind = "regulator"
		}
		content := uint64(i)*10 + 1
		// A telling that lost: an earlier content of the same version, or of a lower one.
		if rng.IntN(4) == 0 {
			lost := c
			lost.Channel, lost.Text = "旧渠道", "旧文"
			lost.Attributes = map[string]string{"k": "old"}
			arrivals = append(arrivals, analytics.Arrival[analytics.Complaint]{Record: lost, Content: content + 1, Origin: analytics.Origin{Epoch: 1, Offset: uint64(len(arrivals)), ArrivedAt: when}})
		}
		for range 1 + rng.IntN(2) {
			arrivals = append(arrivals, analytics.Arrival[analytics.Complaint]{Record: c, Content: content, Origin: analytics.Origin{Epoch: 1, Offset: uint64(len(arrivals)), ArrivedAt: when}})
		}
		record := memory.Record{Complaint: c}
		if rng.IntN(10) > 0 {
			in := analytics.Insight{Key: analytics.Key{Source: c.Source, ID: c.ID}, Month: analytics.MonthOf(when), Content: content, Model: "m1", Topic: pick("", "noise", "cold"),
				Why: analytics.Label{Code: pick("", "quality")}, Where: analytics.Label{Code: pick("", "use", "repair")},
				TopicFrom: "rule", Wordless: c.Words() == "", EnrichedAt: when, Evidence: []analytics.Evidence{{Topic: "noise", From: 0, To: 2}}}
			if !in.Wordless {
				in.TextHash = hashOf(c.Words())
			}
			if rng.IntN(4) > 0 { // others were read before searching was
				in.ReceivedAt, in.Folded = when, text.Fold(c.Words())
			}
			in.Sentiment, in.Rating = float32(i%5)/4-0.5, uint8(i%6)
			in.Demands = [][]string{nil, {"refund"}, {"refund", "apology"}, {"repair"}}[i%4]
			in.Urgency = [][]string{nil, nil, {"safety"}, {"safety", "media"}, nil}[i%5]
			older := in
			older.Model, older.Topic, older.EnrichedAt = "m0", "old", when.Add(-time.Hour)
			insights = append(insights, older, in)
			record.Insight = &in
		}
		step := func(kind string, after time.Duration, satisfaction uint8) {
			e := analytics.Event{Source: c.Source, ID: fmt.Sprintf("%d-%d", i, len(record.Events)), ComplaintID: c.ID, Kind: kind, At: when.Add(after), Satisfaction: satisfaction}
			record.Events = append(record.Events, e)
			events = append(events, analytics.Arrival[analytics.Event]{Record: e, Content: hashOf(e.ID), Origin: analytics.Origin{Epoch: 1, Offset: uint64(len(events)), ArrivedAt: when}})
		}
		if rng.IntN(3) > 0 {
			step("accepted", time.Minute, 0)
			step(pick("first_response", "replied"), time.Duration(rng.IntN(60))*time.Hour, 0)
			if rng.IntN(2) == 0 {
				step("followed_up", 70*time.Hour, uint8(rng.IntN(6)))
			}
			if rng.IntN(8) == 0 {
				step(pick("withdrawn", "merged", "invalidated"), 80*time.Hour, 0)
				if rng.IntN(3) == 0 {
					step("reopened", time.Duration(78+rng.IntN(4))*time.Hour, 0) // before, at the same time, or after
				}
			}
		}
		for _, e := range outcomesOf(i) {
			e.Source, e.ID, e.ComplaintID, e.At = c.Source, fmt.Sprintf("%d-%d", i, len(record.Events)), c.ID, when.Add(100*time.Hour+time.Duration(len(record.Events)*i)*time.Minute)
			record.Events = append(record.Events, e)
			events = append(events, analytics.Arrival[analytics.Event]{Record: e, Content: hashOf(e.ID), Origin: analytics.Origin{Epoch: 1, Offset: uint64(len(events)), ArrivedAt: when}})
		}
		if i%3 == 0 {
			record.Mark = analytics.Mark{Matter: uint64(i%9 + 1), Duplicate: i > 9, Mass: uint64(i % 5), Template: uint64(i % 2), Copied: i%4 == 2}
			marks = append(marks, analytics.Marked{Key: analytics.Key{Source: c.Source, ID: c.ID}, Month: analytics.MonthOf(when), Mark: record.Mark})
		}
		m.Records = append(m.Records, record)
	}
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, arrivals))
	must(t, w.StoreEvents(ctx, events))
	must(t, w.InsertInsights(ctx, insights))
	must(t, w.InsertMarks(ctx, marks, 1))
	for _, month := range []analytics.Month{202402, 202403, 202404} {
		must(t, w.AssembleMonth(ctx, month, 9, everything))
		judge(t, w, m, month, 9)
	}
	return w, m
}

// judge writes what the policy of the loops says of a month.
func judge(t *testing.T, w *Warehouse, m *memory.Reader, month analytics.Month, run uint64) {
	t.Helper()
	must(t, w.ReplaceJudged(context.Background(), month, run, func(put func(analytics.Judged) error) error {
		for _, j := range m.Judged(month) {
			if err := put(j); err != nil {
				return err
			}
		}
		return nil
	}))
}

// selections are what pages ask: days, values, refused values, "not told".
func selections() []analytics.Selection {
	march := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last()}
	return []analytics.Selection{
		{}, march, march.Between(at("2024-02-28 00:00"), at("2024-03-01 00:00")), march.With("topic", ""), march.With("topic", "noise", "cold"),
		march.With("topic_why", "quality").With("topic_where", "use", ""), march.With("topic_where", "use").Without("topic_why", "quality"),
		march.Without("product", "", "A1"), march.With("product", "__f__alert(1)__f__").With("province", "广东"), march.With("channel", "旧渠道"),
		march.With("source", "a").Without("category", "服务"), march.With("grade", "it's"),
		march.With("attributes.It's {x:String}", "a\\'b").Without("attributes.k", ""), march.With("attributes.k", "v", "").With("attributes.none", ""), {Choices: []analytics.Choice{{Axis: "attributes.k", Values: []string{"v"}}, {Axis: "product", Values: []string{"A1", ""}}}},
		march.With(analytics.AxisDemand, "refund", "apology"), march.Without(analytics.AxisUrgency, "safety").With(analytics.AxisMood, analytics.BandBad), {To: at("2024-03-05 00:00")}, {From: at("2024-04-20 00:00")},
		{Group: analytics.Group{Kind: analytics.GroupMatter, ID: 4}}, {Group: analytics.Group{Kind: analytics.GroupTemplate, ID: 1}, To: at("2024-03-20 00:00")},
	}
}

func TestPagesCountAsLoopsDo(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 7)
	ctx := context.Background()
	base := analytics.Selection{From: analytics.Month(202402).First(), To: analytics.Month(202402).Last()}
	for i, s := range selections() {
		countsAsLoops(t, fmt.Sprint("selection ", i), w, m, s, base, append([]string{"attributes.k"}, analytics.Choosable...))
	}
	march := selections()[1].With("topic", "noise")
	axes := []string{"batch", "product", "province", "channel"}
	want, _ := m.CountByAxes(ctx, axes, march, base.With("topic", "noise"))
	got, err := w.CountByAxes(ctx, axes, march, base.With("topic", "noise"))
	alike(t, "several axes", want, got, err)
	months, _ := m.Months(ctx)
	gotMonths, err := w.Months(ctx)
	alike(t, "months", months, gotMonths, err)
}

func alike(t *testing.T, what string, want, got any, errs ...error) {
	t.Helper()
	for _, err := range errs {
		must(t, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff[:min(len(diff), 1500)])
	}
}

// countsAsLoops compares every count of a selection, of some axes, with what loops over the same complaints count.
func countsAsLoops(t *testing.T, name string, w *Warehouse, m *memory.Reader, s, base analytics.Selection, axes []string) {
	t.Helper()
	ctx := context.Background()
	months, err1 := m.CountByMonth(ctx, s)
	got, err2 := w.CountByMonth(ctx, s)
	alike(t, name+" by month", months, got, err1, err2)
	days, _ := m.CountByDay(ctx, s)
	gotDays, err := w.CountByDay(ctx, s)
	alike(t, name+" by day", days, gotDays, err)
	for _, axis := range axes {
		values, _ := m.CountByAxis(ctx, axis, s, base)
		gotValues, err := w.CountByAxis(ctx, axis, s, base)
		alike(t, name+" by "+axis, values, gotValues, err)
	}
	pairs, _ := m.CountByPair(ctx, "product", "topic", s)
	gotPairs, err := w.CountByPair(ctx, "product", "topic", s)
	alike(t, name+" by pair", pairs, gotPairs, err)
	figures, _ := m.Figures(ctx, s, pageMoment)
	gotFigures, err := w.Figures(ctx, s, pageMoment)
	alike(t, name+" figures", figures, gotFigures, err)
}

func TestEveryStateListsWhatTheCardsCount(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 11)
	ctx := context.Background()
	for i, s := range append(selections()[:6], selections()[12:17]...) {
		for _, state := range append([]analytics.State{""}, analytics.States...) {
			want, _ := m.TallyComplaints(ctx, s.In(state), pageMoment)
			got, err := w.TallyComplaints(ctx, s.In(state), pageMoment)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("selection %d, state %q: %s", i, state, diff)
			}
		}
		f, err := w.Figures(ctx, s, pageMoment)
		must(t, err)
		for state, n := range map[analytics.State]uint64{"": f.N, analytics.StateRepeated: f.Repeated, analytics.StateWordless: f.Wordless, analytics.StateClocked: f.Clocked,
			analytics.StateOnTime: f.OnTime, analytics.StateRated: f.Rated, analytics.StateSatisfied: f.Satisfied, analytics.StateContradicting: f.Contradicting} {
			if tally, err := w.TallyComplaints(ctx, s.In(state), pageMoment); err != nil || tally.N != n {
				t.Errorf("selection %d: the card of %q says %d, its door %d (%v)", i, state, n, tally.N, err)
			}
		}
	}
}

func TestAListIsPagedByKeyAndFindsWords(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 13)
	ctx := context.Background()
	for _, words := range []string{"", "制冷", "100% 坏_", "\\ {x}", "</script>", "旧文", "%", "ＩＴ＇S", "冷", "制冷 空调", "空调 -制冷", "-空调",
		"\"it's \\ {x}\" 坏", "\"异响 很大\""} {
		s := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last(), Words: words}
		want, _ := m.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 1000)
		var got []analytics.Listed
		for after := (analytics.Cursor{}); ; {
			page, err := w.ListComplaints(ctx, s, pageMoment, after, 31)
			must(t, err)
			got = append(got, page...)
			if len(page) < 31 {
				break
			}
			after = analytics.Cursor{ReceivedAt: page[30].ReceivedAt, Key: page[30].Key}
		}
		if words == "旧文" && len(got) > 0 {
			t.Error("a telling that lost was found by its words")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("words %q: %s", words, diff[:min(len(diff), 1500)])
		}
	}
}

func TestAComplaintIsListedBeforeAnythingWasComputed(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "刚到")}))
	list, err := w.ListComplaints(ctx, analytics.Selection{}, pageMoment, analytics.Cursor{}, 10)
	must(t, err)
	if len(list) != 1 || !list[0].Pending || !strings.Contains(list[0].Head, "刚到") {
		t.Errorf("got %+v", list)
	}
	tally, err := w.TallyComplaints(ctx, analytics.Selection{}, pageMoment)
	must(t, err)
	if tally != (analytics.Tally{N: 1, Pending: 1}) {
		t.Errorf("got %+v", tally)
	}
}

func TestADossierHoldsTheTellingThatCounts(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	a, b := arrival(0, "1", "2024-03-01 08:00", "先说"), arrival(1, "1", "2024-03-01 08:00", "后说")
	again := a
	again.Origin.Offset = 2
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a, b, again}))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e1", "1", "closed", "2024-03-05 08:00"), event(1, "e0", "1", "accepted", "2024-03-01 09:00"),
		event(2, "e1", "1", "closed", "2024-03-06 08:00")}))
	d, err := w.ReadComplaint(ctx, key("1"))
	must(t, err)
	if d.Complaint.Text != "后说" || d.Insight != nil {
		t.Errorf("got %+v", d)
	}
	if len(d.Told) != 2 || d.Told[0].Arrivals != 2 || d.Told[0].Winner || !d.Told[1].Winner {
		t.Errorf("told %+v", d.Told)
	}
	if len(d.Events) != 2 || d.Events[0].Kind != "accepted" || !d.Events[1].At.Equal(at("2024-03-06 08:00")) {
		t.Errorf("events %+v", d.Events)
	}
	if _, err := w.ReadComplaint(ctx, key("none")); analytics.KindOf(err) != analytics.KindMissing {
		t.Errorf("got %v", err)
	}
}

func TestExposureTakesTheNewestValueAndTotalsBeforeSplits(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	tell := func(offset uint64, source, unit string, value float64, dimensions map[string]string) analytics.Arrival[analytics.Exposure] {
		return analytics.Arrival[analytics.Exposure]{Record: analytics.Exposure{Source: source, Month: 202403, Unit: unit, Dimensions: dimensions, Value: value},
			Content: hashOf(source, unit, fmt.Sprint(value, dimensions)), Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-04-01 00:00")}}
	}
	must(t, w.StoreExposures(ctx, []analytics.Arrival[analytics.Exposure]{tell(0, "a", "orders", 90, nil), tell(1, "a", "orders", 100, nil),
		tell(2, "a", "orders", 60, map[string]string{"p": "x"}), tell(3, "b", "orders", 5, map[string]string{"p": "x"}), tell(4, "b", "orders", 7, map[string]string{"p": "y"}), tell(5, "b", "users", 3, nil)}))
	got, err := w.Exposure(ctx, 202403)
	must(t, err)
	if diff := cmp.Diff([]analytics.ExposureSum{{Unit: "orders", Value: 112}, {Unit: "users", Value: 3}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsRefuseWordsAndUnknownAxes(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	if _, err := w.CountByDay(ctx, analytics.Selection{Words: "x"}); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("words: %v", err)
	}
	if _, err := w.CountByAxis(ctx, "topic FROM system.tables --", analytics.Selection{}, analytics.Selection{}); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("axis: %v", err)
	}
	if _, err := w.CountByMonth(ctx, (analytics.Selection{}).With("1; --", "x")); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("choice: %v", err)
	}
}

func TestAComplaintThatMovedIsListedInItsNewMonthOnly(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	before, after := arrival(0, "1", "2024-03-30 08:00", "三月"), arrival(1, "1", "2024-04-02 08:00", "四月")
	after.Record.Version = 1
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{before, after, arrival(2, "2", "2024-03-31 08:00", "留下")}))
	must(t, w.InsertMoved(ctx, []analytics.Moved{{Key: key("1"), Month: 202403, Gone: true, Seq: 5}}))
	for _, c := range []struct {
		from, to string
		want     []string
	}{{"2024-03-01", "2024-03-31", []string{"2"}}, {"2024-04-01", "2024-04-30", []string{"1"}}, {"2024-03-01", "2024-04-30", []string{"1", "2"}}} {
		s := analytics.Selection{From: at(c.from + " 00:00"), To: at(c.to + " 00:00")}
		list, err := w.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 10)
		must(t, err)
		var got []string
		for _, l := range list {
			got = append(got, l.ID)
		}
		tally, err := w.TallyComplaints(ctx, s, pageMoment)
		must(t, err)
		if diff := cmp.Diff(c.want, got); diff != "" || tally.N != uint64(len(c.want)) {
			t.Errorf("%s to %s: %s, %d", c.from, c.to, diff, tally.N)
		}
	}
}

func TestAListLooksFurtherWhenTheNewestTellingsDoNotCount(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var rows []analytics.Arrival[analytics.Complaint]
	// Each of these was told to be of late March first, and then of early March.
	for i := range 400 {
		id := fmt.Sprintf("%03d", i)
		wrong, right := arrival(uint64(2*i), id, "2024-03-28 08:00", "错"), arrival(uint64(2*i+1), id, "2024-03-02 08:00", "对")
		right.Record.Version = 1
		rows = append(rows, wrong, right)
	}
	rows = append(rows, arrival(9000, "between", "2024-03-10 08:00", "中间"))
	must(t, w.StoreComplaints(ctx, rows))
	s := analytics.Selection{From: at("2024-03-01 00:00"), To: at("2024-03-31 00:00")}
	list, err := w.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 3)
	must(t, err)
	if len(list) != 3 || list[0].ID != "between" || list[1].ID != "399" || list[2].ID != "398" {
		t.Errorf("got %+v", list)
	}
}
