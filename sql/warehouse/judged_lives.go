package warehouse

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// outcomes are the outcomes of return visits by the numbers that lives_of_month has for them.
var outcomes = [...]string{"", "unreached", "refused"}

// LivesOfMonth calls yield for each complaint of a month of facts, with its steps below a watermark, in no order.
func (w *Warehouse) LivesOfMonth(ctx context.Context, month analytics.Month, upTo []analytics.Position, yield func(*analytics.Life) error) error {
	p, err := w.standing(ctx, P{"month": month, "kinds": analytics.EventKinds})
	if err != nil {
		return err
	}
	p["event_places"], p["event_nexts"] = watermark(upTo, "events.v1")
	s := stepReader{departments: map[uint64]string{}, more: []func(map[uint64]string) error{
		func(into map[uint64]string) error { return w.departmentsTold(ctx, month, month.Add(2), into) },
		func(into map[uint64]string) error { return w.departmentsTold(ctx, 0, 999912, into) }, // what was handled much later, or was told to be before
	}}
	return w.eachOf(w.setting(ctx, gathering), "lives_of_month", standingText{p.undone()}, p, func(rows driver.Rows) error {
		var l analytics.Life
		var told string
		var amount int64
		var repeated uint8
		var mass uint32
		err := rows.Scan(&l.Source, &l.ID, &l.ReceivedAt, &l.SenderKind, &l.Channel, &l.Department, &l.Handler, &l.Grade, &l.Level, &l.Customer.Tier, &l.Product.Line,
			&l.Region.Province, &amount, &l.Urgency, &repeated, &mass, &told)
		if err != nil {
			return err
		}
		if amount != 0 {
			l.AmountFen = &amount
		}
		l.Repeated, l.Mass = repeated == 1, int(mass)
		if l.Events, err = s.events([]byte(told)); err != nil {
			return err
		}
		return yield(&l)
	})
}

// departmentsTold adds the departments that events of some months name, by their hashes.
func (w *Warehouse) departmentsTold(ctx context.Context, from, to analytics.Month, into map[uint64]string) error {
	return w.Each(ctx, "departments_told", P{"from": from, "to": to}, func(rows driver.Rows) error {
		var hash uint64
		var name string
		err := rows.Scan(&hash, &name)
		into[hash] = name
		return err
	})
}

// stepTold is one telling of one step as lives_of_month writes it.
type stepTold struct {
	Event, Content, First     uint64
	At, Amount                int64
	Department, From, To      uint64
	Kind, Outcome, Satisfying uint8
}

// stepBytes is how long one is.
const stepBytes = 67

// stepReader makes steps of tellings. It belongs to one goroutine.
type stepReader struct {
	departments map[uint64]string
	more        []func(map[uint64]string) error // where further departments can be read, tried in this order when one is not known
	told        []stepTold                      // of the complaint at hand
}

// events are the steps of a complaint in the order of time and arrival. Of several tellings of a step the content that arrived last for the first
// time counts, as in assemble_month.
func (s *stepReader) events(packed []byte) ([]analytics.Event, error) {
	if len(packed)%stepBytes != 0 {
		return nil, fmt.Errorf("steps of %d bytes are not whole", len(packed))
	}
	s.told = s.told[:0]
	for ; len(packed) > 0; packed = packed[stepBytes:] {
		word := func(i int) uint64 { return binary.LittleEndian.Uint64(packed[8*i:]) }
		s.told = append(s.told, stepTold{Event: word(0), Content: word(1), First: word(2), At: int64(word(3)), Amount: int64(word(4)),
			Department: word(5), From: word(6), To: word(7), Kind: packed[64], Outcome: packed[65], Satisfying: packed[66]})
	}
	chosen := lastContents(s.told)
	events := make([]analytics.Event, len(chosen))
	for i := range chosen {
		t := &chosen[i]
		if t.Kind == 0 || int(t.Kind) > len(analytics.EventKinds) || int(t.Outcome) >= len(outcomes) {
			return nil, fmt.Errorf("step %d has no known kind or outcome", i+1)
		}
		e := analytics.Event{ID: strconv.Itoa(i), Kind: analytics.EventKinds[t.Kind-1], At: time.UnixMilli(t.At).In(analytics.Zone), Outcome: outcomes[t.Outcome],
			Satisfaction: t.Satisfying}
		if t.Amount != 0 {
			amount := t.Amount
			e.AmountFen = &amount
		}
		for _, d := range [...]struct {
			to   *string
			hash uint64
		}{{&e.Department, t.Department}, {&e.FromDepartment, t.From}, {&e.ToDepartment, t.To}} {
			var err error
			if *d.to, err = s.department(d.hash); err != nil {
				return nil, err
			}
		}
		events[i] = e
	}
	return events, nil
}

// lastContents keeps one telling of each step, in the order of time and arrival. It works in place.
func lastContents(told []stepTold) []stepTold {
	slices.SortFunc(told, func(a, b stepTold) int {
		return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Content, b.Content), cmp.Compare(a.First, b.First))
	})
	kept := told[:0]
	var before stepTold
	for i, t := range told {
		again := i > 0 && t.Event == before.Event && t.Content == before.Content
		before = t
		switch last := len(kept) - 1; {
		case again:
		case last < 0 || kept[last].Event != t.Event:
			kept = append(kept, t)
		case t.First > kept[last].First:
			kept[last] = t
		}
	}
	slices.SortFunc(kept, func(a, b stepTold) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.First, b.First)) })
	return kept
}

// department is the name of a hash, read when the first step names one that is not known yet.
func (s *stepReader) department(hash uint64) (string, error) {
	for {
		if name, known := s.departments[hash]; known {
			return name, nil
		}
		if len(s.more) == 0 {
			return "", fmt.Errorf("no event names the department with the hash %x", hash)
		}
		if err := s.more[0](s.departments); err != nil {
			return "", err
		}
		s.more = s.more[1:]
	}
}
