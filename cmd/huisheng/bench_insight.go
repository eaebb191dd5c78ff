package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/sample"
)

type benchInsightCommand struct {
	Rows int      `help:"生成多少件示例投诉。" default:"20000"`
	Seed uint64   `help:"随机种子；同一种子生成同样的投诉。" default:"1"`
	Only []string `help:"只量这几类：${insight_kinds}。" placeholder:"KIND"`
}

// insightKind is one kind of what was planted in the sample and is to be found.
type insightKind struct {
	name    string
	measure func(context.Context, *planted) ([]insightScore, error)
}

// insightKinds are measured in this order. A new kind is a file of its own, bench_insight_<kind>.go, and a line here.
var insightKinds = []insightKind{
	{"主题", measureTopics},
	{"重复", measureSimilar},
	{"模板", measureTemplates},
	{"建议", measureSuggestions},
	{"语气", measureTemper},
	{"新话题", measureEmerging},
	{"建议归组", measureCards},
	{causesKind, measureCauses},
}

// insightScore compares what was found with what was planted. Found and Planted count the same things, complaints or pairs of them.
type insightScore struct {
	Kind    string  `json:"kind"`
	Planted int     `json:"planted"` // what is there to be found
	Found   int     `json:"found"`   // what was found
	Right   int     `json:"right"`   // of it, what was planted
	Reached int     `json:"reached"` // of what was planted, what was found
	Skipped int     `json:"skipped"` // neither right nor wrong, and in no other figure
	Hold    hold    `json:"hold"`
	Note    string  `json:"note,omitempty"`
	Seconds float64 `json:"seconds,omitempty"` // that the kind's own work took
}

// hold is what is asked of a score, 0 where nothing is.
type hold struct {
	Precision float64 `json:"precision,omitempty"`
	Recall    float64 `json:"recall,omitempty"`
}

func (s insightScore) precision() float64 { return ratio(s.Right, s.Found) }
func (s insightScore) recall() float64    { return ratio(s.Reached, s.Planted) }

// f1 is the harmonic mean of precision and recall.
func (s insightScore) f1() float64 {
	p, r := s.precision(), s.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (s insightScore) held() bool {
	return s.precision() >= s.Hold.Precision && s.recall() >= s.Hold.Recall
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// planted is a generated sample with its truth, masked as an import masks it, and what the analysis of enrich reads in it. The slices have
// one place for each complaint, in order of time.
type planted struct {
	config     config.Config
	sample     sample.Config
	truth      sample.Truth
	complaints []analytics.Complaint
	labels     []sample.Label
	insights   []analytics.Insight

	program *program
	themes  *themeTables     // nil until themesOf
	folder  string           // where installation puts its data
	whole   *runtime.Runtime // nil until installation
}

// Run measures every kind in turn.
func (c benchInsightCommand) Run(p *program) (err error) {
	chosen, err := c.chosen()
	if err != nil {
		return err
	}
	b := &planted{program: p, sample: sample.Config{Rows: c.Rows, Seed: c.Seed}}
	if err := b.sample.Validate(); err != nil {
		return err
	}
	if b.config, err = p.config(); err != nil {
		return err
	}
	if b.folder, err = os.MkdirTemp("", "huisheng-bench-*"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if !slices.Equal(c.Only, []string{causesKind}) { // causes are looked for in what was planted, and need no words
		if err := b.read(p.ctx); err != nil {
			return err
		}
	}
	var all []insightScore
	for _, kind := range chosen {
		began := time.Now()
		scores, err := kind.measure(p.ctx, b)
		if err != nil {
			return fmt.Errorf("%s：%w", kind.name, err)
		}
		if len(scores) > 0 {
			scores[0].Seconds = time.Since(began).Seconds()
		}
		all = append(all, scores...)
	}
	if p.flags.JSON {
		return p.writeJSON(all)
	}
	p.printf("示例 %d 件，种子 %d\n", c.Rows, c.Seed)
	printInsightScores(p.stdout, all)
	return nil
}

// chosen are the kinds that --only names, all without it.
func (c benchInsightCommand) chosen() ([]insightKind, error) {
	if len(c.Only) == 0 {
		return insightKinds, nil
	}
	var list []insightKind
	for _, name := range c.Only {
		found := false
		for _, kind := range insightKinds {
			if kind.name == name {
				list, found = append(list, kind), true
			}
		}
		if !found {
			return nil, analytics.Invalid("only", "--only %q：可选的有 %s", name, insightKindNames())
		}
	}
	return list, nil
}

func insightKindNames() string {
	names := make([]string, len(insightKinds))
	for i, kind := range insightKinds {
		names[i] = kind.name
	}
	return strings.Join(names, "、")
}

// read generates the sample and lets the analysis read it, as enrich does.
func (b *planted) read(ctx context.Context) error {
	generator := sample.New(b.sample)
	b.truth = generator.Truth()
	masker := text.NewMasker([]byte("bench insight"))
	var wordings []analytics.Wording
	var r sample.Record
	for generator.Next(&r) {
		complaint := r.Complaint
		masker.MaskComplaint(&complaint)
		b.complaints = append(b.complaints, complaint)
		b.labels = append(b.labels, r.Label)
		wordings = append(wordings, analytics.Wording{Key: analytics.Key{Source: complaint.Source, ID: complaint.ID}, Month: analytics.MonthOf(complaint.ReceivedAt),
			Subject: complaint.Subject, Text: complaint.Text, Category: complaint.Category})
	}
	analysis, segmenter, err := runtime.OpenAnalysis(b.config)
	if err != nil {
		return err
	}
	defer segmenter.Close()
	b.insights, err = analysis.Read(ctx, wordings, b.complaints[len(b.complaints)-1].ReceivedAt)
	return err
}

// installation is a whole installation in which the sample was imported and every job has run, for kinds that are found by jobs. It is made at
// the first call and removed at the end.
func (b *planted) installation() (*runtime.Runtime, error) {
	if b.whole != nil {
		return b.whole, nil
	}
	c := b.config
	c.Data = filepath.Join(b.folder, "data")
	c.KafkaBrokers, c.ClickHouseAddress, c.State = nil, "", "" // never the servers of an installation that is in use
	rt, err := runtime.Open(b.program.ctx, c, quiet)
	if err != nil {
		return nil, err
	}
	b.whole = rt
	silent := *b.program
	silent.stdout, silent.terminal = io.Discard, false
	return rt, demoCommand{Rows: b.sample.Rows, Seed: b.sample.Seed}.fill(&silent, rt)
}

func (b *planted) close() error {
	var err error
	if b.whole != nil {
		err = b.whole.Close()
	}
	return errors.Join(err, os.RemoveAll(b.folder))
}

func printInsightScores(w io.Writer, all []insightScore) {
	fmt.Fprintln(w, "  类别 · 埋下 · 找到 · 精确 · 召回 · F1")
	for _, s := range all {
		mark, note := "✓", ""
		switch {
		case s.Hold == (hold{}):
			mark = "·"
		case !s.held():
			mark = "✗"
		}
		if s.Hold != (hold{}) {
			note = fmt.Sprintf("（应不低于 %.3f、%.3f）", s.Hold.Precision, s.Hold.Recall)
		}
		if s.Note != "" {
			note += "  " + s.Note
		}
		fmt.Fprintf(w, "%s %s · %d · %d · %.3f · %.3f · %.3f%s\n", mark, s.Kind, s.Planted, s.Found, s.precision(), s.recall(), s.f1(), note)
	}
}
