package kafka

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/segmentio/kafka-go"

	"huisheng/analytics"
)

// Offsets is topic → partition → offset. Committed offsets are those of the next record to read.
type Offsets = map[string]map[uint16]uint64

// Admin makes topics and reads where they and the groups stand. It holds connections until Close and is safe for concurrent use.
type Admin struct {
	cfg    Config
	client *kafka.Client
}

// NewAdmin makes an Admin that connects at its first request.
func NewAdmin(cfg Config) *Admin {
	cfg = cfg.WithDefaults()
	return &Admin{cfg: cfg, client: &kafka.Client{Addr: cfg.addr(), Transport: cfg.transport()}}
}

// Close lets go of the connections.
func (a *Admin) Close() { a.client.Transport.(*kafka.Transport).CloseIdleConnections() }

// EnsureTopics makes those topics that are not there, with the given numbers of partitions. A topic that is there stays as it is: with
// another number of partitions later records of a complaint would go elsewhere than its earlier ones.
//
// Made topics keep records for ever, as nothing that arrives may be dropped unread; an operator who trusts the backlog may set
// retention.ms. Records get the broker's clock, so that retention never looks at a writer's.
func (a *Admin) EnsureTopics(ctx context.Context, partitions map[string]int, replication int) error {
	request := &kafka.CreateTopicsRequest{}
	for _, topic := range slices.Sorted(maps.Keys(partitions)) {
		request.Topics = append(request.Topics, kafka.TopicConfig{
			Topic:             topic,
			NumPartitions:     partitions[topic],
			ReplicationFactor: max(replication, 1),
			ConfigEntries: []kafka.ConfigEntry{
				{ConfigName: "retention.ms", ConfigValue: "-1"},
				{ConfigName: "message.timestamp.type", ConfigValue: "LogAppendTime"},
			},
		})
	}
	response, err := a.client.CreateTopics(ctx, request)
	if err != nil {
		return down(err, "不能在 Kafka（%s）建立主题", strings.Join(a.cfg.Brokers, ","))
	}
	for _, topic := range slices.Sorted(maps.Keys(response.Errors)) {
		if err := response.Errors[topic]; err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return down(err, "不能在 Kafka（%s）建立主题 %s", strings.Join(a.cfg.Brokers, ","), topic)
		}
	}
	// A cluster answers before it has chosen the leaders, and until then nothing can be read or written.
	names := slices.Sorted(maps.Keys(partitions))
	return patiently(ctx, func() error {
		_, err := a.stand(ctx, names)
		if analytics.KindOf(err) == analytics.KindMissing {
			err = down(kafka.LeaderNotAvailable, "Kafka 还没有准备好新的主题")
		}
		return err
	})
}

// Topic is where a topic stands.
type Topic struct {
	Name       string
	ID         string      // the broker's UUID of the topic; another one means that it was made anew
	Partitions []Partition // in order, from 0
}

// Partition is where a partition stands. End − First records are there.
type Partition struct {
	First uint64 // offset of the oldest record that is there
	End   uint64 // offset that the next record will get
}

// Topics reads where the configured topics stand, in their order. A topic that does not exist is an error of kind KindMissing.
func (a *Admin) Topics(ctx context.Context) (topics []Topic, err error) {
	err = patiently(ctx, func() error {
		topics, err = a.stand(ctx, a.cfg.Topics)
		return err
	})
	return topics, err
}

// stand asks once where topics stand.
func (a *Admin) stand(ctx context.Context, names []string) ([]Topic, error) {
	known, err := a.metadata(ctx, names)
	if err != nil {
		return nil, err
	}
	request := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	for _, t := range known {
		for p := range t.Partitions {
			request.Topics[t.Name] = append(request.Topics[t.Name], kafka.FirstOffsetOf(p), kafka.LastOffsetOf(p))
		}
	}
	response, err := a.client.ListOffsets(ctx, request)
	if err != nil {
		return nil, down(err, "不能读取 Kafka 各主题的位置")
	}
	for _, t := range known {
		for _, p := range response.Topics[t.Name] {
			if p.Error != nil {
				return nil, down(p.Error, "不能读取 Kafka 主题 %s 分区 %d 的位置", t.Name, p.Partition)
			}
			if p.Partition < len(t.Partitions) {
				t.Partitions[p.Partition] = Partition{First: uint64(max(p.FirstOffset, 0)), End: uint64(max(p.LastOffset, 0))}
			}
		}
	}
	return known, nil
}

// Committed reads the offsets that a group has committed for the configured topics. Partitions without a commit are left out.
func (a *Admin) Committed(ctx context.Context, group string) (offsets Offsets, err error) {
	err = patiently(ctx, func() error {
		offsets, err = a.committed(ctx, group)
		return err
	})
	return offsets, err
}

// committed asks once what a group has committed.
func (a *Admin) committed(ctx context.Context, group string) (Offsets, error) {
	known, err := a.metadata(ctx, a.cfg.Topics)
	if err != nil {
		return nil, err
	}
	request := &kafka.OffsetFetchRequest{GroupID: group, Topics: map[string][]int{}}
	for _, t := range known {
		for p := range t.Partitions {
			request.Topics[t.Name] = append(request.Topics[t.Name], p)
		}
	}
	response, err := a.client.OffsetFetch(ctx, request)
	if err == nil {
		err = response.Error
	}
	if errors.Is(err, kafka.GroupIdNotFound) { // nobody has joined it yet
		return Offsets{}, nil
	}
	if err != nil {
		return nil, down(err, "不能读取消费组 %s 在 Kafka 的进度", group)
	}
	out := Offsets{}
	for topic, partitions := range response.Topics {
		for _, p := range partitions {
			if p.Error != nil {
				return nil, down(p.Error, "不能读取消费组 %s 在主题 %s 分区 %d 的进度", group, topic, p.Partition)
			}
			if p.CommittedOffset >= 0 {
				set(out, topic, uint16(p.Partition), uint64(p.CommittedOffset))
			}
		}
	}
	return out, nil
}

// Backlog is the number of records that the group has still to store: 在途.
func (a *Admin) Backlog(ctx context.Context, group string) (int64, error) {
	topics, err := a.Topics(ctx)
	if err != nil {
		return 0, err
	}
	committed, err := a.Committed(ctx, group)
	if err != nil {
		return 0, err
	}
	var records int64
	for _, t := range topics {
		for p, at := range t.Partitions {
			done := max(committed[t.Name][uint16(p)], at.First)
			records += int64(max(at.End, done) - done)
		}
	}
	return records, nil
}

func set(o Offsets, topic string, partition uint16, offset uint64) {
	if o[topic] == nil {
		o[topic] = map[uint16]uint64{}
	}
	o[topic][partition] = offset
}

// down makes an error of a server that did not do what was asked. What to do about it is the same for all of them.
func down(err error, format string, args ...any) error {
	return analytics.Wrap(analytics.KindDown, err, "%s，请确认 Kafka 正在运行、地址和登录信息无误", fmt.Sprintf(format, args...))
}
