package main

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/sample"
	"huisheng/jobs/explain"
)

// causesKind is what --only calls the causes.
const causesKind = "原因"

const (
	// fewestPlanted is how many complaints a plant must have to be looked for: fewer over days and weeks are as likely chance, somewhere among
	// so many combinations.
	fewestPlanted = 20
	// sameComplaints is the share of common complaints from which two names are one cause.
	sameComplaints = 0.9
	// before is how many days a plant is compared with.
	before = 28
)

// measureCauses looks for every planted cause that makes complaints, or keeps them away, in its days against the four weeks before, in all
// complaints but those of other plants; and for causes in months without any, against the month before. Right is a cause that names the same
// complaints as the plant, in whatever words.
func measureCauses(ctx context.Context, b *planted) ([]insightScore, error) {
	facts, err := b.causeFacts()
	if err != nil {
		return nil, err
	}
	classifier, err := runtime.Taxonomy(b.config)
	if err != nil {
		return nil, err
	}
	first, three := insightScore{Kind: "原因，第一位", Hold: hold{Recall: 0.9}}, insightScore{Kind: "原因，前三位", Hold: hold{Recall: 0.97}}
	for i := range b.truth.Causes {
		plant := &b.truth.Causes[i]
		if plant.Kind == "emerging" {
			continue // found as themes
		}
		if facts.planted(int8(i+1)) < fewestPlanted && plant.Extra > 0 {
			first.Skipped, three.Skipped = first.Skipped+1, three.Skipped+1
			continue
		}
		at, err := facts.place(ctx, classifier.Taxonomy(), plant, int8(i+1))
		if err != nil {
			return nil, err
		}
		first.count(at == 1)
		three.count(at >= 1 && at <= 3)
		if at != 1 {
			first.Note += fmt.Sprintf(" %s：第 %d 位", plant.ID, at)
		}
	}
	none := insightScore{Kind: "没有原因的月份", Hold: hold{Recall: 0.95}}
	err = facts.quiet(ctx, classifier.Taxonomy(), b.truth, &none)
	return []insightScore{first, three, none}, err
}

func (s *insightScore) count(right bool) {
	s.Planted++
	s.Found++
	if right {
		s.Right++
		s.Reached++
	}
}

// causeFacts are the complaints of a sample by the values in which causes are looked for, as the facts of an installation have them.
type causeFacts struct {
	axes   []string
	index  []map[string]uint16
	names  [][]string
	codes  [][]uint16 // by axis
	days   []uint16   // in order
	causes []int8     // 1 + the place of the plant, 0 for ordinary complaints
	only   int8       // besides ordinary ones, complaints of this plant are there
}

// causeFacts reads the sample.
func (b *planted) causeFacts() (*causeFacts, error) {
	f := &causeFacts{axes: append(slices.Clone(analytics.Axes), "attributes.保修状态", "attributes.固件版本", "attributes.承运商", "attributes.购买平台")}
	f.index, f.names, f.codes = make([]map[string]uint16, len(f.axes)), make([][]string, len(f.axes)), make([][]uint16, len(f.axes))
	for a := range f.axes {
		f.index[a] = map[string]uint16{}
	}
	generator := sample.New(b.sample)
	b.truth = generator.Truth()
	var r sample.Record
	for generator.Next(&r) {
		f.add(&r.Complaint, r.Label.Topic, b.truth.Causes, r.Label.Cause)
	}
	return f, nil
}

func (f *causeFacts) add(c *analytics.Complaint, topic string, plants []sample.Cause, cause string) {
	for a, axis := range f.axes {
		value := valueOn(axis, c, topic)
		code, known := f.index[a][value]
		if !known {
			code = uint16(len(f.names[a]))
			f.index[a][value], f.names[a] = code, append(f.names[a], value)
		}
		f.codes[a] = append(f.codes[a], code)
	}
	f.days = append(f.days, uint16(analytics.DayNumber(c.ReceivedAt)))
	f.causes = append(f.causes, int8(1+slices.IndexFunc(plants, func(p sample.Cause) bool { return p.ID == cause })))
}

