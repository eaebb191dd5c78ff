package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/cmd/internal/bench"
	"huisheng/dashboards"
)

type benchCauseCommand struct {
	Dirs     []string `arg:"" optional:"" help:"文件夹：每个 CSV 是一例（属性、real、predict，或 min、属性、value、cnt），truth.csv 是答案。" placeholder:"DIR" type:"existingdir"`
	Generate string   `help:"在这个文件夹里生成更难的例子（各处起伏、季节与构成变化、属性相关、改名、没有原因），连同一起量。" placeholder:"DIR" type:"path"`
	Rows     int      `help:"生成的例子每月多少件。" default:"20000"`
	Seed     uint64   `help:"生成例子的随机种子。" default:"1"`
	Scale    bool     `help:"量规模：两段各 --scale-rows 件、八个属性，一次要多久、占多少内存，与一遍普通的分组计数相比。"`
	OfRows   int      `name:"scale-rows" help:"量规模时每段多少件。" default:"400000"`
	Out      string   `help:"把每一例的答案写进这个文件（CSV），写法同 truth.csv。" placeholder:"CSV" type:"path"`
}

// published is what published methods reach, run from their own code on larger draws of the same sets; "" where nobody ran them.
var published = []struct {
	method string
	f1     map[string]string
}{
	{"RiskLoc", map[string]string{"squeeze_b0": "0.961", "riskloc_l": "0.689", "riskloc_s": "0.644", "rates_real": "0.025", "counts_20k": "0.000"}},
	{"AutoRoot", map[string]string{"squeeze_b0": "0.918", "riskloc_l": "0.476", "riskloc_s": "0.474", "rates_real": "0.261", "counts_20k": "0.092"}},
	{"Squeeze", map[string]string{"squeeze_b0": "0.944", "counts_20k": "放弃"}},
	{"Adtributor", map[string]string{"squeeze_b0": "0.159", "riskloc_l": "0.000", "counts_20k": "0.138"}},
	{"RobustSpot", map[string]string{"rates_real": "0.639"}},
}

// causeHolds is the F1 that is asked of a folder.
var causeHolds = map[string]float64{"squeeze_b0": 0.99, "riskloc_l": 0.93, "riskloc_s": 0.70, "rates_real": 0.65, "counts_20k": 0.95, "counts_5k": 0.86,
	"hard_plain": 0.9, "hard_dispersed": 0.9, "hard_season_mix": 0.9, "hard_correlated": 0.9, "hard_all": 0.9, "hard_none": 1}

// causeCPU is how many CPU seconds a case may take.
const causeCPU = 0.05

// Run answers every case of every folder.
func (c *benchCauseCommand) Run(p *program) error {
	if c.Scale {
		return c.scale(p)
	}
	if err := c.generate(); err != nil {
		return err
	}
	if len(c.Dirs) == 0 {
		return analytics.Invalid("dirs", "请给出至少一个文件夹，或用 --generate 生成一批")
	}
	var scores []bench.CauseScore
	var lines [][]string
	for _, dir := range c.Dirs {
		score, answers, err := bench.Causes(dir)
		if err != nil {
			return err
		}
		scores = append(scores, score)
		for _, a := range answers {
			lines = append(lines, []string{a.Case, strings.Join(a.Causes, ";")})
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
	}
	if c.Out != "" {
		if err := writeCauses(c.Out, lines); err != nil {
			return err
		}
	}
	if p.flags.JSON {
		return p.writeJSON(scores)
	}
	printCauseScores(p, scores)
	return nil
}

// scale measures one large change.
func (c *benchCauseCommand) scale(p *program) error {
	s, err := bench.ScaleCause(c.OfRows, c.Seed)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(s)
	}
	mark := "✓"
	if !s.Held() {
		mark = "✗"
	}
	p.printf("两段各 %s 件、八个属性，%s 个不同的组合\n", dashboards.Number(s.Rows), dashboards.Number(s.Cells))
	p.printf("  逐件汇成组合 %.2f 秒，找原因 %.2f 秒（CPU %.2f 秒），内存最多 %d MB\n", s.Gather.Seconds(), s.Search.Seconds(), s.SearchCPU.Seconds(), s.Peak>>20)
	p.printf("  参照：按三个属性普通分组一遍 %.2f 秒，是它的 %.1f 倍\n", s.Reference.Seconds(), s.Ratio)
	p.printf("%s 合计 %.2f 秒（应在 2 秒、1 GiB 之内）；埋下 %s；找到 %s\n", mark, (s.Gather + s.Search).Seconds(), strings.Join(s.Planted, "、"), strings.Join(s.Found, "、"))
	return nil
}

// generate writes the harder sets and has them scored with the rest.
func (c *benchCauseCommand) generate() error {
	if c.Generate == "" {
		return nil
	}
	sets := bench.HardCauses(c.Rows, c.Seed)
	for _, name := range slices.Sorted(maps.Keys(sets)) {
		folder := filepath.Join(c.Generate, "hard_"+name)
		if err := bench.GenerateCauses(folder, sets[name]); err != nil {
			return err
		}
		c.Dirs = append(c.Dirs, folder)
	}
	return nil
}

func writeCauses(path string, lines [][]string) error {
	file, err := os.Create(path)
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	w := csv.NewWriter(file)
	_ = w.Write([]string{"case", "causes"})
	_ = w.WriteAll(lines)
	if err := errors.Join(w.Error(), file.Close()); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	return nil
}

func printCauseScores(p *program, scores []bench.CauseScore) {
	p.printf("  文件夹 · 例 · 精确 · 召回 · F1 · CPU 秒/例\n")
	for _, s := range scores {
		hold, asked := causeHolds[s.Folder]
		mark, note := "·", ""
		if asked {
			mark, note = "✓", fmt.Sprintf("（应不低于 %.2f）", hold)
		}
		if asked && s.F1 < hold || s.CPU > causeCPU {
			mark = "✗"
		}
		p.printf("%s %s · %d · %.3f · %.3f · %.3f · %.3f%s\n", mark, s.Folder, s.Cases, s.Precision, s.Recall, s.F1, s.CPU, note)
		if s.Scored < s.Cases {
			p.printf("    %d 例没有答案，未计分\n", s.Cases-s.Scored)
		}
	}
	p.printf("\n公开方法在同名集合（例数更多）上的 F1，由其原代码跑得：\n")
	for _, m := range published {
		var parts []string
		for _, s := range scores {
			if f1, run := m.f1[s.Folder]; run {
				parts = append(parts, s.Folder+" "+f1)
			}
		}
		if len(parts) > 0 {
			p.printf("  %s：%s\n", m.method, strings.Join(parts, "，"))
		}
	}
}
