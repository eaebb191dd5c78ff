package idea_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/idea"
	"huisheng/analytics/text"
	"huisheng/ingest/sample"
)

func TestEvidenceLiesInsideOfTheText(t *testing.T) {
	pieces := []string{"要求", "不要", "退款", "赔偿", "只要", "道歉", "建议", "希望", "增加", "以后", "能不能", "，", "。", " ", "\n", "；", "\x00", "👍", "诉求：1、", "客服说", "换货", "\xff", "提醒"}
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		words := ""
		for _, p := range rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces") {
			words += p
		}
		n := text.Normalise(words)
		got := r.Read(&n, nil)
		ideas := 0
		for _, e := range got.Evidence {
			if e.From >= e.To || int(e.To) > len([]rune(words)) {
				t.Fatalf("%q: %+v", words, e)
			}
			if e.Topic == analytics.EvidenceIdea {
				ideas++
			}
		}
		if ideas != int(got.Ideas) {
			t.Fatalf("%q: %d suggestions, %d shown", words, got.Ideas, ideas)
		}
		for _, d := range got.Demands {
			if !slices.ContainsFunc(got.Evidence, func(e analytics.Evidence) bool { return e.Topic == analytics.EvidenceDemand+d }) {
				t.Fatalf("%q: %s without evidence", words, d)
			}
		}
	})
}

func TestADenialTakesADemandBack(t *testing.T) {
	for kind, words := range map[string]string{idea.Refund: "退款", idea.Exchange: "换货", idea.Compensation: "赔偿", idea.Apology: "道歉"} {
		if got := read(t, "我要求"+words).Demands; !slices.Contains(got, kind) {
			t.Errorf("要求%s: %v", words, got)
		}
		for _, denial := range []string{"我不要", "我不需要", "不接受"} {
			if got := read(t, denial+words).Demands; slices.Contains(got, kind) {
				t.Errorf("%s%s: %v", denial, words, got)
			}
		}
	}
}

func TestTextThatSaysNothingChangesNothing(t *testing.T) {
	for _, words := range []string{"要求全额退款", "建议增加夜间班次", "不要赔偿只要道歉", "洗衣机漏水"} {
		a, b := read(t, words), read(t, "三月五日下单的洗衣机。"+words+"。型号写在标签上。")
		if !slices.Equal(a.Demands, b.Demands) || a.Ideas != b.Ideas {
			t.Errorf("%s: alone %v %d, framed %v %d", words, a.Demands, a.Ideas, b.Demands, b.Ideas)
		}
	}
}

func TestATextWithoutListedWordsCostsNoMemory(t *testing.T) {
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	n := text.Normalise("三月五日下单一台W10，送到门口")
	if allocations := testing.AllocsPerRun(100, func() { _ = r.Read(&n, nil) }); allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// TestSuggestionsOfTheSample measures suggestions against those that were planted. The sample is ours as the lists are, so this shows
// that nothing broke, and not how it will be elsewhere.
func TestSuggestionsOfTheSample(t *testing.T) {
	g := sample.New(sample.Config{Rows: 4000, Seed: 5})
	var right, found, planted int
	var record sample.Record
	for g.Next(&record) {
		is, has := record.Label.Suggestion != "", read(t, record.Complaint.Words()).Ideas > 0
		if is {
			planted++
		}
		if has {
			found++
		}
		if is && has {
			right++
		}
	}
	precision, recall := float64(right)/float64(found), float64(right)/float64(planted)
	t.Logf("%d planted, precision %.3f, recall %.3f", planted, precision, recall)
	if precision < 0.97 || recall < 0.9 {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "不要赔偿只要道歉", "诉求：1、退款；2、道歉\n建议增加", "要是能就好了", "\x00\xff"} {
		f.Add(s)
	}
	r, err := idea.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, words string) {
		n := text.Normalise(words)
		for _, e := range r.Read(&n, nil).Evidence {
			if e.From >= e.To || int(e.To) > len([]rune(words)) {
				t.Fatalf("%q: %+v", words, e)
			}
		}
	})
}
