package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/operations"
	"huisheng/ingest/kafka"
)

// assembleJob is the job that puts records into figures.
const assembleJob = "assemble"

// conclude fills the snapshot from what was measured. The lock is held.
func (w *Watch) conclude(now time.Time) {
	s := &w.snapshot
	s.At, s.Memory = now, w.config.Memory()
	s.Troubles = nil
	for _, t := range w.troubles {
		s.Troubles = append(s.Troubles, t)
	}
	w.receiving(s)
	slices.SortFunc(s.Troubles, func(a, b operations.Trouble) int { return cmp.Compare(a.Part, b.Part) })
	s.Traffic, s.Points = w.traffic.total(now), w.traffic.points()
	s.Jobs, s.Worker = jobsOf(w.work), w.work.Worker
	s.Unread = unread(w.stored, w.work.Watermark, w.config.Epochs)
	s.Fresh = w.fresh.fresh(now)
}

// receiving tells what the sink of this process does, and what it waits for.
func (w *Watch) receiving(s *operations.Snapshot) {
	stats, there := w.source.Receiver()
	if s.Receiving = nil; !there {
		return
	}
	s.Receiving = &operations.Receiving{Fetched: stats.Fetched, Stored: stats.Stored, Rejected: stats.Rejected, Retries: stats.Retries,
		Rewinds: stats.Rewinds, Skipped: stats.Skipped, UnderWay: stats.UnderWay,
		Last: operations.Batch{Topic: stats.Last.Topic, Rows: stats.Last.Rows, Bytes: stats.Last.Bytes, Took: stats.Last.Took, At: stats.Last.At}}
	for _, wait := range stats.Waiting {
		s.Troubles = append(s.Troubles, operations.Trouble{Part: wait.What, Kind: analytics.KindOf(wait.Err), Text: clip(wait.Err.Error()), Since: wait.Since})
	}
}

// unread is how many stored records the jobs have not read.
func unread(stored offsets, watermark []analytics.Position, epochs map[string]uint32) int64 {
	read := offsetsOf(watermark, epochs)
	var n int64
	for p, next := range stored {
		n += int64(next - min(read[p], next))
	}
	return n
}

// readOf is up to where records are in the figures of the newest month: all that was read when nothing of that month waits, otherwise what
// its newest finished run was allowed to use.
func readOf(w Work, epochs map[string]uint32) offsets {
	var newest analytics.Month
	waits := false
	for _, d := range w.Dirty[assembleJob] {
		if d.Month >= newest {
			newest, waits = d.Month, true
		}
	}
	var last *analytics.Run
	for i := range w.Runs {
		r := &w.Runs[i]
		if r.Job != assembleJob || r.Outcome != analytics.RunDone {
			continue
		}
		m, err := analytics.ParseMonth(r.Window)
		if err != nil || m < newest {
			continue
		}
		if m > newest {
			newest, waits, last = m, false, nil
		}
		if last == nil {
			last = r
		}
	}
	switch {
	case !waits:
		return offsetsOf(w.Watermark, epochs)
	case last == nil:
		return offsets{}
	}
	return offsetsOf(positionsOf(last.Watermark), epochs)
}

// positionsOf reads a watermark as a run's ledger holds it.
func positionsOf(text string) []analytics.Position {
	var list []analytics.Position
	for _, word := range strings.Fields(text) {
		if p, err := analytics.ParsePosition(word); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// jobsOf tells what became of each job.
func jobsOf(w Work) []operations.Job {
	list := make([]operations.Job, 0, len(w.Jobs))
	for _, name := range w.Jobs {
		j := operations.Job{Name: name, Pending: len(w.Dirty[name])}
		for _, d := range w.Dirty[name] {
			j.Months = append(j.Months, d.Month)
			if j.Oldest.IsZero() || d.Since.Before(j.Oldest) {
				j.Oldest = d.Since
			}
		}
		failing := true
		for i := range w.Runs {
			r := &w.Runs[i]
			switch {
			case r.Job != name:
			case r.Outcome == analytics.RunRunning:
				if j.Running == nil && j.Last == nil {
					j.Running = r
				}
			default:
				if j.Last == nil {
					j.Last = r
				}
				if failing = failing && r.Outcome == analytics.RunFailed; failing {
					j.Failures++
				}
			}
		}
		list = append(list, j)
	}
	return list
}

func membersOf(members []kafka.Member) []operations.Member {
	list := make([]operations.Member, len(members))
	for i, m := range members {
		list[i] = operations.Member{Name: m.Client, Host: strings.TrimPrefix(m.Host, "/")}
		for _, partitions := range m.Partitions {
			list[i].Partitions += len(partitions)
		}
	}
	return list
}

// readers is who reads each partition.
func readers(members []kafka.Member) map[place]string {
	by := map[place]string{}
	for _, m := range members {
		for topic, partitions := range m.Partitions {
			for _, p := range partitions {
				by[place{topic, p}] = m.Client
			}
		}
	}
	return by
}

// String names a place for logs.
func (p place) String() string { return fmt.Sprintf("%s/%d", p.topic, p.partition) }
