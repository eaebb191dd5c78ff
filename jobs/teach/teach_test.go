package teach_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/jobs/teach"
)

// shelf holds complaints by month.
type shelf map[analytics.Month][]analytics.Wording

func (s shelf) HeadMonths(context.Context) ([]analytics.Month, error) {
	var months []analytics.Month
	for m := range s {
		months = append(months, m)
	}
	return months, nil
}

func (s shelf) Winners(_ context.Context, month analytics.Month, after analytics.Key, limit int) ([]analytics.Wording, error) {
	var out []analytics.Wording
	for _, w := range s[month] {
		if w.ID > after.ID && len(out) < limit {
			out = append(out, w)
		}
	}
	return out, nil
}

type spaces struct{}

func (spaces) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = strings.Fields(t)
	}
	return out
}

func (spaces) Version() string { return "spaces" }

const pack = `
pack: t
name: 测试
version: 1
topics:
  - {code: t.leak, name: 漏水, group: 组, alias: [漏], rules: [{any: [漏水], weight: 8}]}
  - {code: t.fee, name: 收费, group: 组, alias: [费], rules: [{any: [扣费], weight: 8}, {any: [电话], weight: 0.2}]}
`

func reader(t *testing.T) teach.Reader {
	t.Helper()
	p, err := topic.Parse("t.yaml", []byte(pack))
	if err != nil {
		t.Fatal(err)
	}
	c, err := topic.Compile([]topic.Pack{p})
	if err != nil {
		t.Fatal(err)
	}
	return teach.Reader{Segmenter: spaces{}, Classifier: c}
}

func complaints(n int, words, category string) []analytics.Wording {
	out := make([]analytics.Wording, n)
	for i := range out {
		out[i] = analytics.Wording{Key: analytics.Key{Source: "s", ID: fmt.Sprintf("%s%s%04d", category, words[:3], i)}, Text: fmt.Sprintf("%s 第%d件", words, i), Category: category}
	}
	return out
}

func TestLabelsComeFromPeopleThenSourcesThenSureRules(t *testing.T) {
	months := shelf{202401: complaints(10, "屋里 漏水", "费"), 202402: append(complaints(10, "多次 扣费", ""), complaints(10, "打了 电话", "")...)}
	corrected := months[202402][0].Key
	m, err := teach.Gather(context.Background(), months, reader(t), []analytics.Correction{{Key: corrected, Axis: analytics.AxisWhat, To: "t.leak"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, e := range m.Examples {
		n[e.Origin+" "+e.Label]++
	}
	// A correction of one label alone is too few of it; the leaks of the source are labelled fees, as the source says.
	if m.Read != 30 || n["category t.fee"] != 10 || n["rule t.fee"] != 9 || len(n) != 2 || m.Sparse != 1 {
		t.Errorf("%v, %+v", n, m)
	}
	if len(m.Rules) != 11 || m.Rules[0].Right {
		t.Errorf("rules beside other labels: %+v", m.Rules)
	}
	if len(m.Months) != 2 || m.Months[0] != 202402 {
		t.Errorf("months %v", m.Months)
	}
}

func TestNewestMonthsAreEnough(t *testing.T) {
	months := shelf{202401: complaints(10, "屋里 漏水", ""), 202402: complaints(10, "多次 扣费", "")}
	m, err := teach.Gather(context.Background(), months, reader(t), nil, 5)
	if err != nil || len(m.Months) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestWithoutLabelsTheAnswerSaysWhatToDo(t *testing.T) {
	_, err := teach.Gather(context.Background(), shelf{202401: complaints(10, "无关 的话", "")}, reader(t), nil, 0)
	if analytics.KindOf(err) != analytics.KindMissing || !strings.Contains(err.Error(), "huisheng jobs run") {
		t.Errorf("%v", err)
	}
}

func TestAModelIsLearntFromTheMaterial(t *testing.T) {
	months := shelf{202401: append(complaints(60, "屋里 漏水", "漏"), complaints(60, "多次 扣费", "费")...)}
	r := reader(t)
	m, err := teach.Gather(context.Background(), months, r, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
	model, err := teach.Learn(context.Background(), m, r.Classifier.Version(), at, nil)
	if err != nil {
		t.Fatal(err)
	}
	if model.Report.Accuracy.Value < 0.95 || model.Taxonomy != r.Classifier.Version() || !model.MadeAt.Equal(at) {
		t.Errorf("%+v", model.Header)
	}
	if len(model.Report.Origins) != 1 || model.Report.Origins[0].Origin != teach.OriginCategory {
		t.Errorf("%+v", model.Report.Origins)
	}
}
