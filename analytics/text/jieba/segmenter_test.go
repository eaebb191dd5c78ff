package jieba_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
)

// shared is one instance for all tests that do not reload: loading takes a second.
var shared = sync.OnceValues(func() (*jieba.Segmenter, error) { return jieba.Open(jieba.Config{}) })

func open(tb testing.TB) *jieba.Segmenter {
	tb.Helper()
	s, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestWordsOfATextJoinedAreTheText(t *testing.T) {
	s := open(t)
	texts := []string{"发动机异响严重", "", "第一行\n第二行", "a", "\n", "冰箱不制冷了, 客服说7天后上门😀。", "𠮷野家外卖"}
	for n := range texts {
		for from := range texts {
			part := texts[from:min(len(texts), from+n+1)]
			for i, words := range s.Segment(part) {
				if got := strings.Join(words, ""); got != part[i] {
					t.Fatalf("Segment(%q)[%d] joins to %q", part, i, got)
				}
			}
		}
	}
}

func TestSegmentingTogetherCutsAsOneByOneDoes(t *testing.T) {
	s := open(t)
	texts := normalised(t, "gov/gov_messages.csv", 400)
	for i, words := range s.Segment(texts) {
		if alone := s.Segment(texts[i : i+1])[0]; !slices.Equal(words, alone) {
			t.Fatalf("text %d %q:\n together %q\n alone    %q", i, texts[i], words, alone)
		}
	}
}

func TestOwnWordsStayWhole(t *testing.T) {
	got := open(t).Segment([]string{"变速箱顿挫，经销商拒绝退一赔三"})[0]
	for _, want := range []string{"变速箱", "顿挫", "经销商", "退一赔三"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is cut apart: %q", want, got)
		}
	}
}

func TestTextThatWasNotNormalisedLosesNoOtherText(t *testing.T) {
	got := open(t).Segment([]string{"冰箱漏水", "坏\xff字节", "冰箱漏水", "前\x00后", "冰箱漏水"})
	for _, i := range []int{0, 2, 4} {
		if strings.Join(got[i], "") != "冰箱漏水" {
			t.Errorf("text %d became %q", i, got[i])
		}
	}
}

func TestMissingDictionaryIsAnErrorThatSaysWhatToDo(t *testing.T) {
	folder := t.TempDir()
	_, err := jieba.Open(jieba.Config{Dictionaries: folder})
	if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), folder) || !strings.Contains(err.Error(), "jieba.dict.utf8") {
		t.Fatalf("error = %v", err)
	}
	for _, name := range []string{"jieba.dict.utf8", "hmm_model.utf8", "idf.utf8"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err = jieba.Open(jieba.Config{Dictionaries: folder}); err == nil || !strings.Contains(err.Error(), "没有 stop_words.utf8") {
		t.Fatalf("error = %v", err)
	}
}

func TestBadUserDictionaryNamesItsLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "words.txt")
	for content, want := range map[string]string{
		"好词\n词 很多 n\n": "第 2 行", "a b c d": "三栏", strings.Repeat("长", 33): "太长", "\xff\xfe": "UTF-8",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := jieba.Open(jieba.Config{Words: []string{file}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error = %v, want one with %q", content, err, want)
		}
	}
	if _, err := jieba.Open(jieba.Config{Words: []string{file + ".none"}}); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("missing file: %v", err)
	}
}

func TestReloadTakesTheCompanysWordsWhileOthersCut(t *testing.T) {
	s, err := jieba.Open(jieba.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const words = "我的云鲸九号pro坏了"
	if slices.Contains(s.Segment([]string{words})[0], "云鲸九号pro") {
		t.Fatal("the word is known before it was taught")
	}
	file := filepath.Join(t.TempDir(), "words.txt")
	if err := os.WriteFile(file, []byte("\ufeff# 产品\n云鲸九号Pro 100000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var cutting sync.WaitGroup
	for range 4 {
		cutting.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if got := s.Segment([]string{words, words}); strings.Join(got[1], "") != words {
						t.Errorf("got %q during a reload", got)
						return
					}
				}
			}
		})
	}
	before := s.Version()
	err = s.Reload(jieba.Config{Words: []string{file}})
	close(stop)
	cutting.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(s.Segment([]string{words})[0], "云鲸九号pro") {
		t.Error("the word is not known after the reload")
	}
	if s.Version() == before {
		t.Error("other words, same version")
	}
	if err := s.Reload(jieba.Config{Dictionaries: t.TempDir()}); err == nil {
		t.Error("a reload from an empty folder succeeds")
	}
	if !slices.Contains(s.Segment([]string{words})[0], "云鲸九号pro") {
		t.Error("a failed reload took the words away")
	}
}

func TestClosedSegmenterReturnsNoWords(t *testing.T) {
	s, err := jieba.Open(jieba.Config{})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = s.Close(), s.Close()
	if got := s.Segment([]string{"冰箱"}); len(got) != 1 || got[0] != nil || s.Version() != "" {
		t.Errorf("got %q, version %q", got, s.Version())
	}
}

func TestRarityKnowsCommonWordsFromRareOnes(t *testing.T) {
	r, err := open(t).Rarity()
	if err != nil {
		t.Fatal(err)
	}
	if common, rare := r.Of("公司"), r.Of("压缩机"); common >= rare || common == 0 {
		t.Errorf("公司 %v, 压缩机 %v", common, rare)
	}
	if r.Of("我们") != 0 {
		t.Error("a stop word has a rarity")
	}
}

// normalised reads the text column of a file of test data; the test skips without it.
func normalised(tb testing.TB, name string, most int) []string {
	tb.Helper()
	folder := os.Getenv("HUISHENG_TESTDATA")
	if folder == "" {
		folder = "../../../../shared/data"
	}
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		tb.Skip("no test data: ", err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	header, err := reader.Read()
	if err != nil {
		tb.Fatal(err)
	}
	column := slices.Index(header, "text")
	var out []string
	for len(out) < most {
		row, err := reader.Read()
		if err != nil {
			break
		}
		n := text.Normalise(row[column])
		out = append(out, n.Text)
	}
	return out
}

// BenchmarkCut measures what cutting costs beside gojieba.Cut as its documentation shows it, and without its search for unknown words.
func BenchmarkCut(b *testing.B) {
	texts := normalised(b, "car/car_complaints.csv", 4671)
	var size int64
	for _, t := range texts {
		size += int64(len(t))
	}
	for name, discover := range map[string]bool{"gojieba": true, "gojieba, known words": false} {
		b.Run(name, func(b *testing.B) {
			bare := reference(b, jieba.Config{}, discover)
			b.SetBytes(size)
			for b.Loop() {
				for _, t := range texts {
					bare(t)
				}
			}
		})
	}
	b.Run("ours", func(b *testing.B) {
		s := open(b)
		b.SetBytes(size)
		for b.Loop() {
			for from := 0; from < len(texts); from += 64 {
				s.Segment(texts[from:min(from+64, len(texts))])
			}
		}
	})
}

// BenchmarkOpen measures what a start costs.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := jieba.Open(jieba.Config{}); err != nil {
			b.Fatal(err)
		}
	}
}
