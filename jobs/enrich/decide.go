package enrich

import (
	"cmp"
	"maps"
	"slices"

	"huisheng/analytics"
)

// decision is what a batch of arrivals changes.
type decision struct {
	winners []analytics.Wording // what counts now and did not before: these words are read
	heads   []analytics.Head
	moved   []analytics.Moved
	dirty   []analytics.Month
}

// content names one content of one version of a complaint.
type content struct {
	analytics.Key
	version uint32
	content uint64
}

// contested returns the wordings of complaints that were told in more than one way, counting their heads: only for these does it matter
// whether a content arrived before.
func contested(batch []analytics.Wording, heads map[analytics.Key]analytics.Head) []analytics.Wording {
	told := make(map[analytics.Key]content, len(batch))
	several := map[analytics.Key]bool{}
	for key, h := range heads {
		told[key] = content{key, h.Version, h.Content}
	}
	for i := range batch {
		this := contentOf(&batch[i])
		if before, ok := told[this.Key]; ok && before != this {
			several[this.Key] = true
		} else {
			told[this.Key] = this
		}
	}
	if len(several) == 0 {
		return nil
	}
	var out []analytics.Wording
	seen := map[content]bool{}
	for i := range batch {
		if this := contentOf(&batch[i]); several[this.Key] && !seen[this] {
			seen[this] = true
			out = append(out, batch[i])
		}
	}
	return out
}

func contentOf(w *analytics.Wording) content { return content{w.Key, w.Version, w.Content} }

// decide takes arrivals of one partition in order. heads are those of before, by key; first holds the first arrival of contested contents.
//
// It may see arrivals again that it has decided before, with heads that are ahead of them: such an arrival loses against the head
// that it or a later one made, and what is written for it is what was written then.
func decide(batch []analytics.Wording, heads map[analytics.Key]analytics.Head, first map[content]analytics.Seq) decision {
	d := deciding{heads: heads, winners: map[analytics.Key]*analytics.Wording{}, moved: map[place]analytics.Moved{}, dirty: map[analytics.Month]bool{}}
	for i := range batch {
		w := &batch[i]
		this := contentOf(w)
		arrived, asked := first[this]
		if !asked || arrived == 0 {
			arrived = w.Seq
		}
		head, ok := d.heads[w.Key]
		switch {
		case !ok || head.Gone:
			d.win(w, arrived, nil)
		case w.Version > head.Version:
			d.win(w, arrived, &head)
		case w.Version == head.Version && w.Content == head.Content:
			// 重复: told before, in the words that count.
		case arrived < w.Seq:
			// 重复: this content was decided when it arrived first.
		case w.Version == head.Version && arrived > head.First:
			d.win(w, arrived, &head)
		default:
			d.lose(w, &head)
		}
	}
	return d.result()
}

// place is a complaint in a month.
type place struct {
	analytics.Key
	month analytics.Month
}

type deciding struct {
	heads   map[analytics.Key]analytics.Head
	winners map[analytics.Key]*analytics.Wording
	moved   map[place]analytics.Moved
	dirty   map[analytics.Month]bool
}

// win makes a wording the head of its complaint.
func (d *deciding) win(w *analytics.Wording, first analytics.Seq, before *analytics.Head) {
	d.dirty[w.Month] = true
	if before != nil && before.Month != w.Month {
		d.dirty[before.Month] = true
		d.move(w, before.Month, true)
		d.move(w, w.Month, false)
	}
	d.heads[w.Key] = analytics.Head{Key: w.Key, Month: w.Month, Version: w.Version, Content: w.Content, First: first, Seq: w.Seq}
	d.winners[w.Key] = w
}

// lose keeps a wording out of the month that it names when its complaint counts in another one. That month may have been computed
// between the row's arrival and now, with it.
func (d *deciding) lose(w *analytics.Wording, head *analytics.Head) {
	if w.Month == head.Month {
		return
	}
	d.dirty[w.Month] = true
	d.move(w, w.Month, true)
}

func (d *deciding) move(w *analytics.Wording, month analytics.Month, gone bool) {
	d.moved[place{w.Key, month}] = analytics.Moved{Key: w.Key, Month: month, Gone: gone, Seq: w.Seq}
}

// redecide compares the heads that complaints should have after an undo with those that they have. counting are the heads of tellings that
// count now and did not before. Equal heads give no head, so that an undo can be applied again.
//
// What is told of months is told again even then: a run that was killed may have written moves, and have had months computed with them,
// whose heads it never wrote. Where no telling stands, every month may count the complaint again when it is told anew.
func redecide(page []analytics.Standing, heads map[analytics.Key]analytics.Head, revision uint64) (out decision, counting []analytics.Head) {
	dirty := map[analytics.Month]bool{}
	for _, s := range page {
		next := s.Head
		before, known := heads[next.Key]
		next.Revision, next.Seq = revision, max(next.Seq, before.Seq)
		if next.Gone {
			next.Month = before.Month
		}
		for _, m := range s.Months {
			if len(s.Months) > 1 {
				out.moved = append(out.moved, analytics.Moved{Key: next.Key, Month: m, Gone: !next.Gone && m != next.Month, Seq: next.Seq, Revision: revision})
				dirty[m] = true
			}
		}
		if !known && next.Gone {
			continue // nothing of it was ever decided
		}
		if same := known && before.Counts(next); !same {
			dirty[before.Month], dirty[next.Month] = true, true
			if !next.Gone {
				counting = append(counting, next)
			}
		} else if next.Gone || before.First == next.First {
			continue
		}
		out.heads = append(out.heads, next)
	}
	delete(dirty, 0) // the month of a head that was not there
	out.dirty = slices.Sorted(maps.Keys(dirty))
	return out, counting
}

// result lists the changes in a fixed order, so that the same batch writes the same rows.
func (d *deciding) result() decision {
	var out decision
	out.winners = make([]analytics.Wording, 0, len(d.winners))
	for _, w := range d.winners {
		out.winners = append(out.winners, *w)
	}
	slices.SortFunc(out.winners, func(a, b analytics.Wording) int { return cmp.Compare(a.Seq, b.Seq) })
	for i := range out.winners {
		out.heads = append(out.heads, d.heads[out.winners[i].Key])
	}
	out.moved = slices.SortedFunc(maps.Values(d.moved), func(a, b analytics.Moved) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Month, b.Month))
	})
	out.dirty = slices.Sorted(maps.Keys(d.dirty))
	return out
}
