package precheck

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
)

// Member is one similar product with the months that count of it.
type Member struct {
	Name     string
	N        float64 // complaints in these months
	Months   int
	From, To analytics.Month
	New      bool    // its beginning is in the data, and the months are its first
	Exposure float64 // orders, users of these months; 0 when nobody told for all of them
	Topics   map[string]float64
	Seen     float64 // complaints in all the data
}

// Rate is complaints a month.
func (m *Member) Rate() float64 { return m.N / float64(max(1, m.Months)) }

// Window is the data that members are cut from: its whole months, and the first day of all.
type Window struct {
	From, To analytics.Month
	Begin    time.Time
	Horizon  int // months that count of a member
}

// silent is the number of complaints that a product would have had, by its own rate, in the days before its first one: with so many that
// did not come, it was not there (e to the power of −5 is less than one in a hundred).
const silent = 5

// leastBefore is the number of days of data before its first complaint that a product has to have to be new: products that hardly anybody
// complains about, and waves of complaints about many of them, begin at any day of the first weeks.
const leastBefore = 60

// leastSeen is the number of complaints below which nothing is told by a member.
const leastSeen = 5

// Members cuts the months out that count: of a product that began in the data its first ones, of another its last ones. The month in which
// a product began is not whole and does not count, unless it began on its first days.
func Members(counts []analytics.MemberCount, exposures []analytics.MemberExposure, w Window) []Member {
	by := map[string][]analytics.MemberCount{}
	var names []string
	for _, c := range counts {
		if by[c.Member] == nil {
			names = append(names, c.Member)
		}
		by[c.Member] = append(by[c.Member], c)
	}
	slices.Sort(names)
	var list []Member
	for _, name := range names {
		if m, ok := memberOf(name, by[name], w); ok {
			m.expose(exposures)
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b Member) int { return cmp.Compare(b.Seen, a.Seen) })
	return list
}

func memberOf(name string, counts []analytics.MemberCount, w Window) (Member, bool) {
	m := Member{Name: name, Topics: map[string]float64{}}
	first := counts[0].First
	for _, c := range counts {
		m.Seen += float64(c.N)
		if c.First.Before(first) {
			first = c.First
		}
	}
	if name == "" || m.Seen < leastSeen {
		return m, false
	}
	before := first.Sub(w.Begin).Hours() / 24
	since := max(1, w.To.Last().Sub(first).Hours()/24+1)
	m.New = before >= leastBefore && before*m.Seen/since > silent
	m.From, m.To = max(w.From, w.To.Add(1-w.Horizon)), w.To
	if m.New {
		m.From = analytics.MonthOf(first)
		if first.Day() > 7 { // the rest of the month is no month
			m.From = m.From.Add(1)
		}
		m.To = min(w.To, m.From.Add(w.Horizon-1))
	}
	for at := m.From; at <= m.To; at = at.Add(1) {
		m.Months++
	}
	for _, c := range counts {
		if c.Month >= m.From && c.Month <= m.To {
			m.N += float64(c.N)
			m.Topics[c.Topic] += float64(c.N)
		}
	}
	return m, m.Months > 0
}

// expose sums up the exposure of the months that count, in the unit that is told for all of them.
func (m *Member) expose(list []analytics.MemberExposure) {
	months, sums := map[string]int{}, map[string]float64{}
	for _, e := range list {
		if e.Member == m.Name && e.Month >= m.From && e.Month <= m.To && e.Value > 0 {
			months[e.Unit]++
			sums[e.Unit] += e.Value
		}
	}
	best := ""
	for unit, n := range months {
		if n == m.Months && (best == "" || unit < best) {
			best = unit
		}
	}
	m.Exposure = sums[best]
}
