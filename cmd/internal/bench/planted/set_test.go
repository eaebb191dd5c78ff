package planted

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTheSetIsLargeAndAlwaysTheSame(t *testing.T) {
	set := New()
	if diff := cmp.Diff(set, New()); diff != "" {
		t.Fatal(diff)
	}
	unseen, planted, templates := 0, map[string]int{}, map[int]bool{}
	for _, s := range set.Sentences {
		if s.Unseen {
			unseen++
			templates[s.Template] = true
		}
		for _, span := range s.Spans {
			planted[span.Kind]++
		}
	}
	if n := len(set.Sentences); n < 2000 || unseen*5 < n || unseen*2 > n || len(templates)*5 < set.Templates {
		t.Errorf("%d sentences, %d unseen of %d templates of %d", n, unseen, len(templates), set.Templates)
	}
	for _, kind := range []string{"手机", "电话", "身份证", "证件", "银行卡", "车牌", "车架号", "邮箱", "微信", "QQ", "姓名", "地址"} {
		if planted[kind] < 60 {
			t.Errorf("%d of %s", planted[kind], kind)
		}
	}
}

func TestSpansNameWhatWasPlanted(t *testing.T) {
	for _, s := range New().Sentences {
		last := 0
		if !utf8.ValidString(s.Text) || strings.ContainsAny(s.Text, "{}") {
			t.Fatalf("%q", s.Text)
		}
		for _, span := range s.Spans {
			if span.From < last || span.To <= span.From || span.To > len(s.Text) || !utf8.ValidString(s.Text[span.From:span.To]) {
				t.Fatalf("%q: %+v", s.Text, s.Spans)
			}
			last = span.To
		}
	}
}

// The two parts share neither templates nor given names, or what one taught would show in the other.
func TestTheUnseenPartIsApart(t *testing.T) {
	of := map[string]bool{}
	byTemplate := map[int]bool{}
	for _, s := range New().Sentences {
		if before, known := byTemplate[s.Template]; known && before != s.Unseen {
			t.Fatalf("template %d is in both parts", s.Template)
		}
		byTemplate[s.Template] = s.Unseen
		for _, span := range s.Spans {
			name := s.Text[span.From:span.To]
			if span.Kind != "姓名" || utf8.RuneCountInString(name) < 3 {
				continue
			}
			if before, known := of[name]; known && before != s.Unseen {
				t.Errorf("%s is in both parts", name)
			}
			of[name] = s.Unseen
		}
	}
}
