package warehouse

import (
	"sort"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/column"

	"huisheng/analytics"
)

// Times outside of these days are refused, as a Date column would wrap them around silently. 1970 is where Date begins, and what
// claims to come from 2100 or later is a fault of the source's clock.
var (
	earliest = time.Date(1970, 1, 2, 0, 0, 0, 0, analytics.Zone)
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, analytics.Zone)
)

func inRange(field string, t time.Time) *analytics.Error {
	if t.Before(earliest) || !t.Before(latest) {
		return analytics.Invalid(field, "时间 %s 不在 1970 年到 2099 年之间", t.In(analytics.Zone).Format("2006-01-02 15:04"))
	}
	return nil
}

// check runs a rule over the records and gathers the rows that break it.
func check[T any](rows []analytics.Arrival[T], rule func(*T) *analytics.Error) error {
	var all *RowsError
	for i := range rows {
		if fault := rule(&rows[i].Record); fault != nil {
			if all == nil {
				all = &RowsError{Faults: map[int]*analytics.Error{}, first: i}
			}
			all.Faults[i] = fault
		}
	}
	if all == nil {
		return nil
	}
	return all
}

// attributes lets the driver walk a map without reflection, in the order of its keys so that equal batches have equal bytes.
type attributes map[string]string

// Put adds an entry; the driver calls it when it reads.
func (a attributes) Put(key, value any) { a[key.(string)] = value.(string) }

// Iterator walks the entries.
func (a attributes) Iterator() column.MapIterator {
	keys := make([]string, 0, len(a))
	for key := range a {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return &walk{of: a, keys: keys, at: -1}
}

type walk struct {
	of   attributes
	keys []string
	at   int
}

func (w *walk) Next() bool { w.at++; return w.at < len(w.keys) }
func (w *walk) Key() any   { return w.keys[w.at] }
func (w *walk) Value() any { return w.of[w.keys[w.at]] }
