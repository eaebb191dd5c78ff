package alike

import (
	"context"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/analytics/text"
	"huisheng/jobs"
)

// compare puts all tellings of a month that are new into groups.
func (j *Job) compare(ctx context.Context, task jobs.Task) error {
	var signer similar.Signer
	for batch := uint64(1); ; batch++ {
		list, err := j.tables.Untold(ctx, task.Month, similar.Version, task.Watermark, j.page)
		if err != nil || len(list) == 0 {
			return err
		}
		if batch == 1 {
			if err := j.tables.BeginAlike(ctx); err != nil {
				return err
			}
		}
		if err := j.join(ctx, &signer, task, batch, list); err != nil {
			return err
		}
		if len(list) < j.page {
			return nil
		}
	}
}

// join puts a page of tellings into groups.
func (j *Job) join(ctx context.Context, signer *similar.Signer, task jobs.Task, batch uint64, list []analytics.Untold) error {
	fresh := make([]similar.Item, len(list))
	of := make(map[uint64]*analytics.Untold, len(list)) // by the name of the telling
	for i := range list {
		fresh[i] = itemOf(signer, &list[i])
		of[fresh[i].ID] = &list[i]
	}
	similar.Sort(fresh)
	keys := make([][]uint64, len(fresh))
	var all []uint64
	for i := range fresh {
		keys[i] = fresh[i].Lookup()
		all = append(all, keys[i]...)
	}
	slices.Sort(all)
	found, err := j.tables.Alike(ctx, task.Month, similar.Version, batch, slices.Compact(all))
	if err != nil {
		return err
	}
	known := make([]similar.Item, 0, len(found)+len(fresh))
	for i := range found {
		known = append(known, knownItem(&found[i]))
	}
	similar.Sort(known)
	items := append(known, fresh...)
	similar.Join(items, similar.Pairs(items))
	rows := make([]analytics.Telling, len(fresh))
	for i := range rows {
		item := &items[len(known)+i]
		rows[i] = tellingOf(item, of[item.ID])
	}
	return j.tables.InsertTellings(ctx, rows, keys, 2*task.Run)
}

func itemOf(signer *similar.Signer, u *analytics.Untold) similar.Item {
	normal := text.Normalise(analytics.JoinWords(u.Subject, u.Text))
	return similar.Item{ID: nameOf(u), At: u.ReceivedAt.UnixMilli(), Customer: u.Customer, Product: hash(u.Product), Place: hash(u.Place), Topic: hash(u.Topic),
		Reminds: similar.Reminds(&normal), Signature: signer.Sign(&normal)}
}

func knownItem(t *analytics.Telling) similar.Item {
	return similar.Item{ID: t.Name, At: t.ReceivedAt.UnixMilli(), Customer: t.Customer, Product: t.Product, Place: t.Place, Topic: t.Topic,
		Signature: similar.Restore(t.TextHash, t.Shingles), Matter: t.Matter, Wording: t.Wording, Event: t.Event}
}

func tellingOf(i *similar.Item, u *analytics.Untold) analytics.Telling {
	return analytics.Telling{Key: u.Key, Month: u.Month, Content: u.Content, Version: similar.Version, Name: i.ID, ReceivedAt: u.ReceivedAt, Customer: i.Customer,
		Product: i.Product, Place: i.Place, Topic: i.Topic, TextHash: i.Hash, Shingles: i.Shingles, Matter: i.Matter, Relation: uint8(i.Relation), Like: i.Like,
		Similarity: i.Jaccard, Wording: i.Wording, Event: i.Event}
}

// nameOf names a telling: another content of the same complaint is another telling, as it may say something else.
func nameOf(u *analytics.Untold) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, u.Source+"\x00"+u.ID+"\x00")
	var content [8]byte
	for i := range content {
		content[i] = byte(u.Content >> (8 * i))
	}
	_, _ = h.Write(content[:])
	return max(h.Sum64(), 1)
}

// hash is 0 for nothing.
func hash(s string) uint64 {
	if strings.TrimSpace(s) == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, s)
	return max(h.Sum64(), 1)
}
