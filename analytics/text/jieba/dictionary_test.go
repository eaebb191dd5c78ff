package jieba_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text/jieba"
)

// folder makes a folder of dictionaries with a list of words of its own.
func folder(t *testing.T, list string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"hmm_model.utf8", "idf.utf8", "stop_words.utf8"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "jieba.dict.utf8"), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMostProbableCutIsTaken(t *testing.T) {
	for list, want := range map[string]string{
		"研究 30 v\n研究生 10 n\n生命 20 n\n命 9 n\n生 9 n\n起源 20 n\n":   "研究|生命|起源", // 30·20 against 10·9
		"研究 3 v\n研究生 1000 n\n生命 2 n\n命 900 n\n生 9 n\n起源 20 n\n": "研究生|命|起源",
		"起源 20 n\n的 1 u\n":      "研|究|生|命|起源",
		"研究生 5 n\r\n命起 5 n\r\n": "研究生|命起|源",
	} {
		s, err := jieba.Open(jieba.Config{Dictionaries: folder(t, list)})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Segment([]string{"研究生命起源"})[0], "|"); got != want {
			t.Errorf("%q: got %s, want %s", list, got, want)
		}
	}
}

func TestEmptyTextIsTheFirstThatIsCut(t *testing.T) {
	s, err := jieba.Open(jieba.Config{Dictionaries: folder(t, "词 3 n\n")})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Segment([]string{"", "词"}); len(got) != 2 || len(got[0]) != 0 || !slices.Equal(got[1], []string{"词"}) {
		t.Errorf("got %q", got)
	}
	if got := s.Segment(nil); len(got) != 0 {
		t.Errorf("no texts became %q", got)
	}
}

func TestBadDictionaryNamesItsLine(t *testing.T) {
	for _, line := range []string{"词", "词 3", "词 0 n", "词 多 n", "词 3 n n", "\xff 3 n", strings.Repeat("长", 600) + " 3 n", "词 NaN n", "词 Inf n"} {
		_, err := jieba.Open(jieba.Config{Dictionaries: folder(t, "好 3 n\n"+line+"\n")})
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "第 2 行") || !strings.Contains(err.Error(), "jieba.dict.utf8") {
			t.Errorf("%q: error = %v", line[:min(len(line), 20)], err)
		}
	}
}

// TestWordsThatShareNothingAreAllKept has five runes a word and no two words with the same beginning: many more edges than a table for words that share
// their beginnings has room for.
func TestWordsThatShareNothingAreAllKept(t *testing.T) {
	var list strings.Builder
	var words []string
	for i := range 3000 {
		word := string([]rune{rune(0x4E00 + i), rune(0x4E00 + (i*7+3)%3000), rune(0x4E00 + (i*11+5)%3000), rune(0x20000 + i), rune(0x4E00 + (i*13+1)%3000)})
		words = append(words, word)
		fmt.Fprintf(&list, "%s %d n\n", word, 5+i%50)
	}
	s, err := jieba.Open(jieba.Config{Dictionaries: folder(t, list.String())})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Segment([]string{strings.Join(words, "")})[0]; !slices.Equal(got, words) {
		t.Errorf("%d words became %d", len(words), len(got))
	}
}

func TestDictionaryOfTooManyRunesIsRefused(t *testing.T) {
	var list strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&list, "%c 3 n\n", rune(0x20000+i))
	}
	if _, err := jieba.Open(jieba.Config{Dictionaries: folder(t, list.String())}); analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "太多") {
		t.Errorf("error = %v", err)
	}
}
