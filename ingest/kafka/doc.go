// Package kafka carries messages to and from Kafka: topics, a producer that returns when everything is acknowledged, and a consumer that
// commits only when it is told to. It is the only importer of kafka-go; one request that kafka-go is too old for, the ids of topics,
// goes through franz-go.
package kafka
