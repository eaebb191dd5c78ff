package kafka

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/segmentio/kafka-go"
)

// Standing is where a group stands in one partition.
type Standing struct {
	Topic     string
	Partition uint16
	First     uint64 // offset of the oldest record that is there
	End       uint64 // offset that the next record will get
	Committed uint64 // offset below which everything is stored; First when nothing was committed yet
}

// Lag is the number of records that are still to be stored.
func (s Standing) Lag() uint64 { return s.End - min(s.Committed, s.End) }

// Standings reads where a group stands in every partition of the configured topics. What is committed is read before what is there, so
// that no lag is negative.
func (a *Admin) Standings(ctx context.Context, group string) ([]Standing, error) {
	committed, err := a.Committed(ctx, group)
	if err != nil {
		return nil, err
	}
	topics, err := a.Topics(ctx)
	if err != nil {
		return nil, err
	}
	var list []Standing
	for _, t := range topics {
		for p, at := range t.Partitions {
			list = append(list, Standing{Topic: t.Name, Partition: uint16(p), First: at.First, End: at.End,
				Committed: max(committed[t.Name][uint16(p)], at.First)})
		}
	}
	return list, nil
}

// Member is one reader of a group.
type Member struct {
	Client     string // the ClientID that it gave
	Host       string // from where it connected
	Partitions map[string][]uint16
}

// Members reads who shares the partitions of a group, in the order of their names. A group that nobody has joined has none.
func (a *Admin) Members(ctx context.Context, group string) (members []Member, err error) {
	err = patiently(ctx, func() error {
		members, err = a.members(ctx, group)
		return err
	})
	return members, err
}

// members asks once who is in a group.
func (a *Admin) members(ctx context.Context, group string) ([]Member, error) {
	response, err := a.client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: []string{group}})
	if err != nil {
		return nil, down(err, "不能读取消费组 %s 的成员", group)
	}
	var members []Member
	for _, g := range response.Groups {
		if g.Error != nil && !errors.Is(g.Error, kafka.GroupIdNotFound) {
			return nil, down(g.Error, "不能读取消费组 %s 的成员", group)
		}
		for _, m := range g.Members {
			one := Member{Client: m.ClientID, Host: m.ClientHost, Partitions: map[string][]uint16{}}
			for _, t := range m.MemberAssignments.Topics {
				for _, p := range t.Partitions {
					one.Partitions[t.Topic] = append(one.Partitions[t.Topic], uint16(p))
				}
				slices.Sort(one.Partitions[t.Topic])
			}
			members = append(members, one)
		}
	}
	slices.SortFunc(members, func(a, b Member) int { return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Host, b.Host)) })
	return members, nil
}
