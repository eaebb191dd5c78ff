package kafka_test

import (
	"testing"
	"time"

	"huisheng/ingest/kafka"
)

func TestTheGroupsStandingAndItsMembersAreTold(t *testing.T) {
	onEveryKafka(t, testTheGroupsStandingAndItsMembersAreTold)
}

func testTheGroupsStandingAndItsMembersAreTold(t *testing.T, server server) {
	topic := name("standing")
	cfg := server.with(t, topic)
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if members, err := admin.Members(soon(t), cfg.Group); err != nil || len(members) != 0 {
		t.Errorf("a group that nobody joined: %+v, %v", members, err)
	}
	produced := produce(t, cfg, someMessages(topic, 300))
	lag := func() (lag, end uint64) {
		list, err := admin.Standings(soon(t), cfg.Group)
		if err != nil || len(list) != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		for _, s := range list {
			if s.Topic != topic || s.End != produced[topic][s.Partition] {
				t.Errorf("%+v, produced up to %d", s, produced[topic][s.Partition])
			}
			lag, end = lag+s.Lag(), end+s.End
		}
		return lag, end
	}
	if n, end := lag(); n != 300 || end != 300 {
		t.Errorf("before anybody reads the lag is %d of %d", n, end)
	}
	cfg.ClientID = "host-4711"
	c := start(t, cfg)
	if err := c.Commit(soon(t), next(fetch(t, c, 300))); err != nil {
		t.Fatal(err)
	}
	if n, _ := lag(); n != 0 {
		t.Errorf("all is committed and the lag is %d", n)
	}
	members, err := admin.Members(soon(t), cfg.Group)
	for err == nil && len(members) == 0 { // a group that is balancing anew tells nobody
		time.Sleep(50 * time.Millisecond)
		members, err = admin.Members(soon(t), cfg.Group)
	}
	if err != nil || len(members) != 1 || members[0].Client != "host-4711" || members[0].Host == "" || len(members[0].Partitions[topic]) != 3 {
		t.Errorf("%+v, %v", members, err)
	}
}
