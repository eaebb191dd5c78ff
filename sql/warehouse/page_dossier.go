package warehouse

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// ReadComplaint returns all that is known of one complaint as it arrived, whether it counts or not. KindMissing when it is not there.
func (w *Warehouse) ReadComplaint(ctx context.Context, k analytics.Key) (analytics.Dossier, error) {
	var d analytics.Dossier
	p, err := w.standing(ctx, P{"source": k.Source, "id": k.ID})
	if err != nil {
		return d, err
	}
	stands := uint8(0)
	err = w.Each(ctx, "page_told", p, func(rows driver.Rows) error {
		var t analytics.Told
		var first, arrived uint64
		err := rows.Scan(&t.Version, &t.Content, &t.ArrivedAt, &t.Arrivals, &stands, &t.Withdrawn, &first, &arrived)
		d.Told = append(d.Told, t)
		return err
	})
	if err != nil {
		return d, err
	}
	if len(d.Told) == 0 {
		return d, &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("来源 %s 没有编号 %s 的投诉。", k.Source, k.ID)}
	}
	counts := &d.Told[len(d.Told)-1]
	counts.Winner = stands == 1 // where none stands, the page tells what was said last
	p["version"], p["content"] = counts.Version, counts.Content
	if err := w.complaint(ctx, p, &d.Complaint); err != nil {
		return d, err
	}
	d.Complaint.Source, d.Complaint.ID, d.Complaint.Version = k.Source, k.ID, counts.Version
	if err := w.insight(ctx, p, k, &d); err != nil {
		return d, err
	}
	return d, w.steps(ctx, p, k, &d)
}

func (w *Warehouse) complaint(ctx context.Context, p P, c *analytics.Complaint) error {
	return w.Row(ctx, "page_complaint", p, &c.ReceivedAt, &c.SenderKind, &c.Channel, &c.Subject, &c.Text, &c.Customer.Key, &c.Customer.ID, &c.Customer.Name,
		&c.Customer.Phone, &c.Customer.Tier, &c.Customer.Segment, &c.Product.Line, &c.Product.Name, &c.Product.Model, &c.Product.Batch, &c.Region.Province,
		&c.Region.City, &c.Region.District, &c.Department, &c.Handler, &c.Grade, &c.Level, &c.Category, &c.Demand, &c.AmountFen, &c.Attributes)
}

func (w *Warehouse) insight(ctx context.Context, p P, k analytics.Key, d *analytics.Dossier) error {
	return w.Each(ctx, "page_insight", P{"source": k.Source, "id": k.ID, "content": p["content"]}, func(rows driver.Rows) error {
		i := analytics.Insight{Key: k}
		i.Content, _ = p["content"].(uint64)
		var topics []string
		var from, to []uint32
		var wordless uint8
		err := rows.Scan((*uint32)(&i.Month), &i.Model, &i.Topic, &i.TopicFrom, &i.Confidence, &i.Why.Code, &i.Why.From, &i.Why.Confidence,
			&i.Where.Code, &i.Where.From, &i.Where.Confidence, &i.OtherTopics, &topics, &from, &to, &i.Keywords, &i.Sentiment, &i.Rating, &i.Temper,
			&i.Urgency, &i.Demands, &i.Ideas, &i.TextHash,
			&i.Characters, &wordless, &i.EnrichedAt)
		i.Evidence, i.Wordless = evidenceOf(topics, from, to, math.MaxUint32), wordless == 1
		d.Insight = &i
		return err
	})
}

func (w *Warehouse) steps(ctx context.Context, p P, k analytics.Key, d *analytics.Dossier) error {
	err := w.Each(ctx, "page_events", p.with(P{"source": k.Source, "id": k.ID}), func(rows driver.Rows) error {
		e := analytics.Event{Source: k.Source, ComplaintID: k.ID}
		err := rows.Scan(&e.ID, &e.Kind, &e.At, &e.By, &e.Department, &e.FromDepartment, &e.ToDepartment, &e.Into, &e.Note, &e.Outcome, &e.Satisfaction, &e.AmountFen)
		d.Events = append(d.Events, e)
		return err
	})
	slices.Reverse(d.Events) // into the order of arrival, which steps at the same time keep
	slices.SortStableFunc(d.Events, func(a, b analytics.Event) int { return a.At.Compare(b.At) })
	return err
}
