package warehouse

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Settings of the statements that gather a month. Joins and aggregations go to disk in time, so that memory does not grow with the month,
// and one statement stays under 1.6 GB, which leaves room beside it in the 2 GiB of DESIGN.md §7.
var gathering = clickhouse.Settings{
	"join_algorithm":                     "grace_hash",
	"grace_hash_join_initial_buckets":    1, // a month of a million needs no second one
	"max_bytes_in_join":                  400_000_000,
	"max_bytes_before_external_group_by": 400_000_000,
	"max_bytes_before_external_sort":     400_000_000,
	"max_memory_usage":                   1_600_000_000,
	"max_threads":                        2,
}

// staging names the tables of one run.
type staging struct {
	Table  string
	Stage  string
	Undone bool // some imports do not stand
}

func stagingOf(table string, run uint64) staging {
	return staging{Table: table, Stage: fmt.Sprintf("%s_stage_%d", table, run)}
}

// AssembleMonth computes the facts of one month again from the records below a watermark, and puts them in the place of the old ones at
// once. What reading complaints has written about them must be as far as the watermark.
func (w *Warehouse) AssembleMonth(ctx context.Context, month analytics.Month, run uint64, upTo []analytics.Position) error {
	s := stagingOf("facts", run)
	p, err := w.standing(ctx, P{"month": month, "run": run})
	if err != nil {
		return err
	}
	s.Undone = p.undone()
	p["places"], p["nexts"] = watermark(upTo, "complaints.v1")
	p["event_places"], p["event_nexts"] = watermark(upTo, "events.v1")
	return w.replaceMonth(ctx, s, month, func() error {
		return w.script(w.setting(ctx, gathering), "assemble_month", p, s)
	})
}

// replaceMonth stages rows and puts them in the place of a month of a table. The staging table, whose name must not be in use, is gone when
// it returns.
func (w *Warehouse) replaceMonth(ctx context.Context, s staging, month analytics.Month, fill func() error) error {
	return w.replaceMonths(ctx, s, []analytics.Month{month}, fill)
}

// replaceMonths does the same with some months, each put in its place at once.
func (w *Warehouse) replaceMonths(ctx context.Context, s staging, months []analytics.Month, fill func() error) (err error) {
	defer func() {
		// Also when ctx was cancelled: a table that stays is dropped by the next DropStages, so a failure here only costs disk.
		if dropped := w.script(context.WithoutCancel(ctx), "stage_drop", nil, s); err == nil {
			err = dropped
		}
	}()
	if err := w.script(ctx, "stage_"+s.Table+"_create", nil, s); err != nil {
		return err
	}
	if err := fill(); err != nil {
		return err
	}
	for _, month := range months {
		if err := w.script(ctx, "stage_replace", P{"month": month}, s); err != nil {
			return err
		}
	}
	return nil
}

// DropStages removes the staging tables of runs that died. Only the holder of the jobs' lease may call it.
func (w *Warehouse) DropStages(ctx context.Context) error {
	var names []string
	err := w.Each(ctx, "stage_list", nil, func(rows driver.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		table, _, _ := strings.Cut(name, "_stage_")
		if err := w.script(ctx, "stage_drop", nil, staging{Table: table, Stage: name}); err != nil {
			return err
		}
	}
	return nil
}

// watermark writes the positions of a topic as two parallel lists. They begin with a place that is none, as the function that
// searches them refuses empty lists.
func watermark(upTo []analytics.Position, topic string) (places, nexts []uint64) {
	places, nexts = []uint64{math.MaxUint64}, []uint64{0}
	for _, p := range upTo {
		if p.Topic == topic {
			places = append(places, uint64(p.Epoch)<<16|uint64(p.Partition))
			nexts = append(nexts, p.Next)
		}
	}
	return places, nexts
}
