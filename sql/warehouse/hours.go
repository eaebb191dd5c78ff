package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Arrived counts what is in the tables by the hour of arrival, in [from, to). A record that was stored twice counts once.
func (w *Warehouse) Arrived(ctx context.Context, from, to time.Time) ([]analytics.Arrived, error) {
	var list []analytics.Arrived
	err := w.Each(ctx, "arrived_by_hour", P{"from": from, "to": to}, func(rows driver.Rows) error {
		var a analytics.Arrived
		var refused uint8
		var hour uint32
		var records uint64
		err := rows.Scan(&a.Topic, &a.Meant, &a.Source, &a.Import, &refused, &hour, &a.Epoch, &a.Partition, &records, &a.First, &a.Last)
		a.Refused, a.Hour, a.Records = refused == 1, hourOf(int64(hour)), int64(records)
		list = append(list, a)
		return err
	})
	return list, err
}

// manyArrived is above how many records it is cheaper to look at every key than to gather those that arrived; a set of so many takes about
// 50 MB.
const manyArrived = 500_000

// Divided tells how the records that arrived in the hours of [from, to) divide, per source and hour. What came with one of the
// undone imports does not count. It looks at the whole history of what
// arrived there: of the keys that did, or of all keys when more than manyArrived records did.
func (w *Warehouse) Divided(ctx context.Context, from, to time.Time, undone []uint32, arrived int64) ([]analytics.Divided, error) {
	list := []analytics.Divided{}
	for _, t := range []struct {
		query, topic string
		wide         bool
	}{{"divided_complaints", "complaints.v1", true}, {"divided_events", "events.v1", true}, {"divided_exposures", "exposures.v1", false}} {
		p := P{"from": hourNumber(from), "to": hourNumber(to), "undone": undone}
		if t.wide {
			p["wide"] = arrived > manyArrived
		}
		err := w.Each(ctx, t.query, p, func(rows driver.Rows) error {
			d := analytics.Divided{Topic: t.topic}
			var hour uint32
			var stored, contents uint64
			err := rows.Scan(&d.Source, &hour, &stored, &contents)
			d.Hour, d.Stored, d.Updated = hourOf(int64(hour)), int64(stored), int64(contents)-int64(stored)
			list = append(list, d)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// maxMissing is how many stretches of missing records are told one by one.
const maxMissing = 100

// Missing finds the offsets of [first, next) of a partition that no table holds. It counts them and, only when some are missing, looks where;
// after the first hundred stretches it stops.
func (w *Warehouse) Missing(ctx context.Context, at analytics.Position, first uint64) ([]analytics.Missing, error) {
	p := P{"topic": at.Topic, "epoch": at.Epoch, "partition": at.Partition, "from": first, "below": at.Next}
	var there uint64
	if err := w.Row(ctx, "offsets_stored", p, &there); err != nil || there == at.Next-first {
		return nil, err
	}
	p["limit"] = maxMissing
	var list []analytics.Missing
	err := w.Each(ctx, "offsets_missing", p, func(rows driver.Rows) error {
		m := analytics.Missing{Topic: at.Topic, Epoch: at.Epoch, Partition: at.Partition}
		var begin int64
		err := rows.Scan(&begin, &m.Next, &m.After)
		m.First = uint64(begin)
		if m.After.Unix() == 0 {
			m.After = time.Time{}
		}
		list = append(list, m)
		return err
	})
	return list, err
}

func hourNumber(t time.Time) int64 { return analytics.HourOf(t).Unix() / 3600 }

func hourOf(number int64) time.Time { return time.Unix(number*3600, 0).In(analytics.Zone) }
