package kafka

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/segmentio/kafka-go"
)

// Bounds are the offsets at which times begin in the partitions of a topic: of the first record that is there and not older. Where there is
// none it is the end of the partition.
type Bounds map[string][][]uint64 // topic → partition → one offset per time

// Bounds looks for where times, which ascend, begin in the configured topics. What a broker has deleted is not looked through: an offset
// that equals the partition's First may stand for any time before. topics is what Topics answered before. A time is one request; where two
// times begin at the same places, those between them are not asked for.
func (a *Admin) Bounds(ctx context.Context, topics []Topic, times []time.Time) (Bounds, error) {
	if len(times) == 0 {
		return nil, nil
	}
	found := make([]places, len(times))
	var err error
	for _, i := range []int{0, len(times) - 1} {
		if found[i], err = a.boundsAt(ctx, topics, times[i]); err != nil {
			return nil, err
		}
	}
	if err := a.between(ctx, topics, times, found, 0, len(times)-1); err != nil {
		return nil, err
	}
	bounds := Bounds{}
	for _, t := range topics {
		bounds[t.Name] = make([][]uint64, len(t.Partitions))
		for p := range t.Partitions {
			for _, at := range found {
				bounds[t.Name][p] = append(bounds[t.Name][p], at[t.Name][p])
			}
		}
	}
	return bounds, nil
}

// places is topic → partition → offset.
type places map[string][]uint64

// between fills in the times between two that are known.
func (a *Admin) between(ctx context.Context, topics []Topic, times []time.Time, found []places, first, last int) (err error) {
	if last-first < 2 {
		return nil
	}
	if maps.EqualFunc(found[first], found[last], slices.Equal) {
		for i := first + 1; i < last; i++ {
			found[i] = found[first]
		}
		return nil
	}
	middle := (first + last) / 2
	if found[middle], err = a.boundsAt(ctx, topics, times[middle]); err != nil {
		return err
	}
	if err := a.between(ctx, topics, times, found, first, middle); err != nil {
		return err
	}
	return a.between(ctx, topics, times, found, middle, last)
}

// boundsAt asks where a time begins.
func (a *Admin) boundsAt(ctx context.Context, topics []Topic, at time.Time) (found places, err error) {
	err = patiently(ctx, func() error {
		found, err = a.askBounds(ctx, topics, at)
		return err
	})
	return found, err
}

// askBounds asks once where a time begins.
func (a *Admin) askBounds(ctx context.Context, topics []Topic, at time.Time) (places, error) {
	request := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	found := places{}
	for _, t := range topics {
		found[t.Name] = make([]uint64, len(t.Partitions))
		for p := range t.Partitions {
			found[t.Name][p] = t.Partitions[p].End
			request.Topics[t.Name] = append(request.Topics[t.Name], kafka.TimeOffsetOf(p, at))
		}
	}
	response, err := a.client.ListOffsets(ctx, request)
	if err != nil {
		return nil, down(err, "不能读取 Kafka 各主题的位置")
	}
	for name, partitions := range response.Topics {
		for _, p := range partitions {
			if p.Error != nil {
				return nil, down(p.Error, "不能读取 Kafka 主题 %s 分区 %d 的位置", name, p.Partition)
			}
			for offset := range p.Offsets { // none where no record is as young
				if offset >= 0 && p.Partition < len(found[name]) {
					found[name][p.Partition] = min(uint64(offset), found[name][p.Partition])
				}
			}
		}
	}
	return found, nil
}

// Commit sets the offsets of a group that has no members, which brokers ask for. It is how an operator makes the reader read again.
func (a *Admin) Commit(ctx context.Context, group string, offsets Offsets) error {
	request := &kafka.OffsetCommitRequest{GroupID: group, GenerationID: -1, Topics: map[string][]kafka.OffsetCommit{}}
	for topic, partitions := range offsets {
		for p, next := range partitions {
			request.Topics[topic] = append(request.Topics[topic], kafka.OffsetCommit{Partition: int(p), Offset: int64(next)})
		}
	}
	response, err := a.client.OffsetCommit(ctx, request)
	if err != nil {
		return down(err, "不能设置消费组 %s 的进度", group)
	}
	for topic, partitions := range response.Topics {
		for _, p := range partitions {
			if p.Error != nil {
				return down(p.Error, "不能设置消费组 %s 在主题 %s 分区 %d 的进度", group, topic, p.Partition)
			}
		}
	}
	return nil
}
