package warehouse

import (
	"context"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// caseColumns is what the text of cases_near reads besides its parameters.
type caseColumns struct{ Narrow, Product bool }

// PastCases returns at most limit complaints that were answered or ended and share telling words with one, those that share most first in
// weight; fewer when some of the nearest were not ended. One complaint is asked for at a time, on a page.
func (w *Warehouse) PastCases(ctx context.Context, q analytics.CaseQuery, limit int) ([]analytics.Past, error) {
	if len(q.Words) == 0 {
		return nil, nil
	}
	half := (len(q.Words) + 1) / 2
	words, others := q.Words, q.Words
	if !q.Narrow && len(q.Words) > 1 { // one of the more telling half and one of the other
		words, others = q.Words[:half], q.Words[half:]
	}
	p := P{"words": words, "others": others, "weights": q.Weights[:len(words)], "source": q.Source, "id": q.ID, "topic": q.Topic, "product": q.Product, "limit": limit}
	var near []analytics.Past
	err := w.eachOf(ctx, "cases_near", caseColumns{q.Narrow, q.Product != ""}, p, func(rows driver.Rows) error {
		var c analytics.Past
		err := rows.Scan(&c.Source, &c.ID, &c.Content, (*uint32)(&c.Month), &c.ReceivedAt, &c.Tokens)
		near = append(near, c)
		return err
	})
	if err != nil || len(near) == 0 {
		return nil, err
	}
	return w.ended(ctx, near)
}

// ended keeps those that were answered or ended, and adds how.
func (w *Warehouse) ended(ctx context.Context, near []analytics.Past) ([]analytics.Past, error) {
	ends := map[analytics.Key]analytics.Past{}
	err := w.Each(ctx, "cases_ends", placesOf(near), func(rows driver.Rows) error {
		var c analytics.Past
		var closed, resolved, answered *time.Time
		err := rows.Scan(&c.Source, &c.ID, &c.Topic, &c.Product, &closed, &resolved, &answered, &c.Satisfaction, &c.Reopened)
		c.EndedAt, c.AnsweredAt = moment(closed), moment(answered)
		if at := moment(resolved); c.EndedAt.IsZero() || !at.IsZero() && at.Before(c.EndedAt) {
			c.EndedAt = at
		}
		ends[c.Key] = c
		return err
	})
	kept := near[:0]
	for _, c := range near {
		end, known := ends[c.Key]
		if !known {
			continue
		}
		end.Content, end.Month, end.ReceivedAt, end.Tokens = c.Content, c.Month, c.ReceivedAt, c.Tokens
		kept = append(kept, end)
	}
	return kept, err
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// placesOf lays out where tellings are found.
func placesOf(list []analytics.Past) P {
	var months []analytics.Month
	var ids []string
	var contents []uint64
	seen := map[analytics.Month]bool{}
	for _, c := range list {
		ids, contents = append(ids, c.ID), append(contents, c.Content)
		if !seen[c.Month] {
			seen[c.Month] = true
			months = append(months, c.Month)
		}
	}
	return P{"months": months, "ids": ids, "contents": contents}
}

// CaseWords returns the words of past complaints, and the answers that their records have.
func (w *Warehouse) CaseWords(ctx context.Context, list []analytics.Past) (map[analytics.Key]analytics.PastWords, error) {
	words := map[analytics.Key]analytics.PastWords{}
	if len(list) == 0 {
		return words, nil
	}
	err := w.Each(ctx, "cases_words", placesOf(list), func(rows driver.Rows) error {
		var k analytics.Key
		var subject, text string
		var attributes map[string]string
		err := rows.Scan(&k.Source, &k.ID, &subject, &text, &attributes)
		words[k] = analytics.PastWords{Words: strings.ToValidUTF8(analytics.JoinWords(subject, text), "�"), Reply: strings.ToValidUTF8(analytics.ReplyOf(attributes), "�")}
		return err
	})
	return words, err
}

// CaseSteps returns the steps in the lives of complaints, each as it was told last, in order of time.
func (w *Warehouse) CaseSteps(ctx context.Context, keys []analytics.Key) (map[analytics.Key][]analytics.Event, error) {
	steps := map[analytics.Key][]analytics.Event{}
	if len(keys) == 0 {
		return steps, nil
	}
	var sources, ids []string
	for _, k := range keys {
		sources, ids = append(sources, k.Source), append(ids, k.ID)
	}
	p, err := w.standing(ctx, P{"sources": sources, "ids": ids})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "cases_steps", p, func(rows driver.Rows) error {
		var e analytics.Event
		err := rows.Scan(&e.Source, &e.ComplaintID, &e.ID, &e.Kind, &e.At, &e.By, &e.Department, &e.Note, &e.Satisfaction, &e.AmountFen)
		k := analytics.Key{Source: e.Source, ID: e.ComplaintID}
		steps[k] = append(steps[k], e)
		return err
	})
	return steps, err
}
