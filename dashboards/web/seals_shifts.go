package web

import (
	"context"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// shiftsView is what changed in one sealed month.
type shiftsView struct {
	Name      string
	N         uint64
	Then, Now uint64
	ThenDoor  string
	NowDoor   string
	Page      string // the overview of the month as it was sealed
	Behind    bool
	Lines     []shiftLine
	Relabels  []relabelLine
	More      int // relabellings that are not listed
	MoreN     uint64
	Topics    []topicLine
	Same      int // topics of which nothing changed
	SameN     uint64
}

// shiftLine is all of one kind.
type shiftLine struct {
	Name, Text, Door string
	N                uint64
	Sign             int
}

// relabelLine is one label that became another.
type relabelLine struct {
	From, To, Reason, Door string
	N                      uint64
}

// topicLine is the equation of one topic: those with a door are counts of lists.
type topicLine struct {
	Name                         string
	Then, Entered, Left, In, Out countDoor
	Now                          countDoor
	Change                       int64
}

// countDoor is a count with the list behind it.
type countDoor struct {
	N    uint64
	Door string
}

// relabelsListed and topicsListed bound the tables: what is beyond stands in one line.
const (
	relabelsListed = 20
	topicsListed   = 30
)

func (s *site) shiftsOf(ctx context.Context, seal analytics.Seal, holding []analytics.Seal) (*shiftsView, error) {
	shifts, behind, err := s.Seals.Shifts(ctx, seal.Month)
	if err != nil {
		return nil, err
	}
	month := analytics.Selection{From: seal.Month.First(), To: seal.Month.Last()}.OnBasis(analytics.BasisNow, holding)
	then := month.OnBasis(analytics.BasisThen, holding)
	topics, err := s.Reader.CountByAxis(ctx, "topic", then, analytics.Selection{})
	if err != nil {
		return nil, err
	}
	v := &shiftsView{Name: dashboards.MonthText(seal.Month), N: shifts.Count(), Then: seal.N, Now: shifts.Now(seal.N), ThenDoor: dashboards.Door(then), NowDoor: dashboards.Door(month),
		Page: dashboards.Query{Month: seal.Month, Filters: then}.Page(seal.Month), Behind: behind}
	for _, k := range analytics.ShiftKinds {
		if n := shifts.Count(k); n > 0 {
			v.Lines = append(v.Lines, shiftLine{Name: dashboards.ShiftName(k), Text: dashboards.ShiftText(k), N: n, Sign: k.Sign(), Door: shiftDoor(month, k)})
		}
	}
	v.relabels(s, month, shifts)
	v.topics(s, month, then, shifts.Topics(topics))
	return v, nil
}

// shiftDoor leads to the complaints that changed in one of some ways: those that left as they were, all others as they are.
func shiftDoor(month analytics.Selection, kinds ...analytics.ShiftKind) string {
	return filteredDoor(month, analytics.ShiftFilter{Kinds: kinds})
}

func filteredDoor(month analytics.Selection, f analytics.ShiftFilter) string {
	month.Shift, month.Basis = &f, analytics.BasisNow
	if f.Kinds[0].Sign() < 0 {
		month.Basis = analytics.BasisThen
	}
	return dashboards.Door(month)
}

func (v *shiftsView) relabels(s *site, month analytics.Selection, shifts analytics.Shifts) {
	for _, one := range shifts { // most first
		if one.Kind != analytics.ShiftRelabelled {
			continue
		}
		if len(v.Relabels) == relabelsListed {
			v.More, v.MoreN = v.More+1, v.MoreN+one.N
			continue
		}
		v.Relabels = append(v.Relabels, relabelLine{From: dashboards.ValueName(s.Names, "topic", one.From), To: dashboards.ValueName(s.Names, "topic", one.To),
			Reason: dashboards.RelabelName(one.Reason), N: one.N,
			Door: filteredDoor(month.With("topic", one.To), analytics.ShiftFilter{Kinds: []analytics.ShiftKind{one.Kind}, Reason: one.Reason, Was: []string{one.From}})})
	}
}

var (
	entering    = kindsOf(1)
	leaving     = kindsOf(-1)
	relabelling = []analytics.ShiftKind{analytics.ShiftCorrected, analytics.ShiftRelabelled}
)

func kindsOf(sign int) []analytics.ShiftKind {
	var list []analytics.ShiftKind
	for _, k := range analytics.ShiftKinds {
		if k.Sign() == sign {
			list = append(list, k)
		}
	}
	return list
}

func (v *shiftsView) topics(s *site, month, then analytics.Selection, list []analytics.TopicShift) {
	for _, t := range list {
		if t.Entered+t.Left+t.In+t.Out == 0 || len(v.Topics) == topicsListed {
			v.Same, v.SameN = v.Same+1, v.SameN+t.Then
			continue
		}
		of := month.With("topic", t.Topic)
		v.Topics = append(v.Topics, topicLine{Name: dashboards.ValueName(s.Names, "topic", t.Topic), Change: int64(t.Now) - int64(t.Then),
			Then:    countDoor{t.Then, dashboards.Door(then.With("topic", t.Topic))},
			Entered: countDoor{t.Entered, shiftDoor(of, entering...)},
			Left:    countDoor{t.Left, shiftDoor(of, leaving...)},
			In:      countDoor{t.In, filteredDoor(of, analytics.ShiftFilter{Kinds: relabelling, WasOther: []string{t.Topic}})},
			Out:     countDoor{t.Out, filteredDoor(month.Without("topic", t.Topic), analytics.ShiftFilter{Kinds: relabelling, Was: []string{t.Topic}})},
			Now:     countDoor{t.Now, dashboards.Door(of)}})
	}
}
