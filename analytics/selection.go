package analytics

import "time"

// Selection picks complaints by day, by values of axes, by words and by state. The zero value picks every complaint that counts.
type Selection struct {
	From, To time.Time // first and last day, both included, at midnight in Zone; zero is open
	Choices  []Choice  // all of them must hold
	Words    string    // a piece of subject or text, as written; empty picks all
	State    State
	Import   uint32       // only complaints that this import told; 0 picks all
	Basis    Basis        // which figures of the sealed months are meant
	Seals    []Seal       // the seals that hold, put in by who reads the address; without them every month is read as it is
	Shift    *ShiftFilter // only complaints of sealed months that changed so since; nil picks all. Rows are those of facts or of the seal, by Basis
	Theme    uint64       // only complaints of this theme, in the months that found them; 0 picks all
	Clock    ClockPick    // only complaints of which a clock of the policy stands so; the zero ClockPick picks all
	Judged   []JudgedPick // only complaints of which the policy says all of this beside its clocks
	Customer CustomerPick // only complaints of this customer, or of customers of this class; the zero CustomerPick picks all
	Outcome  Outcome      // only complaints that came to this; empty picks all
	Group    Group        // only complaints of this group of alike ones; the zero Group picks all
}

// ClockPick picks complaints by how a clock of the policy stood when it was looked at.
type ClockPick struct {
	Clock string // code of the policy
	State string // one of ClockPicks
	At    time.Time
}

// What a selection can ask of a clock. In time and late are its denominator; late is over, stopped or not.
const (
	ClockCounted = "counted"
	ClockMet     = "met"
	ClockLate    = "late"
	ClockOverdue = "overdue" // over and not stopped
	ClockRunning = "running"
)

// ClockPicks are all that can be asked.
var ClockPicks = []string{ClockCounted, ClockMet, ClockLate, ClockOverdue, ClockRunning}

// Choice holds when the axis has one of the values, or none of them when Not is set. The empty value is "not told".
type Choice struct {
	Axis   string // one of Choosable, or AttributeAxis and the name of an attribute
	Values []string
	Not    bool
}

// Group names complaints that say the same.
type Group struct {
	Kind GroupKind
	ID   uint64
}

// GroupKind is what the complaints of a group have in common.
type GroupKind string

// The kinds of groups: tellings of one matter, texts with one wording by many customers, complaints of many customers about one event.
const (
	GroupMatter   GroupKind = "matter"
	GroupTemplate GroupKind = "template"
	GroupMass     GroupKind = "mass"
)

// GroupKinds are all kinds.
var GroupKinds = []GroupKind{GroupMatter, GroupMass, GroupTemplate}

// State picks complaints by what became of them.
type State string

// The states that a selection can ask for. The empty state asks for nothing.
const (
	StateRepeated      State = "repeated"      // 逐字重复: words equal to an earlier complaint of the same selection
	StateDuplicate     State = "duplicate"     // 重复件: another telling of the same matter counts for it
	StateMass          State = "mass"          // 群诉: one of many customers' about one event
	StateTemplate      State = "template"      // 模板件: in a wording that many customers used
	StateWordless      State = "wordless"      // 无原文
	StatePending       State = "pending"       // 待分析: no insight yet; only rows read fresh can be so
	StateClocked       State = "clocked"       // the policy's clock of the first response was met or has run out: the denominator of 及时响应率
	StateOnTime        State = "on_time"       // first response in time by the policy
	StateLate          State = "late"          // first response too late, or none and the clock has run out
	StateRated         State = "rated"         // satisfaction was told: the denominator of 满意率
	StateSatisfied     State = "satisfied"     // satisfaction of 4 or 5
	StateUnsatisfied   State = "unsatisfied"   // satisfaction of 1 to 3
	StateContradicting State = "contradicting" // 记录有矛盾: its steps cannot have been in the order told; lifecycle.Order lists the rules
)

// States are all states, in the order in which a page offers them.
var States = []State{StateRepeated, StateDuplicate, StateMass, StateTemplate, StateWordless, StatePending, StateClocked, StateOnTime, StateLate, StateRated, StateSatisfied, StateUnsatisfied, StateContradicting}

// With returns a copy of the selection in which the axis has the value.
func (s Selection) With(axis string, values ...string) Selection {
	return s.choose(Choice{Axis: axis, Values: values})
}

// Without returns a copy of the selection in which the axis has none of the values.
func (s Selection) Without(axis string, values ...string) Selection {
	return s.choose(Choice{Axis: axis, Values: values, Not: true})
}

func (s Selection) choose(c Choice) Selection {
	s.Choices = append(append([]Choice(nil), s.Choices...), c)
	return s
}

// Between returns a copy of the selection with these first and last days.
func (s Selection) Between(from, to time.Time) Selection {
	s.From, s.To = from, to
	return s
}

// In returns a copy of the selection with this state.
func (s Selection) In(state State) Selection {
	s.State = state
	return s
}

// GradeClock is the time within which a complaint of a grade is answered first.
type GradeClock struct {
	Grade  string
	Within time.Duration
}

// GradeClocks are the clocks of the first response in the pack 分级限时, for what runs without a policy: tests of pages. A complaint with another
// grade, or none, has no clock.
var GradeClocks = []GradeClock{{"A", 8 * time.Hour}, {"B", 24 * time.Hour}, {"C", 48 * time.Hour}, {"D", 48 * time.Hour}}

// ClockOf is the clock of a grade, 0 when it has none.
func ClockOf(grade string) time.Duration {
	for _, c := range GradeClocks {
		if c.Grade == grade {
			return c.Within
		}
	}
	return 0
}

// Free returns a copy of the selection without its choices on the axis.
func (s Selection) Free(axis string) Selection {
	var kept []Choice
	for _, c := range s.Choices {
		if c.Axis != axis {
			kept = append(kept, c)
		}
	}
	s.Choices = kept
	return s
}
