package discover

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. assemble and detect mark months dirty under it.
const Name = "discover"

// code is the version of what the job computes.
const code = "4"

// History is how many months back a month looks: for what its words are compared with, and for themes that may live on.
const History = 6

// ideaHistory is how many months back a card of suggestions is remembered.
const ideaHistory = 12

// later is the reason under which the month after a changed one is marked. It begins with what no other reason begins with.
const later = "上月的话题有变"

// Tables is what discover needs of the warehouse.
type Tables interface {
	// ThemeReadings calls yield for each complaint of a month that counts and has words, by time, source and number.
	ThemeReadings(ctx context.Context, month analytics.Month, yield func(analytics.ThemeReading) error) error

	// PhraseCounts returns for each of the months how many of its texts hold the phrases that are asked about, under the empty phrase all
	// texts. Months that nothing is known of are left out.
	PhraseCounts(ctx context.Context, months []analytics.Month, phrases []string) (map[analytics.Month]map[string]uint32, error)
	ReplacePhrases(ctx context.Context, month analytics.Month, run uint64, counts []analytics.PhraseCount) error

	// Themes and ThemeMembers return what was found before; ReplaceThemes puts what was found now in its place.
	Themes(ctx context.Context, from, to analytics.Month) ([]analytics.Theme, error)
	ThemeMembers(ctx context.Context, month analytics.Month) ([]analytics.ThemeMember, error)
	ReplaceThemes(ctx context.Context, month analytics.Month, run uint64, themes []analytics.Theme, members []analytics.ThemeMember) error

	// Received returns what each source sent in each month, of complaints that count.
	Received(ctx context.Context) ([]analytics.SourceMonth, error)
}

// Ledger is what discover needs of the state.
type Ledger interface {
	jobs.DirtyLedger
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error
}

// Reader is how words are read: as enrich reads them.
type Reader struct {
	Segmenter text.Segmenter
	Rarity    *text.Rarity
}

// Job finds the themes of dirty months.
type Job struct {
	tables Tables
	ledger Ledger
	reader Reader
	now    func() time.Time

	mu     sync.Mutex
	tired  map[analytics.Month]time.Time // until when a month rests
	newest analytics.Month               // the first month that is newer than all that were run; it goes before its past
}

// New makes a Job.
func New(tables Tables, ledger Ledger, reader Reader, now func() time.Time) *Job {
	return &Job{tables: tables, ledger: ledger, reader: reader, now: now, tired: map[analytics.Month]time.Time{}}
}

// Name implements jobs.Job.
func (j *Job) Name() string { return Name }

// Code implements jobs.Job.
func (j *Job) Code() string { return code + " " + j.reader.Segmenter.Version() }

// Pending implements jobs.Job: the newest month with new facts, then the others, oldest first, as each hands its themes on to the next.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return nil, err
	}
	now := j.now()
	j.mu.Lock()
	defer j.mu.Unlock()
	var windows []jobs.Window
	for _, d := range dirty {
		if d.Reason == later || !now.Before(j.tired[d.Month]) {
			windows = append(windows, jobs.Window{Month: d.Month})
		}
	}
	slices.SortFunc(windows, func(a, b jobs.Window) int { return cmp.Compare(a.Month, b.Month) })
	if last := len(windows) - 1; last > 0 && windows[last].Month >= j.newest {
		windows = append([]jobs.Window{windows[last]}, windows[:last]...)
	}
	return windows, nil
}

// A month rests after a run: themes are not what one waits for at a screen, and other jobs wait behind this one.
const (
	restAtLeast = time.Minute
	restTimes   = 20 // of what the run took
)

// Run implements jobs.Job.
func (j *Job) Run(ctx context.Context, task jobs.Task) error {
	began := j.now()
	// 1. The generation, before anything is read.
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return err
	}
	// 2. The month and its past.
	before, after, err := j.neighbours(ctx, task.Month)
	if err != nil {
		return err
	}
	old, err := j.old(ctx, task.Month)
	if err != nil {
		return err
	}
	found, err := j.find(ctx, task, before, old)
	if err != nil {
		return fmt.Errorf("finding the themes of %s: %w", task.Month, err)
	}
	if err := j.tables.ReplaceThemes(ctx, task.Month, task.Run, found.themes, found.members); err != nil {
		return fmt.Errorf("writing the themes of %s: %w", task.Month, err)
	}
	// 3. What follows, when it would be found otherwise now.
	if after != 0 && !sameThemes(old.themes, found.themes) {
		if err := j.ledger.MarkDirtyFor(ctx, Name, later, []analytics.Month{after}); err != nil {
			return err
		}
	}
	// 4. The mark, last.
	j.mu.Lock()
	ended := j.now()
	j.newest = max(j.newest, task.Month.Add(1))
	j.tired[task.Month] = ended.Add(max(restAtLeast, restTimes*ended.Sub(began)))
	j.mu.Unlock()
	return jobs.Clean(ctx, j.ledger, Name, dirty, task.Month)
}

