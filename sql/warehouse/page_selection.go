package warehouse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
)

// pageData is what the files of pages read besides their parameters: names of columns and conditions, which no parameter can stand for.
type pageData struct {
	Axis, Other string
	Axes        []string
	Columns     []string
	Now         string
	Sides, Base []side // what counts read, and what they are compared with
	Fresh       string
	Judged      string // rows of what was judged
	Words       bool
	Lives       bool
	Disorder    bool
	Repeated    bool
	After       bool
	Keys        bool
	Labels      []string // columns of insights
	Said        string   // condition on what was read from words, empty for none
	Undone      bool     // some imports do not stand
	Search      search
	Found       string // the tellings in whose words a search is found
	Among       string // keeps to their complaints
	Days        string // the condition of days alone
	Kept        bool   // the rows come from a table of facts, which tells more of them
	side               // of page_kept
}

// The first and last month that a selection without days reaches: all that a DateTime64 column holds here.
const (
	firstMonth analytics.Month = 190001
	lastMonth  analytics.Month = 229912
)

// monthsOf is the span of months of a selection, by which partitions are left unread.
func monthsOf(s analytics.Selection) (from, to analytics.Month) {
	from, to = s.Months()
	return or(from, firstMonth), or(to, lastMonth)
}

// labelled are the axes that are read from the words: their columns are those of insights, not of what arrived.
var labelled = []string{"topic", "topic_why", "topic_where"}

// axisColumn checks an axis, as its name stands in the statement.
func axisColumn(axis string) (string, error) {
	if !slices.Contains(analytics.Axes, axis) && !slices.Contains(analytics.CustomerAxes, axis) {
		return "", analytics.Invalid("axis", "没有 %q 这条轴", axis)
	}
	return axis, nil
}

// saidColumns are what was read from words, as values, each an array of them: by analytics.SaidAxes over the columns of facts.
var saidColumns = map[string]string{
	analytics.AxisDemand:  "if(empty(demands), [''], CAST(demands, 'Array(String)'))",
	analytics.AxisUrgency: "if(empty(urgency), [''], CAST(urgency, 'Array(String)'))",
	analytics.AxisMood:    fmt.Sprintf("[multiIf(sentiment <= -%[1]v, '%[2]s', sentiment >= %[1]v, '%[3]s', '%[4]s')]", analytics.BandEdge, analytics.BandBad, analytics.BandGood, analytics.BandMixed),
	analytics.AxisRating:  "[if(rating = 0, '', toString(rating))]",
}

// valueOf is what complaints are counted by on an axis: its column, each of the values that were read, or an attribute, whose name goes into p.
func valueOf(axis string, p P) (string, error) {
	if values, said := saidColumns[axis]; said {
		return "arrayJoin(" + values + ")", nil
	}
	return columnOf(axis, "counted", p)
}

// columnOf is an axis as a column of facts or of what arrived. The name of an attribute is anything that a source wrote, so it goes into p
// under the name given.
func columnOf(axis, name string, p P) (string, error) {
	attribute, ok := analytics.AttributeOf(axis)
	if !ok {
		return axisColumn(axis)
	}
	p[name+"_attribute"] = attribute
	return "attributes[{" + name + "_attribute:String}]", nil
}

// where writes the condition of a selection's days and choices over columns named as in facts, and puts its values into p under names
// that begin with prefix. Days are compared by day and month, which the projections have.
func where(s analytics.Selection, prefix string, p P) (string, error) {
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, bound := range []struct {
		day  time.Time
		name string
		op   string
	}{{s.From, "from", ">="}, {s.To, "to", "<="}} {
		if bound.day.IsZero() {
			continue
		}
		name := prefix + bound.name
		p[name], p[name+"_month"] = Day(bound.day), analytics.MonthOf(bound.day)
		add("month %s {%s_month:UInt32} AND day %s {%s:Date}", bound.op, name, bound.op, name)
	}
	for i, c := range s.Choices {
		values, said := saidColumns[c.Axis]
		axis, name, not := c.Axis, fmt.Sprintf("%s%d", prefix, i), ""
		if !said {
			var err error
			if axis, err = columnOf(c.Axis, name, p); err != nil {
				return "", err
			}
		}
		if c.Not {
			not = "NOT "
		}
		p[name] = c.Values
		if said {
			add("%shasAny(%s, {%s:Array(String)})", not, values, name)
			continue
		}
		add("%s %sIN {%s:Array(String)}", axis, not, name)
	}
	if s.Shift != nil {
		add("%s", shifted(s, prefix, p))
	}
	if s.Import != 0 {
		name := prefix + "import"
		p[name] = s.Import
		add("(source, complaint_id) IN (SELECT source, complaint_id FROM complaints WHERE import_id = {%s:UInt32})", name)
	}
	if s.Theme != 0 {
		name := prefix + "theme"
		p[name] = s.Theme
		add("(source, complaint_id) IN (SELECT source, complaint_id FROM theme_members WHERE theme = {%s:UInt64})", name)
	}
	judged, err := byPolicy(s, prefix, p)
	if err != nil {
		return "", err
	}
	all = append(all, judged...)
	if s.Outcome != "" {
		add("%s", cameTo(s, prefix, p))
	}
	if s.Customer.Key != 0 || s.Customer.Class != "" {
		told, err := toldBy(s, prefix, p)
		if err != nil {
			return "", err
		}
		p[prefix+"by_first"], p[prefix+"by_last"] = monthsOf(s)
		add("(source, complaint_id) IN (SELECT source, complaint_id FROM facts WHERE month BETWEEN {%[1]sby_first:UInt32} AND {%[1]sby_last:UInt32} AND %[2]s)", prefix, told)
	}
	if s.Group.ID != 0 || marked[s.State] != "" {
		all = append(all, alikeNow(s, prefix, p))
	}
	if len(all) == 0 {
		return "1", nil
	}
	return strings.Join(all, " AND "), nil
}

// holds writes the condition of a state over the columns of page_fresh; of those that the policy decides where has it.
func holds(state analytics.State) string {
	switch state {
	case analytics.StateWordless:
		return "wordless = 1"
	case analytics.StatePending:
		return "analysed = 0"
	case analytics.StateRated:
		return "satisfaction > 0"
	case analytics.StateSatisfied:
		return "satisfaction >= 4"
	case analytics.StateContradicting:
		return "contradicts"
	case analytics.StateUnsatisfied:
		return "satisfaction BETWEEN 1 AND 3"
	}
	return "1"
}

// needsLives reports whether a state can be told only from events.
func needsLives(state analytics.State) bool {
	return slices.Contains([]analytics.State{analytics.StateRated, analytics.StateSatisfied, analytics.StateUnsatisfied, analytics.StateContradicting}, state)
}
