package kafka

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
	franzplain "github.com/twmb/franz-go/pkg/sasl/plain"

	"huisheng/analytics"
)

// metadata asks for topics by their names, with their ids and numbers of partitions. kafka-go speaks a version of this request
// from before topics had ids, hence franz-go. It is asked at a start and for the books, so a connection of its own does not hurt.
func (a *Admin) metadata(ctx context.Context, names []string) ([]Topic, error) {
	options := []kgo.Opt{kgo.SeedBrokers(a.cfg.Brokers...), kgo.ClientID(a.cfg.ClientID),
		kgo.RequestRetries(3), kgo.RetryTimeout(patience)} // its own 20 retries would take the better part of a minute to say that nobody is there
	if a.cfg.User != "" {
		options = append(options, kgo.SASL(franzplain.Auth{User: a.cfg.User, Pass: a.cfg.Secret}.AsMechanism()))
	}
	if a.cfg.TLS != nil {
		options = append(options, kgo.DialTLSConfig(a.cfg.TLS))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, down(err, "不能连接 Kafka")
	}
	defer client.Close()
	request := kmsg.NewPtrMetadataRequest()
	for _, name := range names {
		topic := kmsg.NewMetadataRequestTopic()
		topic.Topic = kmsg.StringPtr(name)
		request.Topics = append(request.Topics, topic)
	}
	response, err := request.RequestWith(ctx, client)
	if err != nil {
		return nil, down(err, "不能向 Kafka 询问主题")
	}
	return topicsOf(names, response)
}

// topicsOf puts the answer into the order of the question.
func topicsOf(names []string, response *kmsg.MetadataResponse) ([]Topic, error) {
	found := map[string]*kmsg.MetadataResponseTopic{}
	for i, t := range response.Topics {
		if t.Topic != nil {
			found[*t.Topic] = &response.Topics[i]
		}
	}
	topics := make([]Topic, 0, len(names))
	for _, name := range names {
		t := found[name]
		if t == nil || t.ErrorCode == kerr.UnknownTopicOrPartition.Code {
			return nil, &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("Kafka 里没有主题 %s：启动 huisheng serve 会建立它", name)}
		}
		if err := kerr.ErrorForCode(t.ErrorCode); err != nil {
			return nil, down(err, "不能读取 Kafka 主题 %s", name)
		}
		topics = append(topics, Topic{Name: name, ID: uuid(t.TopicID), Partitions: make([]Partition, len(t.Partitions))})
	}
	return topics, nil
}

func uuid(id [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
