package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/idea"
	"huisheng/analytics/text"
	"huisheng/analytics/tone"
	"huisheng/dashboards"
)

type toneCommand struct {
	textFile
	ID  string `name:"id" help:"编号列；不给时自动找，找不到就空着。" placeholder:"COL"`
	Out string `help:"结果写到哪个 CSV 文件；- 为标准输出。" default:"-" placeholder:"CSV"`
}

// Help is shown by --help.
func (toneCommand) Help() string {
	return `每行写出：行号、编号、情感（−1 到 1）、文本满意度（1–5，看不出为空）、紧急（安全、受伤、媒体、监管、律师、群体）、诉求、建议原句，以及各项依据的词。
接待提示（消极、发怒、发言、威胁）只在一件投诉的详情里给接待的人看，不在这里写出。
情感和文本满意度是从措辞读出来的，不是客户打的分。`
}

// toneSummary is what the command tells beside its file.
type toneSummary struct {
	Rows     int            `json:"rows"`
	Broken   int            `json:"broken"` // rows that cannot be read
	Moods    map[string]int `json:"moods"`
	Rated    int            `json:"rated"`
	Rating   float64        `json:"rating"` // mean of Rated
	Urgent   int            `json:"urgent"`
	Urgency  map[string]int `json:"urgency"`
	Demanded int            `json:"demanded"`
	Demands  map[string]int `json:"demands"`
	Ideas    int            `json:"ideas"` // rows with a suggestion
}

// toneReaders read one text after the other.
type toneReaders struct {
	tone *tone.Reader
	idea *idea.Reader
}

// Run reads every row of a file and writes one line for each.
func (c toneCommand) Run(p *program) (err error) {
	var r toneReaders
	if r.tone, err = tone.New(); err != nil {
		return err
	}
	if r.idea, err = idea.New(); err != nil {
		return err
	}
	out := io.Writer(p.stdout)
	if c.Out != "-" {
		f, err := os.Create(c.Out)
		if err != nil {
			return analytics.Wrap(analytics.KindInvalid, err, "不能写 %s", c.Out)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	sum, err := c.write(p, r, csv.NewWriter(out))
	switch {
	case err != nil || c.Out == "-": // the lines are the result
		return err
	case p.flags.JSON:
		return p.writeJSON(sum)
	}
	sum.print(p, c.Out)
	return nil
}

func (c toneCommand) write(p *program, r toneReaders, w *csv.Writer) (toneSummary, error) {
	sum := toneSummary{Moods: map[string]int{}, Urgency: map[string]int{}, Demands: map[string]int{}}
	var more []string
	if c.ID != "" {
		more = append(more, c.ID)
	}
	table, err := c.open(more...)
	if err != nil {
		return sum, err
	}
	defer table.Close()
	ids := -1
	if c.ID == "" {
		ids = table.IDColumn()
	}
	_ = w.Write([]string{"row", "id", "sentiment", "rating", "urgency", "demands", "suggestions", "evidence"})
	for {
		row, err := table.Next()
		if err == io.EOF {
			break
		}
		if err := cmp.Or(err, p.ctx.Err()); err != nil {
			return sum, err
		}
		if row.Problem != nil {
			sum.Broken++
			continue
		}
		id := ""
		switch {
		case c.ID != "":
			id = row.Cells[len(c.Text)]
		case ids >= 0 && ids < len(row.All):
			id = strings.TrimSpace(row.All[ids])
		}
		line := r.read(c.words(&row), &sum)
		if err := w.Write(append([]string{strconv.Itoa(row.Number), id}, line...)); err != nil {
			return sum, analytics.Wrap(analytics.Internal, err, "写不了结果 %s", c.Out)
		}
	}
	w.Flush()
	if sum.Rated > 0 {
		sum.Rating /= float64(sum.Rated)
	}
	return sum, w.Error()
}

// read returns the cells of one text from the sentiment on.
func (r toneReaders) read(words string, sum *toneSummary) []string {
	normal := text.Normalise(words)
	said := r.tone.Read(&normal, nil)
	wanted := r.idea.Read(&normal, nil)
	sum.add(said, wanted)
	rating := ""
	if said.Rating > 0 {
		rating = strconv.Itoa(int(said.Rating))
	}
	runes := []rune(words)
	var ideas, evidence []string
	for _, e := range append(said.Evidence, wanted.Evidence...) {
		stretch := string(runes[e.From:e.To])
		switch {
		case e.Topic == analytics.EvidenceIdea:
			ideas = append(ideas, stretch)
		case !strings.HasPrefix(e.Topic, analytics.EvidenceTemper): // how to meet somebody is in no export
			evidence = append(evidence, e.Topic+"="+stretch)
		}
	}
	return []string{strconv.FormatFloat(float64(said.Sentiment), 'f', 2, 32), rating, named(said.Urgency, dashboards.UrgencyName),
		named(wanted.Demands, dashboards.DemandName), strings.Join(ideas, "；"), strings.Join(evidence, "；")}
}

func (s *toneSummary) add(said tone.Result, wanted idea.Result) {
	s.Rows++
	s.Moods[analytics.BandOf(said.Sentiment)]++
	if said.Rating > 0 {
		s.Rated++
		s.Rating += float64(said.Rating)
	}
	if len(said.Urgency) > 0 {
		s.Urgent++
	}
	for _, u := range said.Urgency {
		s.Urgency[u]++
	}
	if len(wanted.Demands) > 0 {
		s.Demanded++
	}
	for _, d := range wanted.Demands {
		s.Demands[d]++
	}
	if wanted.Ideas > 0 {
		s.Ideas++
	}
}

func (s toneSummary) print(p *program, out string) {
	n := func(n int) string { return dashboards.Number(n) }
	p.printf("%s 行：负面 %s，中性或看不出 %s，正面 %s\n", n(s.Rows), n(s.Moods[analytics.BandBad]), n(s.Moods[analytics.BandMixed]), n(s.Moods[analytics.BandGood]))
	if s.Rated > 0 {
		p.printf("文本满意度 %.1f / 5（n = %s），由措辞读出，不是客户打的分\n", s.Rating, n(s.Rated))
	}
	p.printf("紧急 %s：%s\n", n(s.Urgent), counted(tone.Urgencies, s.Urgency, dashboards.UrgencyName))
	p.printf("有诉求 %s：%s（一行可有几项）\n", n(s.Demanded), counted(idea.Demands, s.Demands, dashboards.DemandName))
	p.printf("有建议 %s\n", n(s.Ideas))
	if s.Broken > 0 {
		p.printf("%s 行读不懂，没有写出\n", n(s.Broken))
	}
	p.printf("已写入 %s\n", out)
}

func counted(kinds []string, n map[string]int, name func(string) string) string {
	var parts []string
	for _, k := range kinds {
		if n[k] > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", name(k), dashboards.Number(n[k])))
		}
	}
	return strings.Join(parts, "，")
}

// named joins what codes are called.
func named(codes []string, name func(string) string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = name(c)
	}
	return strings.Join(names, "、")
}
