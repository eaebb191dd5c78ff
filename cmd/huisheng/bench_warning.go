package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/bench"
)

type benchWarningCommand struct {
	Dir    string `arg:"" optional:"" help:"文件夹，内有 w3_signal01_totals.csv.gz 及 …_outbreak.csv.gz 这样的文件。" type:"existingdir"`
	Out    string `help:"把每个序列每一天的判断写进这个文件（CSV：file、series、day、alarm；序列和天从 1 数起）。" type:"path" placeholder:"FILE"`
	Alone  bool   `help:"每个序列单独判断：不借同一文件里的其他序列看出共同的节假日。"`
	Every  int    `help:"每几天重新估计一次基线；每天都按此前的数据判断。" default:"7"`
	Series int    `help:"改量速度：这么多个三年日序列，各判断最新一天。" placeholder:"N"`
}

// warningReport is what the command found, by size of the outbreak, in all and in both halves of the signals.
type warningReport struct {
	Sizes   []bench.WarningScore `json:"sizes"`
	Halves  []bench.WarningScore `json:"halves"`
	Signals []bench.WarningScore `json:"signals"`
	Seconds float64              `json:"seconds"`
}

// warningHolds is what is asked at each size: at most the first and the last, at least the others.
var warningHolds = map[int]bench.WarningScore{
	3:  {FPR: 0.021, POD: 0.85, Sensitivity: 0.50, Timeliness: 0.36},
	10: {FPR: 0.021, POD: 0.95, Sensitivity: 0.70, Timeliness: 0.15},
}

// warningReferences were measured with R's surveillance package on the sixteen signals that the shipped set is half of, Farrington Flexible on
// twelve of the series a signal.
var warningReferences = []struct {
	name    string
	w3, w10 [4]float64 // FPR, POD, day sensitivity, timeliness
}{
	{"EARS C1（α = 0.01）", [4]float64{.078, .959, .258, .138}, [4]float64{.078, .981, .256, .070}},
	{"EARS C2（α = 0.01）", [4]float64{.165, .981, .433, .122}, [4]float64{.165, .986, .395, .066}},
	{"EARS C3（α = 0.01）", [4]float64{.188, .983, .455, .185}, [4]float64{.187, .984, .427, .116}},
	{"Farrington Flexible（α = 0.01）", [4]float64{.021, .802, .446, .364}, [4]float64{.022, .943, .637, .153}},
}

// Run replays the simulated series as days come in production, or measures how long the newest day of many series takes.
func (c benchWarningCommand) Run(p *program) error {
	switch {
	case c.Series > 0:
		return p.printBench(bench.WarningSpeed(c.Series))
	case c.Dir == "":
		return analytics.Invalid("dir", "请给出文件夹，或用 --series N 量速度")
	case c.Every < 1:
		return analytics.Invalid("every", "--every 至少是 1")
	}
	began := time.Now()
	files, err := bench.Warning(c.Dir, c.Every, c.Alone)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeWarnings(c.Out, files); err != nil {
			return err
		}
	}
	report := scoreWarnings(files)
	report.Seconds = time.Since(began).Seconds()
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	report.print(p, files)
	return nil
}

// scoreWarnings sums up all files, the files of every second signal, and each signal. Both halves were looked at while the channels and the bar were
// chosen: that they agree says how steady the figures are, and no more.
func scoreWarnings(files []bench.WarningFile) warningReport {
	order := map[int]int{} // signal → its place
	for _, f := range files {
		if _, known := order[f.Signal]; !known {
			order[f.Signal] = len(order)
		}
	}
	report := warningReport{Sizes: bench.WarningScores(files, "", func(bench.WarningFile) bool { return true })}
	for half, name := range []string{"第一半信号", "第二半信号"} {
		report.Halves = append(report.Halves, bench.WarningScores(files, name, func(f bench.WarningFile) bool { return order[f.Signal]%2 == half })...)
	}
	for i := range files {
		report.Signals = append(report.Signals, bench.WarningScores(files[i:i+1], fmt.Sprintf("信号 %d", files[i].Signal), func(bench.WarningFile) bool { return true })...)
	}
	return report
}

func (r warningReport) print(p *program, files []bench.WarningFile) {
	if len(r.Sizes) == 0 {
		p.printf("%d 个文件，没有 outbreak 文件可以核对；判断见 --out\n", len(files))
		return
	}
	p.printf("每个序列 %d 天，判断最后 %d 天，逐日只看此前；用时 %.0f 秒\n", files[0].Days, files[0].Judged, r.Seconds)
	p.printf("FPR 误报率：无爆发的日子里报警的占比；POD 检出率：爆发期间至少一天报警的爆发占比；\n日灵敏度：爆发日里报警的占比；时效：首个报警日距首个爆发日的天数 ÷ 爆发起止天数，漏报计 1，取平均\n\n")
	p.printf("  爆发 · 范围 · 序列 · FPR · POD · 日灵敏度 · 时效\n")
	for _, s := range r.Sizes {
		mark, asked := "·", ""
		if hold, known := warningHolds[s.Size]; known {
			mark = "✓"
			if s.FPR > hold.FPR || s.POD < hold.POD || s.Sensitivity < hold.Sensitivity || s.Timeliness >= hold.Timeliness {
				mark = "✗"
			}
			asked = fmt.Sprintf("（应 ≤ %.3f、≥ %.2f、≥ %.2f、< %.2f）", hold.FPR, hold.POD, hold.Sensitivity, hold.Timeliness)
		}
		p.printf("%s w=%d · 全部 · %d · %.4f · %.3f · %.3f · %.3f%s\n", mark, s.Size, s.Series, s.FPR, s.POD, s.Sensitivity, s.Timeliness, asked)
	}
	for _, s := range append(r.Halves, r.Signals...) {
		p.printf("  w=%d · %s · %d · %.4f · %.3f · %.3f · %.3f\n", s.Size, s.Part, s.Series, s.FPR, s.POD, s.Sensitivity, s.Timeliness)
	}
	p.printf("\n参照（R surveillance 包，16 个信号）\n")
	for _, ref := range warningReferences {
		p.printf("  %s\n    w=3 · %.3f · %.3f · %.3f · %.3f    w=10 · %.3f · %.3f · %.3f · %.3f\n", ref.name, ref.w3[0], ref.w3[1], ref.w3[2], ref.w3[3], ref.w10[0], ref.w10[1],
			ref.w10[2], ref.w10[3])
	}
}

// writeWarnings writes a line for every judged day of every series.
func writeWarnings(path string, files []bench.WarningFile) error {
	file, err := os.Create(path)
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "file,series,day,alarm")
	for _, f := range files {
		for j, alarms := range f.Alarms {
			for d, alarm := range alarms {
				n := 0
				if alarm {
					n = 1
				}
				fmt.Fprintf(w, "%s,%d,%d,%d\n", f.Name, j+1, f.Days-f.Judged+d+1, n)
			}
		}
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	return nil
}
