package main

import (
	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

// shiftsReport is what changed in a sealed month, also as JSON.
type shiftsReport struct {
	Month  string        `json:"month"`
	Then   uint64        `json:"then"`
	Now    uint64        `json:"now"`
	Behind bool          `json:"comparing,omitempty"` // newer facts are being compared
	Lines  []shiftReport `json:"changes"`
	Labels []labelReport `json:"relabelled,omitempty"`
}

// shiftReport is all of one kind; sign says what it does to the total.
type shiftReport struct {
	Kind string `json:"kind"`
	N    uint64 `json:"n"`
	Sign int    `json:"sign"`
}

// labelReport is one label that became another.
type labelReport struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
	N      uint64 `json:"n"`
}

// sealChanges reports what changed in a sealed month since.
func (p *program) sealChanges(rt *runtime.Runtime, seals []analytics.Seal, asked string) error {
	month, err := analytics.ParseMonth(asked)
	if err != nil {
		return err
	}
	held, sealed := analytics.SealOf(seals, month)
	if !sealed {
		return analytics.Invalid("month", "%s 没有封账：封账之后才有变动可列", month)
	}
	shifts, behind, err := rt.SealPages().Shifts(p.ctx, month)
	if err != nil {
		return err
	}
	report := shiftsReport{Month: month.String(), Then: held.N, Now: shifts.Now(held.N), Behind: behind, Lines: []shiftReport{}}
	for _, k := range analytics.ShiftKinds {
		if n := shifts.Count(k); n > 0 {
			report.Lines = append(report.Lines, shiftReport{string(k), n, k.Sign()})
		}
	}
	for _, one := range shifts {
		if one.Kind == analytics.ShiftRelabelled {
			report.Labels = append(report.Labels, labelReport{one.From, one.To, one.Reason, one.N})
		}
	}
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	p.printf("%s\n", newSealLine(held).text())
	return p.printShifts(rt, report)
}

func (p *program) printShifts(rt *runtime.Runtime, r shiftsReport) error {
	if r.Behind {
		p.printf("刚有新的记录，还没有比对完；运行 huisheng jobs run 之后再看\n")
	}
	p.printf("当时 %s", dashboards.Number(r.Then))
	for _, l := range r.Lines {
		if l.Sign != 0 {
			p.printf(" %s %s %s", map[int]string{1: "+", -1: "−"}[l.Sign], dashboards.ShiftName(analytics.ShiftKind(l.Kind)), dashboards.Number(l.N))
		}
	}
	p.printf(" = 现行 %s\n", dashboards.Number(r.Now))
	for _, l := range r.Lines {
		if l.Sign == 0 {
			p.printf("%s %s 件，%s\n", dashboards.ShiftName(analytics.ShiftKind(l.Kind)), dashboards.Number(l.N), dashboards.ShiftText(analytics.ShiftKind(l.Kind)))
		}
	}
	if len(r.Labels) == 0 {
		return nil
	}
	classifier, err := runtime.Taxonomy(rt.Config)
	if err != nil {
		return err
	}
	name := func(code string) string {
		if code == "" {
			return "未分类"
		}
		if known := classifier.Taxonomy().Name(code); known != "" {
			return known
		}
		return code
	}
	for i, l := range r.Labels {
		if i == relabelsPrinted {
			p.printf("    ……其余见 --json\n")
			break
		}
		p.printf("    %s → %s  %s 件（%s）\n", name(l.From), name(l.To), dashboards.Number(l.N), dashboards.RelabelName(l.Reason))
	}
	return nil
}

// relabelsPrinted is how many pairs of labels a terminal lists.
const relabelsPrinted = 20
