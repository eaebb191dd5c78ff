package ingest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/ingest"
)

func TestElementsAreCutAsTheyStand(t *testing.T) {
	for text, want := range map[string][]string{
		`{"a":"]"}`:                        {`{"a":"]"}`},
		"\xEF\xBB\xBF [ {\"a\":[1]} , 2 ]": {`{"a":[1]}`, "2"},
		`[]`:                               nil,
		`["\"]",{},[[]]]`:                  {`"\"]"`, "{}", "[[]]"},
		`[1,2,3,4,5`:                       {"1", "2", "3", "4"}, // more than the limit: the rest is not looked at
	} {
		got, err := ingest.Elements([]byte(text), 3)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	for _, text := range []string{"", " ", "[", "[1", "[1,", "[1,]", "[,1]", "{}{}", "[]]", `{"a"}`, "[" + strings.Repeat("[", 40) + strings.Repeat("]", 41), "nul"} {
		if got, err := ingest.Elements([]byte(text), 9); err == nil {
			t.Errorf("%q was cut into %q", text, got)
		}
	}
}

func FuzzElements(f *testing.F) {
	for _, s := range []string{`{}`, `[]`, `[{"a":1},[2],"3",null]`, "\xEF\xBB\xBF[1]", `[1,`, `{"a":"\u0000"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ingest.Elements(data, 100)
		if err != nil {
			return
		}
		var whole []json.RawMessage
		text := strings.TrimPrefix(string(data), "\xEF\xBB\xBF")
		if len(got) <= 100 && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "[") {
			if err := json.Unmarshal([]byte(text), &whole); err != nil || len(whole) != len(got) {
				t.Fatalf("%q: we cut %d elements, the standard library %d (%v)", data, len(got), len(whole), err)
			}
		}
		for i, one := range got {
			if !json.Valid([]byte(one)) {
				t.Fatalf("%q is not JSON", one)
			}
			if i < len(whole) && one != string(whole[i]) {
				t.Fatalf("element %d is %q, not %q", i, one, whole[i])
			}
		}
	})
}
