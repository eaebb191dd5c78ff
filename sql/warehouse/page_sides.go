package warehouse

import (
	"huisheng/analytics"
)

// side is one of the tables that a selection reads, with its condition there: facts, or sealed for months that are read as they were when
// they were sealed.
type side struct {
	Table string
	Where string
}

// sides writes what a selection reads. Its values go into p under names that begin with prefix. A selection that lies in sealed months
// alone, or in others alone, reads one table, so that a plain count over it can be answered from the roll-ups.
func sides(s analytics.Selection, prefix string, p P) ([]side, error) {
	plain := s
	plain.Group, plain.Outcome, plain.Customer = analytics.Group{}, "", analytics.CustomerPick{}
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
	if s.Customer.Key != 0 || s.Customer.Class != "" {
		told, err := toldBy(s, prefix, p)
		if err != nil {
			return nil, err
		}
		condition += " AND " + told
	}
	then := s.Then()
	if len(then) == 0 {
		return []side{{"facts", condition}}, nil
	}
	sealed := prefix + "sealed"
	p[sealed] = monthsThen(s)
	if s.AllThen() {
		return []side{{"sealed", condition}}, nil
	}
	in := "month IN {" + sealed + ":Array(UInt32)} AND "
	return []side{{"facts", "month NOT IN {" + sealed + ":Array(UInt32)} AND " + condition}, {"sealed", in + condition}}, nil
}
