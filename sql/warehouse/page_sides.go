package warehouse

import (
	"huisheng/analytics"
)

// side is one of the tables that a selection reads, with its condition there: facts, or sealed for months that are read as they were when
// they were sealed.
type side struct {
	Table string
	Where string
	At    string // the moment that decides which clocks have run out, as an expression over the table's columns
}

// atNow is the moment of asking.
const atNow = "{at:DateTime64(3, 'Asia/Shanghai')}"

// sides writes what a selection reads. Its values go into p under names that begin with prefix. A selection that lies in sealed months
// alone, or in others alone, reads one table, so that a plain count over it can be answered from the roll-ups.
func sides(s analytics.Selection, prefix string, p P) ([]side, error) {
	plain := s
	plain.Group, plain.Outcome = analytics.Group{}, ""
	if marked[s.State] != "" {
		plain.State = ""
	}
	condition, err := where(plain, prefix, p)
	if err != nil {
		return nil, err
	}
	condition += alikeKept(s, prefix, p)
	if s.Outcome != "" {
		condition += " AND " + outcomeConditions[s.Outcome]
	}
	then := s.Then()
	if len(then) == 0 {
		return []side{{"facts", condition, atNow}}, nil
	}
	months, moments := make([]analytics.Month, len(then)), make([]uint64, len(then))
	for i, seal := range then {
		months[i], moments[i] = seal.Month, uint64(seal.At.UnixMilli())
	}
	// What had run out when a month was sealed stays so: its figures do not change by waiting.
	sealed := prefix + "sealed"
	p[sealed], p[sealed+"_at"] = months, moments
	at := "fromUnixTimestamp64Milli(toInt64(transform(month, {" + sealed + ":Array(UInt32)}, {" + sealed + "_at:Array(UInt64)}, toUInt64(0))), 'Asia/Shanghai')"
	if s.AllThen() {
		return []side{{"sealed", condition, at}}, nil
	}
	in := "month IN {" + sealed + ":Array(UInt32)} AND "
	return []side{{"facts", "month NOT IN {" + sealed + ":Array(UInt32)} AND " + condition, atNow}, {"sealed", in + condition, at}}, nil
}
