package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// pastCases stores complaints of two imports, with ends of every kind, and assembles their month.
func pastCases(t *testing.T) *Warehouse {
	w, ctx := fresh(t), context.Background()
	var insights []analytics.Insight
	store := func(number uint32, offset uint64, id, topic, product, words string) {
		a := arrival(offset, id, "2024-03-01 08:00", words)
		a.Record.Product.Name, a.Record.Subject = product, "标题"
		if id == "answered" {
			a.Record.Attributes = map[string]string{"处理结果": " 已换新 ", "likes": "3"}
		}
		must(t, w.StoreComplaints(ctx, of(number, a)))
		insights = append(insights, analytics.Insight{Key: key(id), Month: 202403, Content: a.Content, ReceivedAt: a.Record.ReceivedAt, Model: "m1", Topic: topic, Tokens: strings.Fields(words),
			Folded: words, EnrichedAt: at("2024-05-01 08:00")})
	}
	store(1, 0, "new", "battery", "X1", "电池 漏液 退款")
	store(1, 1, "closed", "battery", "X1", "电池 漏液 退款 一")
	store(1, 2, "answered", "battery", "X2", "电池 漏液 二")
	store(1, 3, "open", "battery", "X1", "电池 漏液 三")
	store(1, 4, "gone", "battery", "X1", "电池 漏液 四")
	store(2, 5, "undone", "battery", "X1", "电池 漏液 五")
	store(1, 6, "step undone", "battery", "X1", "电池 漏液 六")
	store(1, 7, "screen", "screen", "X1", "屏幕 退款 电池")
	store(1, 8, "unrelated", "screen", "X1", "屏幕 碎")
	store(1, 9, "reopened", "battery", "X1", "电池 七")
	must(t, w.InsertInsights(ctx, insights))
	fen := int64(9900)
	paid, rated := event(3, "e3", "closed", "compensated", "2024-03-02 12:00"), event(5, "e5", "closed", "followed_up", "2024-03-04 08:00")
	paid.Record.AmountFen, paid.Record.Note, paid.Record.Department = &fen, "退电池钱", "售后"
	rated.Record.Satisfaction, rated.Record.Outcome = 5, "answered"
	corrected := event(20, "e3", "closed", "compensated", "2024-03-02 13:00")
	corrected.Record = paid.Record
	corrected.Record.Note = "退电池钱，已到账"
	must(t, w.StoreEvents(ctx, of(1,
		event(0, "e0", "gone", "closed", "2024-03-02 08:00"), event(1, "e1", "gone", "withdrawn", "2024-03-03 08:00"),
		event(2, "e2", "closed", "accepted", "2024-03-01 09:00"), paid, event(4, "e4", "closed", "closed", "2024-03-03 08:00"), rated,
		event(6, "e6", "answered", "replied", "2024-03-05 08:00"), event(7, "e7", "open", "accepted", "2024-03-02 08:00"),
		event(8, "e8", "undone", "closed", "2024-03-02 08:00"), event(9, "e9", "screen", "resolved", "2024-03-02 08:00"), event(10, "e10", "unrelated", "closed", "2024-03-02 08:00"),
		event(11, "e11", "reopened", "closed", "2024-03-02 08:00"), event(12, "e12", "reopened", "reopened", "2024-03-03 08:00"), event(13, "e13", "reopened", "closed", "2024-03-04 08:00"), corrected)))
	must(t, w.StoreEvents(ctx, of(3, event(21, "e14", "step undone", "closed", "2024-03-02 08:00"), event(22, "e15", "closed", "escalated", "2024-03-02 09:00"))))
	undo(t, w, 2, true)
	undo(t, w, 3, true)
	must(t, w.AssembleMonth(ctx, 202403, revisions.Add(1), everything))
	return w
}

func battery(narrow bool, product string) analytics.CaseQuery {
	return analytics.CaseQuery{Key: key("new"), Words: []string{"漏液", "电池", "退款"}, Weights: []uint32{300, 200, 100}, Topic: "battery", Product: product, Narrow: narrow}
}

func TestPastCasesAreThoseThatEndedAndStand(t *testing.T) {
	w, ctx := pastCases(t), context.Background()
	for _, c := range []struct {
		q    analytics.CaseQuery
		want string
	}{
		{battery(true, "X1"), "closed reopened"},
		{battery(true, ""), "answered closed reopened"},
		{battery(false, ""), "closed screen"}, // of any topic, but one of the less telling half of the words has to be there
		{analytics.CaseQuery{Key: key("new"), Words: []string{"没有的词"}, Weights: []uint32{1}}, ""},
		{analytics.CaseQuery{Key: key("new")}, ""},
	} {
		list, err := w.PastCases(ctx, c.q, 50)
		must(t, err)
		var got []string
		for _, p := range list {
			got = append(got, p.ID)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.q, got, c.want)
		}
	}
	first, err := w.PastCases(ctx, battery(true, ""), 1)
	must(t, err)
	if len(first) != 1 || first[0].ID != "closed" {
		t.Errorf("the one that shares most is %+v", first)
	}
}

func TestAPastCaseTellsHowItEndedAndWhatWasDone(t *testing.T) {
	w, ctx := pastCases(t), context.Background()
	list, err := w.PastCases(ctx, battery(true, ""), 50)
	must(t, err)
	var got []string
	var keys []analytics.Key
	for _, p := range list {
		keys = append(keys, p.Key)
		got = append(got, fmt.Sprint(p.ID, " ", p.Topic, " ", p.Product, " ", p.Took().Hours(), "h ", p.Satisfaction, " ", p.Reopened, " ", len(p.Tokens)))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"answered battery X2 96h 0 0 3", "closed battery X1 48h 5 0 4", "reopened battery X1 72h 0 1 2"}, got); diff != "" {
		t.Error(diff)
	}
	steps, err := w.CaseSteps(ctx, append(keys, key("nobody")))
	must(t, err)
	var done []string
	for _, e := range steps[key("closed")] {
		done = append(done, strings.TrimSpace(e.Kind+" "+e.Department+" "+e.Note))
	}
	if diff := cmp.Diff([]string{"accepted", "compensated 售后 退电池钱，已到账", "closed", "followed_up"}, done); diff != "" {
		t.Error(diff)
	}
	words, err := w.CaseWords(ctx, list)
	must(t, err)
	if got := words[key("answered")]; got.Words != "标题\n电池 漏液 二" || got.Reply != "已换新" {
		t.Errorf("%+v", got)
	}
	if got := words[key("closed")]; got.Reply != "" {
		t.Errorf("%+v", got)
	}
}
