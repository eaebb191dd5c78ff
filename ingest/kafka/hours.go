package kafka

import (
	"context"
	"time"

	"github.com/segmentio/kafka-go"
)

// Bounds are the offsets at which times begin in the partitions of a topic: of the first record that is there and not older. Where there is
// none it is the end of the partition.
type Bounds map[string][][]uint64 // topic → partition → one offset per time

// Bounds looks for where times begin in the configured topics. What a broker has deleted is not looked through: an offset that equals the
// partition's First may stand for any time before. topics is what Topics answered before. Every time is one request.
func (a *Admin) Bounds(ctx context.Context, topics []Topic, times []time.Time) (Bounds, error) {
	bounds := Bounds{}
	for _, t := range topics {
		bounds[t.Name] = make([][]uint64, len(t.Partitions))
	}
	for _, at := range times {
		var found map[string][]uint64
		err := patiently(ctx, func() (err error) {
			found, err = a.boundsAt(ctx, topics, at)
			return err
		})
		if err != nil {
			return nil, err
		}
		for name, offsets := range found {
			for p, offset := range offsets {
				bounds[name][p] = append(bounds[name][p], offset)
			}
		}
	}
	return bounds, nil
}

// boundsAt asks once where a time begins.
func (a *Admin) boundsAt(ctx context.Context, topics []Topic, at time.Time) (map[string][]uint64, error) {
	request := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	found := map[string][]uint64{}
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
