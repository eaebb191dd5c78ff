package runtime

import (
	"context"
	"errors"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
)

// stopWait bounds how long a sink may take to end. What is not stored by then stays in Kafka and is read again.
const stopWait = 20 * time.Second

// Receive starts to store what Kafka holds, until Close. A guest does not: the process that holds the data directory does it already. A
// second call does nothing.
func (rt *Runtime) Receive() error {
	if rt.Guest || rt.receiving {
		return nil
	}
	s, stop, err := rt.receive()
	if err != nil {
		return err
	}
	rt.watched.sink.Store(s)
	rt.receiving = true
	rt.onClose(stop)
	return nil
}

// ReceiveOnce starts a reader of its own and returns what stops it.
func (rt *Runtime) ReceiveOnce() (stop func() error, err error) {
	_, stop, err = rt.receive()
	return stop, err
}

func (rt *Runtime) receive() (s *sink.Sink, stop func() error, err error) {
	cfg := rt.Kafka
	cfg.ClientID = readerName() // so that the members of the group can be told apart
	consumer := kafka.NewConsumer(cfg)
	s = sink.New(sink.Config{SealKey: rt.keys.seal, Logger: rt.log, Observe: rt.watched.batch}, consumer, rt.Warehouse, rt.Codec, rt.Masker)
	if err := consumer.Start(); err != nil {
		return nil, nil, err
	}
	if err := s.Start(); err != nil {
		return nil, nil, errors.Join(err, consumer.Stop())
	}
	return s, func() error {
		stopping, cancel := context.WithTimeout(context.Background(), stopWait)
		defer cancel()
		return errors.Join(s.Stop(stopping), consumer.Stop())
	}, nil
}

// WaitStored returns when everything below the offsets is stored and committed, and nothing else must happen for it to stay so.
// progress is called with how many records are still to come. A guest whose owner has ended waits for nobody: that is an error.
func (rt *Runtime) WaitStored(ctx context.Context, until kafka.Offsets, progress func(left int64)) error {
	admin := kafka.NewAdmin(rt.Kafka)
	defer admin.Close()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		committed, err := admin.Committed(ctx, Group)
		if err != nil && ctx.Err() != nil {
			return errors.Join(ctx.Err(), err)
		}
		if err != nil && rt.OwnerGone() {
			return analytics.Wrap(analytics.KindDown, err, "接收的那个进程（%d）已经结束", rt.endpoints.PID)
		}
		if err == nil {
			left := missing(until, committed)
			progress(left)
			if left == 0 {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// missing is how many records below until are not below committed.
func missing(until, committed kafka.Offsets) int64 {
	var left int64
	for topic, partitions := range until {
		for p, next := range partitions {
			if at := committed[topic][p]; at < next {
				left += int64(next - at)
			}
		}
	}
	return left
}
