package runtime

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/importer"
	"huisheng/ingest/kafka"
	"huisheng/sql/state"
)

// maxRetried is how many records one retry submits: a few seconds of work.
const maxRetried = 1000

// item is a record that is submitted again.
type item struct {
	refused analytics.Refused
	line    string
}

// batchKey are the records that one import can take: the same columns meaning the same.
type batchKey struct {
	source, topic, told string
	wire                bool
}

type batch struct {
	form  *form
	items []item
}

// RetryRejected submits records again through the same conversion as an import, under a new import of kind retry. edits are the values that
// a person corrected, by the names of the fields, and only for a single record. Records that cannot be submitted are left open and named.
func (x *Rejected) RetryRejected(ctx context.Context, places []analytics.Place, edits map[string]string, by string) (analytics.Resubmitted, error) {
	var out analytics.Resubmitted
	if len(places) > maxRetried {
		return out, analytics.Invalid("record", "一次最多重试 %d 条", maxRetried)
	}
	defer x.forget()
	batches := map[batchKey]*batch{}
	var order []batchKey
	for _, at := range places {
		if err := x.prepare(ctx, at, edits, by, batches, &order, &out); err != nil {
			x.release(ctx, batches)
			return out, err
		}
	}
	for i, k := range order {
		if err := x.submit(ctx, k, batches[k], len(edits) > 0, by, &out); err != nil {
			for _, later := range order[i:] {
				x.release(ctx, map[batchKey]*batch{later: batches[later]})
			}
			return out, err
		}
	}
	return out, nil
}

// prepare claims one record and puts it to others of its columns.
func (x *Rejected) prepare(ctx context.Context, at analytics.Place, edits map[string]string, by string, batches map[batchKey]*batch, order *[]batchKey, out *analytics.Resubmitted) error {
	left := func(why string) error {
		out.Left = append(out.Left, analytics.RefusedLeft{Place: at, Why: why})
		return nil
	}
	r, err := x.rt.Warehouse.RefusedAt(ctx, at)
	if err != nil {
		return err
	}
	f, err := x.formOf(ctx, &r)
	if err != nil {
		return err
	}
	if f == nil {
		return left("内容不能拆成字段，请在原文件里改正后重新导入")
	}
	line, why := f.line(edits)
	if why != "" {
		return left(why)
	}
	mine, err := x.rt.State.ClaimRejected(ctx, at, by)
	if err != nil {
		return err
	}
	if !mine {
		return left("已由别人处理")
	}
	k := batchKey{source: r.Source, topic: r.Topic, wire: f.wire}
	if !f.wire {
		k.told = fmt.Sprint(f.told)
	}
	if batches[k] == nil {
		batches[k] = &batch{form: f}
		*order = append(*order, k)
	}
	maps.Copy(batches[k].form.filled, f.filled)
	batches[k].items = append(batches[k].items, item{r, line})
	return nil
}

// release gives back what was claimed and not submitted.
func (x *Rejected) release(ctx context.Context, batches map[batchKey]*batch) {
	ctx = context.WithoutCancel(ctx)
	for _, b := range batches {
		for _, it := range b.items {
			if err := x.rt.State.ReleaseRejected(ctx, it.refused.Place); err != nil {
				x.rt.log.Error("a rejected record that was claimed could not be given back; it is free again after ten minutes", "record", it.refused.Place, "error", err)
			}
		}
	}
}

// submit imports one batch and writes down what became of its records.
func (x *Rejected) submit(ctx context.Context, k batchKey, b *batch, edited bool, by string, out *analytics.Resubmitted) error {
	var lines strings.Builder
	for _, it := range b.items {
		lines.WriteString(it.line + "\n")
	}
	options := importer.Options{Source: k.source, Kind: b.form.kind}
	if !k.wire {
		options.Map = b.form.columns()
	}
	f, err := importer.OpenReader(strings.NewReader(lines.String()), nameOf(b.items), options)
	if err != nil {
		return err
	}
	defer f.Close()
	producer := kafka.NewProducer(x.rt.Kafka)
	defer producer.Close()
	seen := &witness{Producer: producer, topic: k.topic}
	result, err := f.Run(ctx, importer.Deps{Producer: seen, Ledger: imports{state: x.rt.State, kind: state.KindRetry}, Masker: x.rt.Masker, Codec: x.rt.Codec, Seal: x.rt.seal})
	if err != nil {
		return err
	}
	out.Imports = append(out.Imports, result.Number)
	if err := x.decide(ctx, b, seen.keys, &result, edited, by, out); err != nil {
		return err
	}
	return x.rt.WaitStored(ctx, producer.Produced(), func(int64) {})
}

// nameOf is how the import of retried records is called in the list of imports.
func nameOf(items []item) string {
	if one := items[0].refused; len(items) == 1 && one.File != "" {
		return fmt.Sprintf("退回重投：%s 第 %d 行", one.File, one.Line)
	}
	return fmt.Sprintf("退回重投：%d 条", len(items))
}

// witness notes which records were taken, in their order.
type witness struct {
	importer.Producer
	topic string
	keys  []analytics.Key
}

// Produce implements importer.Producer.
func (w *witness) Produce(ctx context.Context, messages []ingest.Message) error {
	for i := range messages {
		if m := &messages[i]; m.Topic == w.topic {
			source := m.Source()
			w.keys = append(w.keys, analytics.Key{Source: source, ID: strings.TrimPrefix(string(m.Key), source+"\x00")})
		}
	}
	return w.Producer.Produce(ctx, messages)
}

// decide writes down what became of every record of a batch: a line that was not refused gave one message of its topic.
func (x *Rejected) decide(ctx context.Context, b *batch, taken []analytics.Key, result *importer.Result, edited bool, by string, out *analytics.Resubmitted) error {
	refused := map[uint32]importer.Refusal{}
	for _, one := range result.Refusals {
		refused[one.Line] = one
	}
	ctx = context.WithoutCancel(ctx) // they are in Kafka
	var failed error
	for i, it := range b.items {
		d := analytics.Decision{Outcome: analytics.RefusedRetried, Import: result.Number}
		if edited {
			d.Outcome = analytics.RefusedCorrected
		}
		if one, again := refused[uint32(i+1)]; again {
			d.Outcome, d.Reason = analytics.RefusedAgain, one.Reason
			out.Again++
		} else {
			out.Taken++
			if len(taken) > 0 && it.refused.Topic != ingest.TopicExposures {
				d.Key, taken = taken[0], taken[1:]
			}
		}
		failed = errors.Join(failed, x.rt.State.DecideRejected(ctx, it.refused.Place, by, d))
		out.Last = &d
	}
	return failed
}
