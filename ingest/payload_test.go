package ingest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

func TestAPayloadComesApartAsItWasPutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[\pL\n"\\：:{}<>&]{0,12}`)
		var want []Member
		for i := range rapid.IntRange(1, 6).Draw(t, "n") {
			want = append(want, Member{rapid.SampledFrom([]string{"投诉：内容", "a\"b", "名", "x.y"}).Draw(t, "name") + strings.Repeat("'", i), text.Draw(t, "value")})
		}
		got, ok := ParsePayload(FormatPayload(want))
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Fatal(diff)
		}
	})
}

func TestALongPayloadStaysReadable(t *testing.T) {
	got, ok := ParsePayload(FormatPayload([]Member{{"内容", strings.Repeat("很长", 60_000)}, {"编号", "17"}}))
	if !ok || len(got) != 2 || got[1].Text != "17" || len(got[0].Text) < 20_000 || !strings.HasPrefix(got[0].Text, "很长") {
		t.Errorf("%d fields: %v", len(got), ok)
	}
}

func TestLinesOfEarlierVersionsComeApart(t *testing.T) {
	for payload, want := range map[string][]Member{
		"编号：1\n内容：坏了\n没人管\n时间：昨天": {{"编号", "1"}, {"内容", "坏了\n没人管"}, {"时间", "昨天"}},
		"没有名字的一行\n编号：1":           nil,
		"":                        nil,
		`{"a":`:                   nil,
	} {
		got, ok := ParsePayload(payload)
		if diff := cmp.Diff(want, got); diff != "" || ok != (want != nil) {
			t.Errorf("%q: %v %s", payload, ok, diff)
		}
	}
}

func TestARecordIsWrittenAsTheWireHasIt(t *testing.T) {
	raw := `{"source":"甲","complaint_id":"7","received_at":"2024-03-01T08:00:00+08:00","version":3,"text":"坏了","customer":{"tier":"金"},"amount_cny":12.5,"attributes":{"颜色":"白"}}`
	members, err := Members([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	var want, got analytics.Complaint
	for text, into := range map[string]*analytics.Complaint{raw: &want, Record(members): &got} {
		if err := ParseComplaint([]byte(text), into); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || want.Version != 3 {
		t.Error(diff)
	}
	if got := Record([]Member{{"version", "three"}, {"id", ""}}); got != `{"version":"three"}` {
		t.Error(got)
	}
}

func FuzzParsePayload(f *testing.F) {
	f.Add(`{"a":"b"}`)
	f.Add("编号：1\n内容：坏了")
	f.Fuzz(func(t *testing.T, payload string) {
		members, ok := ParsePayload(payload)
		if ok && len(members) == 0 {
			t.Error("a payload without fields")
		}
		if again, ok2 := ParsePayload(FormatPayload(members)); ok && strings.ToValidUTF8(payload, "") == payload && !strings.ContainsRune(payload, 0) && len(payload) < 1000 {
			if diff := cmp.Diff(members, again); diff != "" || !ok2 {
				t.Error(diff)
			}
		}
	})
}
