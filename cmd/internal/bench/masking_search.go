package bench

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// MaskingSearch is what a person looks through to judge the masker on real texts: nobody planted anything there, so only eyes can tell.
type MaskingSearch struct {
	File   string          `json:"file"`
	Texts  int             `json:"texts"`
	Hit    int             `json:"texts_with_finds"`
	Counts text.Counts     `json:"counts"`
	Finds  []MaskingSample `json:"finds"`
	Left   []MaskingSample `json:"suspicious_leftovers"`
}

// MaskingSample is a find or a leftover with the words around it.
type MaskingSample struct {
	Kind   string `json:"kind"`
	Piece  string `json:"piece"`
	Around string `json:"around"`
}

// leftovers look like personal data. They are wide on purpose: most of what they find is none.
var leftovers = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{"七位以上数字", regexp.MustCompile(`[0-9０-９][0-9０-９ \-]{5,}[0-9０-９]`)},
	{"汉字数字", regexp.MustCompile(`[零〇一幺二三四五六七八九]{7,}`)},
	{"称呼", regexp.MustCompile(`\p{Han}{1,3}(?:先生|女士|小姐|师傅|经理|老师|医生|主任)`)},
	{"姓名", regexp.MustCompile(`(?:姓名|联系人|我叫|我是|名叫|本人姓|业主|我姓)[：: ]?\p{Han}{2,3}`)},
	{"楼室", regexp.MustCompile(`[0-9一二三四五六七八九十A-Z]+(?:号楼|栋|幢|单元|室|弄|座|#)[0-9一二三四五六七八九十]*`)},
	{"门牌", regexp.MustCompile(`\p{Han}[路街道巷村][0-9一二三四五六七八九十]+[号组]`)},
	{"帐号", regexp.MustCompile(`(?i)(?:微信|qq|vx|扣扣|@)[号：: ]*[a-z0-9_\-]{5,}`)},
}

// SearchMasking masks every cell of the columns of a CSV file that hold words and lists what was found and what is suspicious in the rest.
func SearchMasking(path string, columns []string) (MaskingSearch, error) {
	out := MaskingSearch{File: path}
	file, err := os.Open(path)
	if err != nil {
		return out, analytics.Invalid("search", "打不开 %s：%v", path, err)
	}
	defer file.Close()
	rows := csv.NewReader(file)
	head, err := rows.Read()
	if err != nil {
		return out, analytics.Invalid("search", "%s 没有表头", path)
	}
	wanted := map[int]bool{}
	for i, name := range head {
		for _, c := range columns {
			if strings.TrimPrefix(name, "\ufeff") == c {
				wanted[i] = true
			}
		}
	}
	var tally text.Tally
	masker := text.NewMasker([]byte("bench masking")).Counting(&tally)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			out.Counts = tally.Counts()
			return out, nil
		}
		if err != nil {
			return out, analytics.Invalid("search", "%s：%v", path, err)
		}
		for i, cell := range row {
			if wanted[i] {
				out.look(masker, cell)
			}
		}
	}
}

// look masks one text.
func (s *MaskingSearch) look(masker *text.Masker, words string) {
	s.Texts++
	masked := masker.Mask(words)
	if masked != words {
		s.Hit++
		for _, f := range masker.Find(words) {
			s.Finds = append(s.Finds, MaskingSample{f.Kind, words[f.From:f.To], around(words, f.From, f.To)})
		}
	}
	for _, l := range leftovers {
		for _, at := range l.pattern.FindAllStringIndex(masked, -1) {
			s.Left = append(s.Left, MaskingSample{l.kind, masked[at[0]:at[1]], around(masked, at[0], at[1])})
		}
	}
}

// around is a piece in brackets with a dozen characters on each side.
func around(s string, from, to int) string {
	start, end := from, to
	for n := 0; n < 12 && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	for n := 0; n < 12 && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return strings.Join(strings.Fields(s[start:from]+"【"+s[from:to]+"】"+s[to:end]), " ")
}
