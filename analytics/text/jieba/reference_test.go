package jieba_test

import (
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
)

// reference is gojieba's Cut over the same dictionaries.
func reference(tb testing.TB, config jieba.Config, discover bool) func(string) []string {
	tb.Helper()
	cut, free, err := jieba.Bare(config, discover)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(free)
	return cut
}

// agree compares the cut of a text with that of the reference.
func agree(tb rapid.TB, s *jieba.Segmenter, bare func(string) []string, normal string) {
	if got, want := s.Segment([]string{normal})[0], bare(normal); !slices.Equal(got, want) {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		tb.Fatalf("%q is cut to %q…, gojieba cuts it to %q…", normal, got[at:min(at+5, len(got))], want[at:min(at+5, len(want))])
	}
}

func TestTextsAreCutAsByGojieba(t *testing.T) {
	folder := os.Getenv("HUISHENG_TESTDATA")
	if folder == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	bare, s := reference(t, jieba.Config{}, false), open(t)
	texts := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".csv") {
			texts += agreeOnFile(t, s, bare, path)
		}
		return err
	})
	if err != nil || texts == 0 {
		t.Fatalf("%d texts, %v", texts, err)
	}
	t.Logf("%d texts", texts)
}

// agreeOnFile compares every column that holds Chinese text: without what no keyword holds, as texts are cut, and some of them whole.
func agreeOnFile(t *testing.T, s *jieba.Segmenter, bare func(string) []string, path string) (texts int) {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := csv.NewReader(file)
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(path, err)
		}
		for _, cell := range row {
			if len(cell) < 12 || cell[0] < 0x80 && cell[len(cell)-1] < 0x80 {
				continue
			}
			n := text.Normalise(cell)
			if agree(t, s, bare, string(text.Letters(nil, n.Text))); texts%8 == 0 {
				agree(t, s, bare, n.Text)
			}
			texts++
		}
	}
}

// TestAnyTextIsCutAsByGojieba puts texts together of what is hard: words of the dictionary that run into each other, their halves, words of the company
// with odd frequencies, borders, and runes that no dictionary has.
func TestAnyTextIsCutAsByGojieba(t *testing.T) {
	file := filepath.Join(t.TempDir(), "words.txt")
	own := []string{"云鲸九号pro", "的 0", "了 2000000000", "不的 0", "是不是 1", "异响大 n", "大 5 a", "漏油漏 100000 v", "😀😀", "𠮷野家 90", "漏油 1", "漏油 300"}
	if err := os.WriteFile(file, []byte(strings.Join(own, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	config := jieba.Config{Words: []string{file}}
	s, err := jieba.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	bare := reference(t, config, false)
	pieces := rapid.OneOf(rapid.SampledFrom(dictionary(t)), rapid.SampledFrom(own), rapid.StringMatching(`[一-龥]{1,3}`),
		rapid.SampledFrom([]string{" ", "\t", "\n", "，", "。", ",", "!", "a", "pro", "4s店", "7", "😀", "𠮷", "é", "ー", "…", "的", "了", "是", "不"}))
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		for _, piece := range rapid.SliceOfN(pieces, 1, 40).Draw(r, "pieces") {
			word, _, _ := strings.Cut(piece, " ")
			if word == "" {
				word = piece
			}
			runes := []rune(word)
			from := rapid.IntRange(0, len(runes)-1).Draw(r, "from")
			b.WriteString(string(runes[from/2:]))
		}
		agree(r, s, bare, b.String())
	})
}

// dictionary is the first column of the list of words, every seventh.
func dictionary(t *testing.T) []string {
	files, err := jieba.Find("")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(files.Words)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	n := 0
	for line := range strings.Lines(string(content)) {
		if n++; n%7 == 0 {
			word, _, _ := strings.Cut(line, " ")
			words = append(words, word)
		}
	}
	return words
}
