package sample

// horizon is more than the longest wait, in days, between two tellings of one matter.
const horizon = 32

// repeats are the matters that wait for their day. Of days that have room for few, the later ones get what is left over.
type repeats struct {
	days  [horizon][]again
	due   []again
	taken int // of due, on this day
	today int // how many of due this day takes
	slots int // complaints of the day
}

// add puts a matter off to a day within the horizon.
func (r *repeats) add(day int, a again) {
	r.days[day%horizon] = append(r.days[day%horizon], a)
}

// begin starts a day of n complaints: at most a third of them are repeats.
func (r *repeats) begin(day, n int) {
	r.due = append(r.due[:0], r.due[r.taken:]...)
	list := &r.days[day%horizon]
	r.due = append(r.due, *list...)
	clear(*list)
	*list = (*list)[:0]
	r.taken, r.slots, r.today = 0, n, min(len(r.due), n/3)
}

// take gives the matter that is told at a slot of the day, if there is one: they are spread evenly.
func (r *repeats) take(slot int) (again, bool) {
	if r.taken >= r.today || slot != (2*r.taken+1)*r.slots/(2*r.today) {
		return again{}, false
	}
	a := r.due[r.taken]
	r.due[r.taken] = again{}
	r.taken++
	return a, true
}
