package analytics

import (
	"slices"
	"time"
)

// Basis says which figures of sealed months are meant. Months that are not sealed are the same in both.
type Basis string

// The two bases. The empty basis is BasisNow where months are sealed, and says nothing where none are.
const (
	BasisThen Basis = "then" // 当时口径: as they were when the month was sealed
	BasisNow  Basis = "now"  // 现行口径: as they are, with what came, was corrected and was relabelled since
)

// Seal is a month whose figures, versions and labels of one day are kept (封账). A month that was unsealed and sealed again has two.
type Seal struct {
	Number    uint64 // in the order in which months were sealed
	Month     Month
	By, Why   string
	At        time.Time
	Models    []string      // versions of the model that had read the rows: code, dictionary and taxonomy together; in order
	Taxonomy  string        // version of the taxonomy that was in use
	Run       uint64        // of assemble, which wrote the rows
	N         uint64        // complaints
	Exposures []ExposureSum // denominators
	Watermark []Position    // what had arrived: every record below it was in the rows

	UndoneBy, UndoneWhy string
	UndoneAt            time.Time // zero while the month is sealed
}

// Holds reports whether the month is still sealed.
func (s Seal) Holds() bool { return s.UndoneAt.IsZero() }

// Sealed are the figures of a month as they were put away.
type Sealed struct {
	N      uint64
	Run    uint64 // the run of assemble that wrote them
	Whole  bool   // all of one run
	Models []string
}

// SealOf finds the seal of a month among those that hold.
func SealOf(seals []Seal, m Month) (Seal, bool) {
	i := slices.IndexFunc(seals, func(s Seal) bool { return s.Month == m && s.Holds() })
	if i < 0 {
		return Seal{}, false
	}
	return seals[i], true
}

// OnBasis returns a copy of the selection that knows which months are sealed, and on which basis it reads them. Where no month is
// sealed it is the selection as it was.
func (s Selection) OnBasis(b Basis, seals []Seal) Selection {
	if s.Basis, s.Seals = b, seals; len(seals) == 0 {
		s.Basis = ""
	}
	return s
}

// Months is the span of months of the selection's days; 0 where it is open.
func (s Selection) Months() (from, to Month) {
	if !s.From.IsZero() {
		from = MonthOf(s.From)
	}
	if !s.To.IsZero() {
		to = MonthOf(s.To)
	}
	return from, to
}

// Touched are the seals of the months that the selection's days lie in, in order of months.
func (s Selection) Touched() []Seal {
	from, to := s.Months()
	var list []Seal
	for _, seal := range s.Seals {
		if seal.Month >= from && (to == 0 || seal.Month <= to) {
			list = append(list, seal)
		}
	}
	slices.SortFunc(list, func(a, b Seal) int { return int(a.Month) - int(b.Month) })
	return list
}

// Then are the seals of the months that the selection reads as they were sealed.
func (s Selection) Then() []Seal {
	if s.Basis != BasisThen {
		return nil
	}
	return s.Touched()
}

// AllThen reports whether every month of the selection is read as it was sealed.
func (s Selection) AllThen() bool {
	from, to := s.Months()
	then := s.Then()
	if from == 0 || to == 0 || len(then) == 0 {
		return false
	}
	for m := from; m <= to; m = m.Add(1) {
		if _, sealed := SealOf(then, m); !sealed {
			return false
		}
	}
	return true
}
