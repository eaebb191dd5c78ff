package sample

import (
	"testing"
	"unicode/utf8"
)

// bigrams are the pairs of neighbouring characters of a text.
func bigrams(text string) map[string]bool {
	set := map[string]bool{}
	runes := []rune(text)
	for i := 1; i < len(runes); i++ {
		set[string(runes[i-1:i+1])] = true
	}
	return set
}

func jaccard(a, b string) float64 {
	x, y := bigrams(a), bigrams(b)
	both := 0
	for k := range x {
		if y[k] {
			both++
		}
	}
	return float64(both) / float64(max(len(x)+len(y)-both, 1))
}

// Exact repeats are equal to a telling before them, near ones alike, those in new words neither; all by the same customer about the
// same product.
func TestRepeatsAreWhatTheySay(t *testing.T) {
	_, list := whole()
	groups := map[string][]*Record{}
	kinds := map[string]int{}
	unlike, near := 0, 0
	for i := range list {
		r := &list[i]
		l := &r.Label
		if l.Duplicate == "" {
			continue
		}
		kinds[l.Likeness]++
		before := groups[l.Duplicate]
		groups[l.Duplicate] = append(before, r)
		if l.Likeness == "first" {
			if l.Duplicate != r.Complaint.ID || len(before) > 0 {
				t.Fatalf("%s is first of %s", r.Complaint.ID, l.Duplicate)
			}
			continue
		}
		if len(before) == 0 {
			t.Fatalf("%s repeats %s, which is not there", r.Complaint.ID, l.Duplicate)
		}
		a, b := &before[0].Complaint, &r.Complaint
		if a.Customer != b.Customer || a.Product != b.Product || l.Topic != before[0].Label.Topic {
			t.Fatalf("%s and %s have different customers, products or topics", a.ID, b.ID)
		}
		best := 0.0
		for _, o := range before {
			best = max(best, jaccard(o.Complaint.Text, b.Text))
		}
		switch {
		case l.Likeness == "exact" && best < 1:
			t.Errorf("%s is no exact repeat: %s", b.ID, b.Text)
		case l.Likeness == "near":
			near++
			if best < 0.5 {
				unlike++
			}
			for _, o := range before {
				if o.Complaint.Text == b.Text {
					t.Errorf("%s is an exact repeat, not a near one", b.ID)
				}
			}
		case l.Likeness == "again" && best > 0.6:
			t.Errorf("%s is not in new words (%.2f): %s", b.ID, best, b.Text)
		}
	}
	if unlike*50 > near {
		t.Errorf("%d of %d near repeats share less than half", unlike, near)
	}
	for _, kind := range []string{"first", "exact", "near", "again"} {
		if kinds[kind] < 400 {
			t.Errorf("%d repeats are %s", kinds[kind], kind)
		}
	}
}

// Texts of two customers are rarely alike by chance, unless they have one description in common, which the truth says.
func TestFewTextsAreAlikeByChance(t *testing.T) {
	_, list := whole()
	equal, total := 0, 0
	seen := map[string]*Record{}
	for i := range list {
		r := &list[i]
		if r.Complaint.Text == "" || r.Label.Template != "" || r.Label.Duplicate != "" && r.Label.Likeness != "first" {
			continue
		}
		total++
		if o := seen[r.Complaint.Text]; o != nil {
			equal++
			if o.Label.Core != r.Label.Core && o.Label.Register != "idea" {
				t.Errorf("%s and %s are equal without a common description: %s", o.Complaint.ID, r.Complaint.ID, r.Complaint.Text)
			}
		}
		seen[r.Complaint.Text] = r
	}
	if equal*1000 > total*6 {
		t.Errorf("%d of %d texts are equal to another by chance", equal, total)
	}
}

// Those who copy a text that goes round are different people with almost the same words.
func TestTemplatesGoRound(t *testing.T) {
	_, list := whole()
	first := map[string][2]string{}
	people, n := map[string]map[string]bool{}, map[string]int{}
	for i := range list {
		r := &list[i]
		code := r.Label.Template
		if code == "" {
			continue
		}
		if people[code] == nil {
			people[code] = map[string]bool{}
			bodies := words.blocks[code].lines["body"]
			if len(bodies) < 2 {
				t.Fatalf("%s has %d forms", code, len(bodies))
			}
			first[code] = [2]string{r.Complaint.Text}
		}
		people[code][r.Complaint.Customer.ID] = true
		n[code]++
		if j := jaccard(first[code][0], r.Complaint.Text); j < 0.4 || utf8.RuneCountInString(r.Complaint.Text) < 60 {
			t.Errorf("%s: %s is unlike the others (%.2f): %s", code, r.Complaint.ID, j, r.Complaint.Text)
		}
	}
	if len(n) != 6 {
		t.Errorf("%d templates: %v", len(n), n)
	}
	for code, k := range n {
		if k < 8 || len(people[code])*10 < k*9 {
			t.Errorf("%s: %d complaints of %d people", code, k, len(people[code]))
		}
	}
}

// No two topics differ by a keyword only: each has many pairs of characters that are several times as frequent in it as in the other.
func TestTopicsDifferInMoreThanAWord(t *testing.T) {
	_, list := whole()
	counts, sizes := map[string]map[string]int{}, map[string]int{}
	for i := range list {
		r := &list[i]
		code := r.Label.Topic
		if counts[code] == nil {
			counts[code] = map[string]int{}
		}
		sizes[code]++
		for pair := range bigrams(r.Complaint.Text) {
			counts[code][pair]++
		}
	}
	characteristic := func(a, b string) int {
		n := 0
		for pair, k := range counts[a] {
			if k*100 >= sizes[a]*2 && k*sizes[b] >= 4*(counts[b][pair]+1)*sizes[a] {
				n++
			}
		}
		return n
	}
	least, pair := 1<<30, ""
	for a := range counts {
		for b := range counts {
			if a == b {
				continue
			}
			n := characteristic(a, b)
			if n < least {
				least, pair = n, a+" against "+b
			}
			if n < 60 {
				t.Errorf("%s has %d characteristic pairs against %s", a, n, b)
			}
		}
	}
	t.Logf("fewest: %d, %s", least, pair)
}
