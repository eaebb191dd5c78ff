package kafka_test

import (
	"fmt"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
)

// The embedded broker looks times up by those of the giver, a server by its own clock on arrival. Both know what came before the test and
// what has not come yet, and the embedded one what lies between.
func TestTheAdminFindsWhereHoursBegin(t *testing.T) {
	onEveryKafka(t, testTheAdminFindsWhereHoursBegin)
}

func testTheAdminFindsWhereHoursBegin(t *testing.T, server server) {
	topic, quiet := name("complaints"), name("events")
	cfg := server.with(t, topic, quiet)
	hour := analytics.HourOf(time.Now())
	for i, at := range []time.Time{hour.Add(-2 * time.Hour), hour.Add(-2 * time.Hour).Add(30 * time.Minute), hour.Add(-time.Hour)} {
		produce(t, cfg, []ingest.Message{{Topic: topic, Key: ingest.MessageKey("甲", "1"), Value: fmt.Append(nil, i), Time: at}})
	}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	topics, err := admin.Topics(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	times := []time.Time{hour.Add(-3 * time.Hour), hour.Add(-2 * time.Hour).Add(time.Minute), hour.Add(-time.Hour), hour.Add(48 * time.Hour)}
	bounds, err := admin.Bounds(soon(t), topics, times)
	if err != nil {
		t.Fatal(err)
	}
	var sums []uint64
	for i := range times {
		var sum uint64
		for _, offsets := range bounds[topic] {
			sum += offsets[i]
		}
		sums = append(sums, sum)
	}
	want := []uint64{0, 1, 2, 3}
	if server.addr != "" {
		want = []uint64{0, 0, 0, 3}
	}
	if fmt.Sprint(sums) != fmt.Sprint(want) {
		t.Errorf("the times begin at %v, want %v", sums, want)
	}
	for p, offsets := range bounds[quiet] {
		if fmt.Sprint(offsets) != "[0 0 0 0]" {
			t.Errorf("partition %d of the quiet topic: %v", p, offsets)
		}
	}
}