// valueOn is what facts have of a complaint on an axis.
func valueOn(axis string, c *analytics.Complaint, topic string) string {
	switch axis {
	case "topic":
		return topic
	case "topic_why", "topic_where":
		return ""
	case "category":
		return c.Category
	case "product_line":
		return c.Product.Line
	case "product":
		return c.Product.Name
	case "model":
		return c.Product.Model
	case "batch":
		return c.Product.Batch
	case "province":
		return c.Region.Province
	case "city":
		return c.Region.City
	case "channel":
		return c.Channel
	case "department":
		return c.Department
	case "grade":
		return c.Grade
	case "sender_kind":
		return c.SenderKind
	case "source":
		return c.Source
	}
	name, _ := analytics.AttributeOf(axis)
	return c.Attributes[name]
}

// planted is how many complaints a plant has.
func (f *causeFacts) planted(cause int8) int {
	n := 0
	for _, c := range f.causes {
		if c == cause {
			n++
		}
	}
	return n
}

// there reports whether a complaint is among those that are looked at.
func (f *causeFacts) there(row int) bool { return f.causes[row] == 0 || f.causes[row] == f.only }

// rows are the complaints from one day to another, as a half-open range.
func (f *causeFacts) rows(from, to time.Time) (first, last int) {
	day := func(t time.Time, after int) int {
		n := analytics.DayNumber(t) + after
		return sort.Search(len(f.days), func(i int) bool { return int(f.days[i]) >= n })
	}
	return day(from, 0), day(to, 1)
}

// Months implements explain.Tables.
func (f *causeFacts) Months(context.Context) ([]analytics.MonthState, error) {
	var list []analytics.MonthState
	for row, day := range f.days {
		m := analytics.MonthOf(analytics.DayOfNumber(int(day)))
		if len(list) == 0 || list[len(list)-1].Month != m {
			list = append(list, analytics.MonthState{Month: m})
		}
		if f.there(row) {
			list[len(list)-1].N++
		}
	}
	return list, nil
}

// Findings implements explain.Tables; there are none.
func (f *causeFacts) Findings(context.Context, analytics.Month, analytics.Month) ([]analytics.Finding, error) {
	return nil, nil
}

// AttributesTold implements explain.Tables.
func (f *causeFacts) AttributesTold(context.Context, analytics.Month, analytics.Month) ([]analytics.AttributeTold, error) {
	var list []analytics.AttributeTold
	for a, axis := range f.axes {
		if name, ok := analytics.AttributeOf(axis); ok {
			list = append(list, analytics.AttributeTold{Name: name, N: uint64(len(f.days)), Values: uint64(len(f.names[a]))})
		}
	}
	return list, nil
}

// EachFact implements explain.Tables.
func (f *causeFacts) EachFact(_ context.Context, axes []string, of []analytics.Selection, oneIn uint32, yield func(uint32, uint16, []string)) error {
	values := make([]string, len(axes))
	for n, s := range of {
		from, to := f.rows(s.From, s.To)
		for row := from; row < to; row++ {
			if !f.there(row) || uint64(row)*0x9e3779b97f4a7c15>>32%uint64(oneIn) != 0 {
				continue
			}
			for i, axis := range axes {
				a := slices.Index(f.axes, axis)
				values[i] = f.names[a][f.codes[a][row]]
			}
			yield(1<<n, f.days[row], values)
		}
	}
	return nil
}

// ReplaceAttributions implements explain.Tables; nothing is written.
func (f *causeFacts) ReplaceAttributions(context.Context, analytics.Month, uint64, []analytics.Attribution) error {
	return nil
}

