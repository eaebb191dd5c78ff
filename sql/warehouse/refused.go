package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// refusedGroups is how many reasons, fields, files and sources are counted one by one.
const refusedGroups = 50

// Refused lists the rejected records of a filter after the cursor, newest first, without their decisions.
func (w *Warehouse) Refused(ctx context.Context, f analytics.RefusedFilter, after analytics.RefusedCursor, limit int) ([]analytics.Refused, error) {
	p := refusedP(f)
	p["limit"], p["before"] = limit, after.ArrivedAt
	if after.ArrivedAt.IsZero() {
		p["before"] = latest
	}
	p["after_topic"], p["after_epoch"], p["after_partition"], p["after_offset"] = after.Place.Topic, after.Place.Epoch, after.Place.Partition, after.Place.Offset
	return w.refused(ctx, "refused_list", p)
}

// RefusedAt returns the rejected record of a place; an error of kind KindMissing when there is none.
func (w *Warehouse) RefusedAt(ctx context.Context, at analytics.Place) (analytics.Refused, error) {
	list, err := w.refused(ctx, "refused_get", P{"topic": at.Topic, "epoch": at.Epoch, "partition": at.Partition, "offset": at.Offset})
	if err != nil {
		return analytics.Refused{}, err
	}
	if len(list) == 0 {
		return analytics.Refused{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这条退回的记录"}
	}
	return list[0], nil
}

func (w *Warehouse) refused(ctx context.Context, query string, p P) ([]analytics.Refused, error) {
	var list []analytics.Refused
	err := w.Each(ctx, query, p, func(rows driver.Rows) error {
		var r analytics.Refused
		var sealed uint8
		var plain string
		err := rows.Scan(&r.Topic, &r.Source, &r.ID, &r.Reason, &r.Field, &r.File, &r.Line, &r.Payload, &sealed, &r.Import, &r.ArrivedAt,
			&r.Place.Topic, &r.Place.Epoch, &r.Place.Partition, &r.Place.Offset, &plain)
		r.Sealed = sealed == 1
		list = append(list, r)
		return err
	})
	return list, err
}

// RefusedCounts counts the rejected records of a filter.
func (w *Warehouse) RefusedCounts(ctx context.Context, f analytics.RefusedFilter) (analytics.RefusedCounts, error) {
	var c analytics.RefusedCounts
	p := refusedP(f)
	p["limit"] = refusedGroups
	err := w.Each(ctx, "refused_counts", p, func(rows driver.Rows) error {
		var kind string
		var one analytics.RefusedCount
		var n uint64
		if err := rows.Scan(&kind, &one.Name, &n); err != nil {
			return err
		}
		one.N = int64(n)
		switch kind {
		case "all":
			c.All = one.N
		case "reason":
			c.Reasons = append(c.Reasons, one)
		case "field":
			c.Fields = append(c.Fields, one)
		case "file":
			c.Files = append(c.Files, one)
		case "source":
			c.Sources = append(c.Sources, one)
		}
		return nil
	})
	return c, err
}

// RefusedTotal is how many rejected records there are.
func (w *Warehouse) RefusedTotal(ctx context.Context) (int64, error) {
	var n uint64
	err := w.Row(ctx, "refused_total", nil, &n)
	return int64(n), err
}

func refusedP(f analytics.RefusedFilter) P {
	from, to := f.From, f.To
	if from.IsZero() {
		from = earliest
	}
	if to.IsZero() {
		to = latest
	} else {
		to = to.AddDate(0, 0, 1)
	}
	any := uint8(1)
	if f.HasField {
		any = 0
	}
	return P{"words": f.Words, "reason": f.Reason, "field": f.Field, "any_field": any, "file": f.File, "source": f.Source, "topic": f.Topic,
		"import": f.Import, "from": from.In(analytics.Zone).Truncate(time.Millisecond), "to": to}
}
