package accounting

import "time"

// Alarm says that the books differ and stay so.
type Alarm struct {
	Since   time.Time // when the difference was seen first
	Faults  int
	Records int64
	First   Fault // the newest
}

// Watch turns reports into alarms: books that differ at two looks in a row differ for longer than a record in flight can be to blame for.
// The zero value has seen nothing.
type Watch struct {
	since time.Time
	alarm *Alarm
}

// Alarm is the one that stands, nil when none does.
func (w *Watch) Alarm() *Alarm { return w.alarm }

// See takes the next report. It returns the alarm that stands, nil when none does, and whether that is news.
func (w *Watch) See(r *Report) (alarm *Alarm, news bool) {
	open := r.Open()
	if len(open) == 0 {
		news = w.alarm != nil
		*w = Watch{}
		return nil, news
	}
	if w.since.IsZero() {
		w.since = r.At
		return nil, false
	}
	news = w.alarm == nil
	w.alarm = &Alarm{Since: w.since, Faults: len(open), First: open[0]}
	for _, f := range open {
		w.alarm.Records += f.Records
	}
	return w.alarm, news
}