// neighbours are the months with complaints before a month, at most History of them and the newest last, and the next one, 0 when none is.
func (j *Job) neighbours(ctx context.Context, month analytics.Month) (before []analytics.Month, after analytics.Month, err error) {
	received, err := j.tables.Received(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range received {
		switch {
		case r.Month < month && r.Month >= month.Add(-History) && !slices.Contains(before, r.Month):
			before = append(before, r.Month)
		case r.Month > month && (after == 0 || r.Month < after):
			after = r.Month
		}
	}
	slices.Sort(before)
	return before, after, nil
}

// outcome is the themes of a month with their members.
type outcome struct {
	themes  []analytics.Theme
	members []analytics.ThemeMember
}

// old is what was found in the month before.
func (j *Job) old(ctx context.Context, month analytics.Month) (outcome, error) {
	themes, err := j.tables.Themes(ctx, month, month)
	if err != nil {
		return outcome{}, err
	}
	members, err := j.tables.ThemeMembers(ctx, month)
	return outcome{themes, members}, err
}

// sameThemes reports whether the months after see no difference.
func sameThemes(a, b []analytics.Theme) bool {
	key := func(t analytics.Theme) string {
		return fmt.Sprint(t.Kind, t.ID, t.N, t.Life, t.Into, t.Words, t.Weights, t.Prior)
	}
	var one, two []string
	for _, t := range a {
		one = append(one, key(t))
	}
	for _, t := range b {
		two = append(two, key(t))
	}
	slices.Sort(one)
	slices.Sort(two)
	return slices.Equal(one, two)
}

// find reads a month and finds its themes.
func (j *Job) find(ctx context.Context, task jobs.Task, before []analytics.Month, old outcome) (outcome, error) {
	b := newBook(j.reader)
	if err := j.tables.ThemeReadings(ctx, task.Month, b.take); err != nil {
		return outcome{}, err
	}
	b.flush()
	past, err := j.past(ctx, task, b, before)
	if err != nil {
		return outcome{}, err
	}
	known, err := j.tables.Themes(ctx, task.Month.Add(-ideaHistory), task.Month.Add(-1))
	if err != nil {
		return outcome{}, err
	}
	m := Month{Month: task.Month, Run: task.Run, MadeAt: j.now(), book: b, Past: past, Known: known, Old: old.themes, OldMembers: old.members}
	themes, members := m.Find()
	return outcome{themes, members}, nil
}

// past writes down the words of the month for later ones, and reads those of the months before. A month that was not read yet, as when the
// newest is read first, is read on the way.
func (j *Job) past(ctx context.Context, task jobs.Task, b *book, before []analytics.Month) (Past, error) {
	own := b.profile()
	if err := j.tables.ReplacePhrases(ctx, task.Month, task.Run, own); err != nil {
		return Past{}, err
	}
	phrases := make([]string, len(own))
	for i, c := range own {
		phrases[i] = c.Phrase
	}
	counts, err := j.tables.PhraseCounts(ctx, before, phrases)
	if err != nil {
		return Past{}, err
	}
	var missing []analytics.Month
	for _, month := range before {
		if counts[month] == nil {
			missing = append(missing, month)
		}
	}
	for i, month := range missing {
		other := newBook(j.reader)
		if err := j.tables.ThemeReadings(ctx, month, other.take); err != nil {
			return Past{}, err
		}
		other.flush()
		// Stages are named by run; a run of its own for each keeps them apart.
		if err := j.tables.ReplacePhrases(ctx, month, task.Run, other.profile()); err != nil {
			return Past{}, err
		}
		_ = i
	}
	if len(missing) > 0 {
		more, err := j.tables.PhraseCounts(ctx, missing, phrases)
		if err != nil {
			return Past{}, err
		}
		for month, c := range more {
			counts[month] = c
		}
	}
	return newPast(counts, j.reader.Rarity), nil
}
