package topic_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

const overlayPack = `
pack: test
name: 测试
words:
  noise: [异响, 噪音]
topics:
  - {code: leak, name: 漏水, group: 甲, rules: [{any: [漏水, 渗水]}, {near: [[水管], [裂了, 破了]], weight: 2}]}
  - {code: noise, name: 异响, group: 甲, rules: [{any: [$noise]}]}
`

func overlayOf(tb interface{ Fatal(...any) }, changes ...analytics.TaxonomyChange) *topic.Classifier {
	pack, err := topic.Parse("test", []byte(overlayPack))
	if err != nil {
		tb.Fatal(err)
	}
	for i := range changes {
		changes[i].Number = uint64(i + 1)
	}
	c, err := topic.Overlay([]topic.Pack{pack}, changes, uint64(len(changes)))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func labelOf(c *topic.Classifier, words string) string {
	n := text.Normalise(words)
	return c.Classify(&n, "").Topic
}

func change(kind, code string, words ...string) analytics.TaxonomyChange {
	return analytics.TaxonomyChange{Topic: code, Kind: kind, Words: words}
}

func TestChangesOfWordsMoveWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []analytics.TaxonomyChange
		words   string
		want    string
	}{
		{"a word is added", []analytics.TaxonomyChange{change(analytics.ChangeAdd, "leak", "往下淌")}, "水往下淌", "leak"},
		{"in another width and case", []analytics.TaxonomyChange{change(analytics.ChangeAdd, "leak", "ABC阀")}, "ａｂｃ阀坏了", "leak"},
		{"two words near each other", []analytics.TaxonomyChange{change(analytics.ChangeNear, "noise", "电机", "响")}, "电机一直响", "noise"},
		{"far from each other", []analytics.TaxonomyChange{change(analytics.ChangeNear, "noise", "电机", "响")}, "电机是上个月才换的新的，现在又开始响", ""},
		{"a word excludes", []analytics.TaxonomyChange{change(analytics.ChangeNot, "leak", "雨刮")}, "雨刮漏水", ""},
		{"also for rules that are made later", []analytics.TaxonomyChange{change(analytics.ChangeNot, "leak", "雨刮"), change(analytics.ChangeAdd, "leak", "淌水")}, "雨刮淌水", ""},
		{"a word that was excluded is added", []analytics.TaxonomyChange{change(analytics.ChangeNot, "leak", "雨刮"), change(analytics.ChangeAdd, "leak", "雨刮")}, "雨刮漏水", "leak"},
		{"a word is taken away", []analytics.TaxonomyChange{change(analytics.ChangeRemove, "leak", "渗水")}, "渗水", ""},
		{"others of its rule stay", []analytics.TaxonomyChange{change(analytics.ChangeRemove, "leak", "渗水")}, "漏水", "leak"},
		{"from a named list, for this label", []analytics.TaxonomyChange{change(analytics.ChangeRemove, "noise", "噪音")}, "噪音", ""},
		{"and with it a rule that can hold no more", []analytics.TaxonomyChange{change(analytics.ChangeRemove, "leak", "水管")}, "水管裂了", ""},
		{"and is added again", []analytics.TaxonomyChange{change(analytics.ChangeRemove, "leak", "渗水"), change(analytics.ChangeAdd, "leak", "渗水")}, "渗水", "leak"},
		{"a label that is not there", []analytics.TaxonomyChange{change(analytics.ChangeAdd, "gone", "漏水")}, "漏水", "leak"},
	} {
		if got := labelOf(overlayOf(t, c.changes...), c.words); got != c.want {
			t.Errorf("%s: %q is %q, not %q", c.name, c.words, got, c.want)
		}
	}
}

// The law on which re-reading the reach alone stands: a text without any word of a change reads the same with it and without.
func TestAChangeMovesNoTextWithoutItsWords(t *testing.T) {
	words := []string{"漏水", "渗水", "水管", "裂了", "异响", "噪音", "雨刮", "往下淌", "电机"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) analytics.TaxonomyChange {
			kind := rapid.SampledFrom(analytics.ChangeKinds).Draw(t, name+" kind")
			list := []string{rapid.SampledFrom(words).Draw(t, name+" word")}
			if kind == analytics.ChangeNear {
				list = append(list, rapid.SampledFrom(words).Draw(t, name+" other"))
			}
			return change(kind, rapid.SampledFrom([]string{"leak", "noise"}).Draw(t, name+" topic"), list...)
		}
		changes := []analytics.TaxonomyChange{draw("first"), draw("second"), draw("third")}
		with, less := overlayOf(t, slices.Clone(changes)...), slices.Clone(changes)
		undone := rapid.IntRange(0, 2).Draw(t, "undone")
		less[undone].UndoneAt = less[undone].UndoneAt.AddDate(1, 0, 0)
		without := overlayOf(t, less...)
		var said string
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(t, "text") {
			if !slices.Contains(changes[undone].Reach(), w) {
				said += w + rapid.SampledFrom([]string{"", "，", "。"}).Draw(t, "between")
			}
		}
		n := text.Normalise(said)
		a, b := with.Classify(&n, ""), without.Classify(&n, "")
		if a.Topic != b.Topic || a.Confidence != b.Confidence || !slices.Equal(a.Evidence, b.Evidence) || !slices.Equal(a.Others, b.Others) {
			t.Fatalf("%q is %+v with %+v and %+v without", said, a, changes[undone], b)
		}
	})
}

func TestWithoutChangesAnOverlayIsThePacks(t *testing.T) {
	plain, undone := overlayOf(t), change(analytics.ChangeRemove, "leak", "漏水")
	undone.UndoneAt = undone.UndoneAt.AddDate(1, 0, 0)
	c := overlayOf(t, undone)
	if c.Version() != plain.Version() || c.Revision() != 1 || plain.Revision() != 0 {
		t.Errorf("%s+%d and %s+%d", c.Version(), c.Revision(), plain.Version(), plain.Revision())
	}
	for _, words := range []string{"漏水", "水管裂了", "噪音", "别的"} {
		if labelOf(c, words) != labelOf(plain, words) {
			t.Error(words)
		}
	}
}

func TestAChangeThatCouldNotTakeEffectIsRefused(t *testing.T) {
	taxonomy := overlayOf(t).Taxonomy()
	for name, c := range map[string]analytics.TaxonomyChange{"no label": change(analytics.ChangeAdd, "", "车机"), "an unknown label": change(analytics.ChangeAdd, "x", "车机"),
		"no kind": change("more", "leak", "车机"), "no word": change(analytics.ChangeAdd, "leak"), "one rune": change(analytics.ChangeAdd, "leak", "水"), "no letters": change(analytics.ChangeAdd, "leak", "……"),
		"a sentence's end": change(analytics.ChangeAdd, "leak", "漏。水"), "an emoji": change(analytics.ChangeAdd, "leak", "漏😀水"), "the name of a list": change(analytics.ChangeAdd, "leak", "$noise"),
		"one word of two": change(analytics.ChangeNear, "leak", "车机")} {
		if err := topic.CheckChange(taxonomy, &c); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := change(analytics.ChangeNear, "leak", "车机", "漏 水")
	if err := topic.CheckChange(taxonomy, &good); err != nil {
		t.Error(err)
	}
}
