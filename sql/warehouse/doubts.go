package warehouse

import (
	"context"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// What is doubtful, and what it is worth to look at.
const (
	sureEnough  = 0.6 // a label of this confidence needs no look
	blankDoubt  = 0.7 // a text without a label: some have none
	monthFade   = 0.5 // an older month is worth half of the one after it
	doubtMonths = 3

	// blankAside is blankDoubt of 原因 and 环节: most texts rightly tell neither.
	blankAside = 0.15
)

// doubtColumns are the columns that hold an axis: the label, where it came from, how sure it is, and what else it could be.
type doubtColumns struct{ Label, From, Sure, Other string }

var doubtAxes = map[string]doubtColumns{
	analytics.AxisWhat:  {"topic", "topic_from", "confidence", "toString(other_topics[1])"},
	analytics.AxisWhy:   {"topic_why", "why_from", "why_confidence", "''"},
	analytics.AxisWhere: {"topic_where", "where_from", "where_confidence", "''"},
}

// Doubts returns at most limit groups of complaints that are alike and not surely labelled on an axis of analytics.LabelAxes, those first whose look is worth most: how unsure
// the label is × how many are alike × how new they are, less where people have agreed with such labels already.
func (w *Warehouse) Doubts(ctx context.Context, axis string, limit int) ([]analytics.Doubt, error) {
	columns, known := doubtAxes[axis]
	if !known {
		return nil, analytics.Invalid("axis", "没有 %q 这条轴", axis)
	}
	months, err := w.HeadMonths(ctx)
	if err != nil {
		return nil, err
	}
	slices.Sort(months)
	slices.Reverse(months)
	months = months[:min(len(months), doubtMonths)]
	var list []analytics.Doubt
	l := &lines{at: map[analytics.Key]int{}}
	p := P{"months": months, "limit": limit, "sure": float64(sureEnough), "blank": float64(blankDoubt), "fade": float64(monthFade)}
	if axis != analytics.AxisWhat {
		p["blank"] = blankAside
	}
	err = w.eachOf(ctx, "doubts", columns, p, func(rows driver.Rows) error {
		var d analytics.Doubt
		var agreed uint64
		var example []any
		err := rows.Scan(&d.Topic, &d.Word, &d.N, &agreed, &d.Worth, &d.Confidence, &example)
		if err == nil && len(example) != 5 {
			err = fmt.Errorf("an example of %d parts", len(example))
		}
		if err != nil {
			return err
		}
		d.Source, _ = example[0].(string)
		d.ID, _ = example[1].(string)
		content, _ := example[2].(uint64)
		month, _ := example[3].(uint32)
		d.Other, _ = example[4].(string)
		d.Month, d.Months = analytics.Month(month), months
		l.at[d.Key] = len(list)
		l.list, l.contents, l.months = append(l.list, analytics.Listed{Key: d.Key, Topic: d.Topic}), append(l.contents, content), append(l.months, analytics.Month(month))
		list = append(list, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := w.fill(ctx, l); err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Listed = l.list[i]
		list[i].Evidence = slices.DeleteFunc(list[i].Evidence, func(e analytics.Evidence) bool { return e.Topic != list[i].Topic })
	}
	return list, nil
}

// KeywordShares tells for words how many complaints of a label have them among their keywords, and how many complaints of all, over some months.
func (w *Warehouse) KeywordShares(ctx context.Context, months []analytics.Month, words []string, code string) (map[string]analytics.Share, error) {
	shares := map[string]analytics.Share{}
	err := w.Each(ctx, "keyword_shares", P{"months": months, "words": words, "code": code}, func(rows driver.Rows) error {
		var word string
		var s analytics.Share
		err := rows.Scan(&word, &s.N, &s.Of)
		shares[word] = s
		return err
	})
	return shares, err
}
