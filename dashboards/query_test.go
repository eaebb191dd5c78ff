package dashboards

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAnAddressReadsBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s analytics.Selection
		if rapid.Bool().Draw(t, "days") {
			s = s.Between(day("2024-03-01").AddDate(0, 0, rapid.IntRange(0, 9).Draw(t, "from")), day("2024-03-20"))
		}
		attributes := rapid.SliceOfNDistinct(rapid.StringMatching(`attributes\..{1,6}`), 0, 2, rapid.ID).Draw(t, "attributes")
		slices.Sort(attributes)
		for _, axis := range slices.Concat(analytics.Axes, attributes) {
			if values := rapid.SliceOfNDistinct(rapid.StringMatching(`[^*]{0,6}`), 0, 2, rapid.ID).Draw(t, axis); len(values) > 0 {
				s = s.With(axis, values...)
			}
			if values := rapid.SliceOfNDistinct(rapid.StringMatching(`[^*]{0,6}`), 0, 2, rapid.ID).Draw(t, "not "+axis); len(values) > 0 {
				s = s.Without(axis, values...)
			}
		}
		s.Words = rapid.SampledFrom([]string{"", "异响", "a&b=c+d", "100%"}).Draw(t, "words")
		s.State = rapid.SampledFrom(append([]analytics.State{""}, analytics.States...)).Draw(t, "state")
		values, err := url.ParseQuery(Encode(0, s))
		if err != nil {
			t.Fatal(err)
		}
		q, err := ParseQuery(values)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, q.Filters); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAnAddressThatCannotBeMeantIsRefusedWithASentence(t *testing.T) {
	for _, address := range []string{"month=2024-13", "month=abc", "from=2024-02-30", "to=x", "from=2024-03-02&to=2024-03-01", "state=lost", "from=0001-01-01"} {
		values, _ := url.ParseQuery(address)
		if _, err := ParseQuery(values); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestADoorToAWholeMonthNamesTheMonth(t *testing.T) {
	march := analytics.Selection{}.Between(day("2024-03-01"), day("2024-03-31"))
	for want, s := range map[string]analytics.Selection{
		"/complaints?month=2024-03":                                        march,
		"/complaints?month=2024-03&topic=":                                 march.With("topic", ""),
		"/complaints?month=2024-03&not_topic=a&topic=b":                    march.With("topic", "b").Without("topic", "a"),
		"/complaints?from=2024-03-01&to=2024-03-30":                        march.Between(day("2024-03-01"), day("2024-03-30")),
		"/complaints?from=2024-03-15&to=2024-03-15":                        march.Between(day("2024-03-15"), day("2024-03-15")),
		"/complaints?from=2024-02-01&to=2024-03-31":                        march.Between(day("2024-02-01"), day("2024-03-31")),
		"/complaints?month=2024-03&state=repeated":                         march.In(analytics.StateRepeated),
		"/complaints?attributes.%E4%BF%9D%E9%99%A9+%261%3D=&month=2024-03": march.With("attributes.保险 &1=", ""),
		"/complaints?channel=%3C%2Fscript%3E&to=2024-03-31":                {To: day("2024-03-31"), Choices: []analytics.Choice{{Axis: "channel", Values: []string{"</script>"}}}},
	} {
		if got := Door(s); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// crossed names labels of two versions.
type crossed struct{}

func (crossed) Topic(code string) (name, group string) { return "主题 " + code, "" }

func (crossed) Current(code string) []string {
	return map[string][]string{"old": {"new", "other"}, "new": {"new"}}[code]
}

func TestAFilterByAnOldLabelPicksWhatTookItsPlaceToo(t *testing.T) {
	q, err := ParseQuery(url.Values{"topic": {"old", "", "gone"}, "not_topic_why": {"old"}, "product": {"old"}})
	if err != nil {
		t.Fatal(err)
	}
	q.Names = crossed{}
	before := q.Filters.Choices[0].Values
	got := map[string][]string{}
	for _, c := range q.Crossed().Crossed().Filters.Choices { // crossing twice is crossing once
		got[c.Axis] = c.Values
	}
	want := map[string][]string{"topic": {"old", "", "gone", "new", "other"}, "topic_why": {"old", "new", "other"}, "product": {"old"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(before) != 3 {
		t.Error("the query itself was changed")
	}
}

func TestTopicsAreRankedByAnAxisOfTheTaxonomyOnly(t *testing.T) {
	if _, err := ParseQuery(url.Values{"by": {"product"}}); err == nil {
		t.Error("by=product was taken")
	}
	q, err := ParseQuery(url.Values{"by": {"topic_why"}, "month": {"2024-03"}})
	if err != nil || !strings.HasSuffix(q.Page(202402), "&by=topic_why") || len(q.Lenses()) != 3 || !q.Lenses()[1].On {
		t.Errorf("%v %s %+v", err, q.Page(202402), q.Lenses())
	}
}
