package warehouse

import (
	"fmt"
	"time"

	"huisheng/analytics"
)

// clockStanding is how the clock of a complaint stands at the moment, over the lists of judged: by its worst round, and while one goes on by that.
const clockStanding = `multiIf(arrayExists((c, s, d) -> c = clock AND s = 'open' AND d < moment, clocks, states, due), 'overdue',
    arrayExists((c, s) -> c = clock AND s = 'late', clocks, states), 'late', arrayExists((c, s) -> c = clock AND s = 'open', clocks, states), 'running',
    arrayExists((c, s) -> c = clock AND s = 'paused', clocks, states), 'paused', arrayExists((c, s) -> c = clock AND s = 'met', clocks, states), 'met', 'void')`

// pickedStates are the ways of standing that can be asked for.
var pickedStates = map[string][]string{
	analytics.ClockMet:     {"met"},
	analytics.ClockLate:    {"late", "overdue"},
	analytics.ClockOverdue: {"overdue"},
	analytics.ClockRunning: {"running"},
	analytics.ClockCounted: {"met", "late", "overdue"},
}

// responseStates are the conditions of the states of a selection that the clock of the first response decides.
var responseStates = map[analytics.State]string{
	analytics.StateClocked: "(response IN ('met', 'late') OR response = 'open' AND response_due < moment)",
	analytics.StateOnTime:  "response = 'met'",
	analytics.StateLate:    "(response = 'late' OR response = 'open' AND response_due < moment)",
}

// judgedConditions are those of analytics.JudgedKinds: v is the value asked for, and any that none was.
var judgedConditions = map[string]string{
	analytics.JudgedFine:       "if(any_value, notEmpty(fine_rules), has(fine_rules, v))",
	analytics.JudgedTell:       "if(any_value, notEmpty(tell), has(tell, v))",
	analytics.JudgedTellOpen:   "unfinished = 1 AND if(any_value, notEmpty(tell), has(tell, v))",
	analytics.JudgedHandler:    "handler = v",
	analytics.JudgedLevel:      "level = v",
	analytics.JudgedHanded:     "if(any_value, notEmpty(pass_to), has(pass_to, v))",
	analytics.JudgedHandedOpen: "arrayExists((d, s) -> (any_value OR d = v) AND s = 'open', pass_to, pass_states)",
	analytics.JudgedHandedLate: "arrayExists((d, s, u) -> (any_value OR d = v) AND (s = 'late' OR s = 'open' AND u < moment AND toUnixTimestamp64Milli(u) > 0), pass_to, pass_states, pass_due)",
	analytics.JudgedHandedNone: "arrayExists((d, s) -> (any_value OR d = v) AND s = 'none', pass_to, pass_states)",
	analytics.JudgedGranted:    "granted > 0 AND (any_value OR granted_after = 1)",
	analytics.JudgedSolved:     "if(any_value, solved != '', solved = v)",
	analytics.JudgedReopened:   "reopened > 0",
	analytics.JudgedEscalated:  "escalated > 0",
}

// byPolicy writes the conditions of a selection that what was judged of its complaints decides; none is empty.
func byPolicy(s analytics.Selection, prefix string, p P) ([]string, error) {
	var all []string
	if response, wanted := responseStates[s.State]; wanted {
		all = append(all, judgedKeys(s, prefix, p, "", response))
	}
	if s.Clock.Clock != "" {
		name := prefix + "clock"
		p[name], p[name+"_states"] = s.Clock.Clock, pickedStates[s.Clock.State]
		all = append(all, judgedKeys(s, prefix, p, fmt.Sprintf("WITH {%s:String} AS clock ", name), fmt.Sprintf("has(clocks, clock) AND %s IN {%s_states:Array(String)}", clockStanding, name)))
	}
	for i, pick := range s.Judged {
		condition, known := judgedConditions[pick.Kind]
		if !known {
			return nil, analytics.Invalid("judged", "没有 %q 这样的办法条件", pick.Kind)
		}
		name := fmt.Sprint(prefix, "judged", i)
		p[name], p[name+"_any"] = pick.Value, bit(pick.Value == "")
		all = append(all, judgedKeys(s, prefix, p, fmt.Sprintf("WITH {%[1]s_any:UInt8} AS any_value, {%[1]s:String} AS v ", name), condition))
	}
	return all, nil
}

// judgedKeys writes that a complaint is among those judged of which a condition holds, which may use the names that with gives to values. Months that the selection reads as they were sealed are
// read from what was judged then, and what had run out then has.
func judgedKeys(s analytics.Selection, prefix string, p P, with, condition string) string {
	return "(month, source, complaint_id) IN (" + with + "SELECT month, source, complaint_id FROM (" + judgedOf(s, prefix, p) + ") WHERE " + condition + ")"
}

// judgedOf reads what was judged of the months of a selection, each row with the moment that decides whether its open clocks have run out.
func judgedOf(s analytics.Selection, prefix string, p P) string {
	name := prefix + "judging"
	p[name+"_first"], p[name+"_last"] = monthsOf(s)
	p[name+"_at"] = orNever(s.Clock.At)
	between := fmt.Sprintf("month BETWEEN {%[1]s_first:UInt32} AND {%[1]s_last:UInt32}", name)
	now := fmt.Sprintf("SELECT *, {%s_at:DateTime64(3, 'Asia/Shanghai')} AS moment FROM judged WHERE %s", name, between)
	then := s.Then()
	if len(then) == 0 {
		return now
	}
	months, moments := make([]analytics.Month, len(then)), make([]uint64, len(then))
	for i, seal := range then {
		months[i], moments[i] = seal.Month, uint64(seal.At.UnixMilli())
	}
	p[name+"_sealed"], p[name+"_moments"] = months, moments
	return fmt.Sprintf("%[2]s AND month NOT IN {%[1]s_sealed:Array(UInt32)} UNION ALL SELECT *, fromUnixTimestamp64Milli(toInt64(transform(month, {%[1]s_sealed:Array(UInt32)}, {%[1]s_moments:Array(UInt64)}, toUInt64(0))), 'Asia/Shanghai') AS moment"+
		" FROM judged_sealed WHERE %[3]s AND month IN {%[1]s_sealed:Array(UInt32)}", name, now, between)
}

// momentOf puts the moment of asking into a selection that does not name one.
func momentOf(s analytics.Selection, at time.Time) analytics.Selection {
	if s.Clock.At.IsZero() {
		s.Clock.At = at
	}
	return s
}

// plainDays reports whether a selection asks for days alone.
func plainDays(s analytics.Selection) bool {
	return len(s.Choices) == 0 && s.Words == "" && s.State == "" && s.Outcome == "" && s.Import == 0 && s.Shift == nil && s.Theme == 0 && s.Clock.Clock == "" && len(s.Judged) == 0 && s.Group.ID == 0
}

// wholeMonths reports whether a selection is some months and nothing else.
func wholeMonths(s analytics.Selection) bool {
	return (s.From.IsZero() || s.From.Day() == 1) && (s.To.IsZero() || s.To.AddDate(0, 0, 1).Day() == 1) && plainDays(s)
}