// place returns the place of a plant among the causes of its days, 0 when it is not among them.
func (f *causeFacts) place(ctx context.Context, taxonomy *topic.Taxonomy, plant *sample.Cause, only int8) (int, error) {
	from, to := sampleDay(plant.From), sampleDay(plant.To)
	f.only = only
	found, err := explain.NewAsker(f, runtime.Spoken(taxonomy)).Between(ctx, analytics.Selection{From: from, To: to},
		analytics.Selection{From: from.AddDate(0, 0, -before), To: from.AddDate(0, 0, -1)})
	if err != nil {
		return 0, err
	}
	var truth []analytics.AxisValue
	for name, value := range plant.Attributes {
		if !slices.Contains(f.axes, name) {
			name = analytics.AttributeAxis + name
		}
		truth = append(truth, analytics.AxisValue{Axis: name, Value: value})
	}
	names := [][]analytics.AxisValue{truth}
	if _, known := plant.Attributes["topic"]; !known && len(plant.Topics) == 1 {
		names = append(names, append(slices.Clone(truth), analytics.AxisValue{Axis: "topic", Value: plant.Topics[0]}))
	}
	first, _ := f.rows(from.AddDate(0, 0, -before), to)
	_, last := f.rows(from, to)
	for i, c := range found.Causes {
		for _, name := range names {
			if f.alike(c.Values, name, first, last) >= sameComplaints || f.sharper(c.Values, truth, only, first, last) {
				return i + 1, nil
			}
		}
	}
	return 0, nil
}

// sharper reports whether a name holds nearly all complaints of a plant, and among all that it holds as large a part of them as the plant's own
// name does: a text that goes round is about one model, which its own name does not say.
func (f *causeFacts) sharper(name, truth []analytics.AxisValue, plant int8, first, last int) bool {
	var all, reached, held, own int
	for row := first; row < last; row++ {
		if !f.there(row) {
			continue
		}
		in, planted := f.holds(name, row), f.causes[row] == plant
		if planted {
			all++
		}
		if in {
			held++
		}
		if in && planted {
			reached++
		}
		if f.holds(truth, row) {
			own++
		}
	}
	return all > 0 && ratio(reached, all) >= sameComplaints && ratio(reached, held) >= ratio(all, own)
}

// alike is the share of complaints that two names have in common.
func (f *causeFacts) alike(a, b []analytics.AxisValue, first, last int) float64 {
	both, either := 0, 0
	for row := first; row < last; row++ {
		if !f.there(row) {
			continue
		}
		x, y := f.holds(a, row), f.holds(b, row)
		if x && y {
			both++
		}
		if x || y {
			either++
		}
	}
	return ratio(both, either)
}

func (f *causeFacts) holds(values []analytics.AxisValue, row int) bool {
	return !slices.ContainsFunc(values, func(v analytics.AxisValue) bool {
		a := slices.Index(f.axes, v.Axis)
		return f.names[a][f.codes[a][row]] != v.Value
	})
}

// quiet counts the months in which nothing is found among ordinary complaints, against the month before. Those in which a way in was shut are
// left out, and the one after it: what did not come cannot be put back.
func (f *causeFacts) quiet(ctx context.Context, taxonomy *topic.Taxonomy, truth sample.Truth, score *insightScore) error {
	f.only = 0
	months, err := f.Months(ctx)
	if err != nil {
		return err
	}
	shut := map[analytics.Month]bool{}
	for _, c := range truth.Causes {
		if c.Kind == "channel" {
			shut[analytics.MonthOf(sampleDay(c.From))], shut[analytics.MonthOf(sampleDay(c.To))] = true, true
		}
	}
	for _, m := range months[1:] {
		month := m.Month
		if shut[month] || shut[month.Add(-1)] {
			continue
		}
		found, err := explain.NewAsker(f, runtime.Spoken(taxonomy)).Between(ctx, analytics.Selection{From: month.First(), To: month.Last()},
			analytics.Selection{From: month.Add(-1).First(), To: month.Add(-1).Last()})
		if err != nil {
			return err
		}
		score.count(len(found.Causes) == 0)
		if len(found.Causes) > 0 {
			score.Note += " " + month.String() + "：" + explain.SeriesName(runtime.Spoken(taxonomy), found.Causes[0].Values)
		}
	}
	return nil
}

func sampleDay(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, analytics.Zone)
	if err != nil {
		panic(err) // the sample wrote it
	}
	return t
}
