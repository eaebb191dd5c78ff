package bench

import (
	"context"
	"log/slog"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sample"
)

// batchRows is what one insert of the reference takes, as DESIGN says.
const batchRows = 20_000

// Ingest measures Kafka → ClickHouse in one process against a bare insert of the same rows into the same table by one goroutine. The two
// take turns over the rounds in one installation, which the caller made for this and removes. progress is told what happens.
func Ingest(ctx context.Context, c config.Config, rows, rounds int, progress func(string)) (Report, error) {
	rt, err := runtime.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return Report{}, err
	}
	defer rt.Close()
	progress("生成投诉")
	messages, err := complaints(rt, rows)
	if err != nil {
		return Report{}, err
	}
	var reference, ours []Rate
	for round := range rounds {
		bare, err := arrivals(rt, messages, uint32(1000+round))
		if err != nil {
			return Report{}, err
		}
		progress("参照：直接写入")
		began := time.Now()
		for from := 0; from < len(bare); from += batchRows {
			if err := rt.Warehouse.StoreComplaints(ctx, bare[from:min(from+batchRows, len(bare))]); err != nil {
				return Report{}, err
			}
		}
		reference = append(reference, Rate{rows, time.Since(began)})

		rate, err := streamed(ctx, rt, messages, progress)
		if err != nil {
			return Report{}, err
		}
		ours = append(ours, rate)
	}
	return compare("ingest", "条/秒", 0.7, reference, ours), nil
}

// streamed gives the messages to Kafka, then measures from the start of the reader until all of them are stored and committed.
func streamed(ctx context.Context, rt *runtime.Runtime, messages []ingest.Message, progress func(string)) (Rate, error) {
	producer := kafka.NewProducer(rt.Kafka)
	defer producer.Close()
	progress("送入 Kafka")
	for from := 0; from < len(messages); from += 2000 {
		if err := producer.Produce(ctx, messages[from:min(from+2000, len(messages))]); err != nil {
			return Rate{}, err
		}
	}
	progress("Kafka → ClickHouse")
	began := time.Now()
	stop, err := rt.ReceiveOnce()
	if err != nil {
		return Rate{}, err
	}
	err = rt.WaitStored(ctx, producer.Produced(), func(int64) {})
	elapsed := time.Since(began)
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	return Rate{len(messages), elapsed}, err
}

// complaints makes messages of sample complaints, masked as an import masks them.
func complaints(rt *runtime.Runtime, n int) ([]ingest.Message, error) {
	generator := sample.New(sample.Config{Rows: n, Seed: 1})
	messages := make([]ingest.Message, 0, n)
	var r sample.Record
	for generator.Next(&r) {
		c := r.Complaint
		rt.Masker.MaskComplaint(&c)
		value, err := rt.Codec.EncodeComplaint(&c)
		if err != nil {
			return nil, err
		}
		messages = append(messages, ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey(c.Source, c.ID), Value: value, Masked: 1})
	}
	return messages, nil
}

// arrivals decodes the messages into the rows that the reference inserts. The epoch keeps them apart from what came through Kafka.
func arrivals(rt *runtime.Runtime, messages []ingest.Message, epoch uint32) ([]analytics.Arrival[analytics.Complaint], error) {
	now := time.Now()
	rows := make([]analytics.Arrival[analytics.Complaint], len(messages))
	for i, m := range messages {
		if err := rt.Codec.DecodeComplaint(m.Value, &rows[i].Record); err != nil {
			return nil, err
		}
		rows[i].Content = rt.Codec.ContentOfComplaint(&rows[i].Record)
		rows[i].Origin = analytics.Origin{Epoch: epoch, Offset: uint64(i), ArrivedAt: now}
	}
	return rows, nil
}
