package broker

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kfake"
)

// errStopped is the answer of a broker that does not run.
var errStopped = errors.New("内置 Kafka 没有在运行")

// Trim deletes the records below the committed offsets of the group. It runs by itself every Config.TrimEvery.
func (b *Broker) Trim(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cluster == nil {
		return errStopped
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return trim(b.cluster, b.cfg)
}

// trim leaves the last record of every partition in place even when it is stored. kfake knows the end of a partition only from its
// records: a partition that were emptied would begin again at offset 0 after a restart, and two records would share one place.
func trim(cluster *kfake.Cluster, cfg Config) error {
	commits := commitsOf(cluster, cfg.Group)
	var failed error
	for topic := range cfg.Topics {
		for _, p := range cluster.PartitionInfos(topic) {
			to := min(commits[topic][p.Partition].Offset, p.HighWatermark-1)
			if to <= p.LogStartOffset {
				continue
			}
			if err := cluster.DeleteRecords(topic, p.Partition, to); err != nil {
				failed = errors.Join(failed, fmt.Errorf("delete records of %s/%d below %d: %w", topic, p.Partition, to, err))
			}
		}
	}
	return failed
}

// Backlog is the number of records that the group has not committed yet, over all topics.
func (b *Broker) Backlog(ctx context.Context) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cluster == nil {
		return 0, errStopped
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	commits := commitsOf(b.cluster, b.cfg.Group)
	var records int64
	for topic := range b.cfg.Topics {
		for _, p := range b.cluster.PartitionInfos(topic) {
			done := max(commits[topic][p.Partition].Offset, p.LogStartOffset)
			records += max(p.HighWatermark-done, 0)
		}
	}
	return records, nil
}

// Full reports whether the backlog is above its limit, so that new work is to be refused until the sink has caught up.
func (b *Broker) Full(ctx context.Context) (bool, error) {
	records, err := b.Backlog(ctx)
	return records > b.cfg.BacklogLimit, err
}

func commitsOf(cluster *kfake.Cluster, group string) map[string]map[int32]kfake.GroupCommit {
	if info := cluster.GroupInfo(group); info != nil {
		return info.Commits
	}
	return nil
}
