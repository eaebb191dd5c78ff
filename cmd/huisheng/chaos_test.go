package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
)

// chaosSetting is a number from the environment: HUISHENG_CHAOS_KILLS, HUISHENG_CHAOS_RECORDS and HUISHENG_CHAOS_SEED make the run that
// scripts/chaos.sh asks for. By default it is a short one.
func chaosSetting(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv("HUISHENG_CHAOS_" + name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("HUISHENG_CHAOS_%s: %v", name, err)
	}
	return n
}

// chaos is one run: what is given, what is done to the parts meanwhile, and what must be there at the end.
type chaos struct {
	t      *testing.T
	in     *installation
	plan   *plan
	random *rand.Rand
	kills  int
	began  time.Time
	most   time.Duration // until a fault

	kafka      func() (kafka.Config, error) // where Kafka is now; it may be away
	stores     []*supervised                // the processes that store
	done       map[string]int               // faults by their name
	given, bad int                          // messages that were acknowledged; gives that were not
	peak       uint64                       // resident bytes of the largest process that stores
}

// Whatever is killed, refused, slowed down, sent twice, reordered or spoilt, at the end every record of the input counts once and the books
// balance.
func TestChaosLosesAndDoublesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("servers are killed and started for half a minute")
	}
	t.Parallel()
	for name, run := range map[string]func(*testing.T){"embedded": chaosEmbedded, "server": chaosServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t)
		})
	}
}

func newChaos(t *testing.T, in *installation, kills, records uint64, most time.Duration) *chaos {
	seed := chaosSetting(t, "SEED", uint64(time.Now().UnixNano()))
	c := &chaos{t: t, in: in, plan: newPlan(seed, int(chaosSetting(t, "RECORDS", records))), kills: int(chaosSetting(t, "KILLS", kills)),
		random: rand.New(rand.NewPCG(seed, 1)), began: time.Now(), most: most, done: map[string]int{}}
	t.Logf("HUISHENG_CHAOS_SEED=%d, %d records, %d kills", seed, c.plan.records, c.kills)
	return c
}

// chaosEmbedded kills the one process that holds everything.
func chaosEmbedded(t *testing.T) {
	in := newInstallation(t)
	c := newChaos(t, in, 5, 10_000, 2500*time.Millisecond)
	serve := in.supervise("serve", "--listen", freeAddress(t))
	c.stores = []*supervised{serve}
	c.kafka = in.embeddedKafka
	c.run([]chaosFault{{"serve killed", 1, true, func() { serve.signal(syscall.SIGKILL) }}})
	c.check()
}

// embeddedKafka is the broker of the process that holds the data directory just now.
func (i *installation) embeddedKafka() (kafka.Config, error) {
	var at runtime.Endpoints
	raw, err := os.ReadFile(filepath.Join(i.data, "run", "endpoints.json"))
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	return kafka.Config{Brokers: []string{at.Broker}, User: broker.User, Secret: at.Secret}, err
}

// chaosServer kills Apache Kafka, ClickHouse and the processes that store, and makes ClickHouse refuse.
func chaosServer(t *testing.T) {
	own := startKafka(t)
	clickhouse := freeAddress(t)
	server := newInstallation(t)
	tables := server.supervise("clickhouse", "--write", "--listen", clickhouse)
	eventually(t, "ClickHouse", func() bool { return strings.Contains(tables.output(), clickhouse) })
	before := startGate(t, clickhouse)
	in := newInstallation(t, "HUISHENG_KAFKA_BROKERS="+own.address, "HUISHENG_CLICKHOUSE_ADDRESS="+before.address)
	in.run("migrate")
	// A dead reader keeps its partitions for ten seconds, so moments that matter come later than in one process.
	c := newChaos(t, in, 4, 12_000, 8*time.Second)
	c.stores = []*supervised{in.supervise("consume"), in.supervise("consume"), in.supervise("consume")}
	if os.Getenv("HUISHENG_CHAOS_KILLS") != "" {
		// With its jobs. A short run goes without: their lease outlives a killed process by a minute.
		c.stores[0].close()
		c.stores[0] = in.supervise("serve", "--listen", freeAddress(t))
	}
	c.kafka = func() (kafka.Config, error) { return kafka.Config{Brokers: []string{own.address}}, nil }
	one := func() *supervised { return c.stores[c.random.IntN(len(c.stores))] }
	while := func(mode string) func() {
		return func() {
			before.set(mode)
			time.Sleep(time.Duration(c.random.IntN(4000)) * time.Millisecond)
			before.set(pass)
		}
	}
	c.run([]chaosFault{
		{"store killed", 6, true, func() { one().signal(syscall.SIGKILL) }},
		{"Kafka killed", 2, true, func() { own.kill(); own.start() }},
		{"ClickHouse killed", 2, true, func() { tables.signal(syscall.SIGKILL) }},
		{"store leaves and comes", 2, false, func() { one().signal(syscall.SIGTERM) }},
		{"ClickHouse refuses", 1, false, while(refuse)},
		{"ClickHouse slow", 1, false, while(slow)},
		{"disk full", 1, false, while(diskFull)},
		{"too many parts", 1, false, while(parts)},
	})
	t.Logf("chaos: %d inserts met the gate", before.refused.Load())
	c.check()
}

// chaosFault is something that goes wrong.
type chaosFault struct {
	name   string
	weight int
	kill   bool // one of the kills that were asked for; others come between
	do     func()
}

// run gives the records in as many chunks as there are kills, and does something to the parts while each is under way. Each fault happens
// at least once where the run is long enough.
func (c *chaos) run(faults []chaosFault) {
	var lots []chaosFault
	for _, f := range faults {
		for range f.weight {
			lots = append(lots, f)
		}
	}
	c.random.Shuffle(len(lots), func(a, b int) { lots[a], lots[b] = lots[b], lots[a] })
	killed, next := 0, 0
	for round := 0; killed < c.kills; round++ {
		from, to := c.plan.records*killed/c.kills, c.plan.records*(killed+1)/c.kills
		giving := make(chan struct{})
		go func() { defer close(giving); c.give(c.plan.chunk(from, to)) }()
		for counted := false; !counted; next++ {
			f := lots[next%len(lots)]
			time.Sleep(100*time.Millisecond + time.Duration(c.random.Int64N(int64(c.most))))
			at := time.Since(c.began).Round(100 * time.Millisecond)
			f.do()
			c.done[f.name]++
			c.measure()
			counted = f.kill
			c.t.Logf("chaos: %8s  %s", at, f.name)
		}
		killed++
		<-giving
	}
}

// measure keeps the largest process that stores.
func (c *chaos) measure() {
	for _, s := range c.stores {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid()))
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(raw), "VmRSS:")
		var kilobytes uint64
		if n, _ := fmt.Sscan(after, &kilobytes); n == 1 {
			c.peak = max(c.peak, kilobytes<<10)
		}
	}
}

// give sends messages until every one of them is acknowledged. What was not is sent again, and so may land twice. The giver's clock jumps
// back and forth from piece to piece.
func (c *chaos) give(messages []ingest.Message) {
	const piece = 500
	for len(messages) > 0 {
		cfg, err := c.kafka()
		if err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		producer := kafka.NewProducer(cfg)
		for err == nil && len(messages) > 0 {
			at := time.Now().Add(time.Duration(len(messages)%7-3) * time.Hour).Truncate(time.Millisecond)
			now := messages[:min(piece, len(messages))]
			for i := range now {
				now[i].Time = at
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			err = producer.Produce(ctx, now)
			cancel()
			var some *kafka.ProduceError
			switch {
			case err == nil:
				c.given += len(now)
				messages = messages[len(now):]
			case errors.As(err, &some):
				c.bad++
				failed := make([]ingest.Message, 0, len(some.Failed))
				for _, i := range some.Failed {
					failed = append(failed, now[i])
				}
				c.given += len(now) - len(failed)
				messages = append(failed, messages[len(now):]...)
			default:
				c.bad++ // nothing is known: all of the piece is sent again
			}
		}
		_ = producer.Close()
		if err != nil {
			time.Sleep(200 * time.Millisecond)
		}
	}
}

// check waits until everything is stored, and holds the tables against the plan.
func (c *chaos) check() {
	t := c.t
	t.Helper()
	var standings []kafka.Standing
	for deadline := time.Now().Add(10 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		if cfg, err := c.kafka(); err == nil {
			admin := kafka.NewAdmin(cfg)
			standings, err = admin.Standings(t.Context(), runtime.Group)
			admin.Close()
			if err == nil && lagOf(standings) == 0 {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("not everything was stored: %+v\n%s", standings, c.stores[0].output())
		}
	}
	drained := time.Since(c.began)
	c.in.run("jobs", "run")
	c.checkTables(standings)
	c.report(drained)
}

func lagOf(list []kafka.Standing) (lag uint64) {
	for _, s := range list {
		lag += s.Lag()
	}
	return lag
}

// endOf is how many records a topic ever took.
func endOf(list []kafka.Standing, topic string) (end uint64) {
	for _, s := range list {
		if s.Topic == topic {
			end += s.End
		}
	}
	return end
}

func (c *chaos) checkTables(standings []kafka.Standing) {
	t, p := c.t, c.plan
	t.Helper()
	lost, strange := 0, 0
	left := append([]bool(nil), p.whole...)
	for _, id := range strings.Fields(c.in.query("SELECT DISTINCT complaint_id FROM complaints WHERE source = '" + chaosSource + "'")) {
		n, err := strconv.Atoi(strings.TrimPrefix(id, "c-"))
		if err != nil || n >= len(left) || !left[n] {
			strange++
			continue
		}
		left[n] = false
	}
	for _, missing := range left {
		if missing {
			lost++
		}
	}
	if lost > 0 || strange > 0 {
		t.Errorf("%d complaints are lost, %d are there that nobody gave or that are there twice", lost, strange)
	}
	ids := p.count()
	for what, question := range map[string]struct{ want, statement string }{
		"tellings":               {fmt.Sprint(ids + p.corrected), "SELECT uniqExact(complaint_id, version, content) FROM complaints"},
		"facts":                  {fmt.Sprintf("%d\t%d", ids, ids), "SELECT count(), uniqExact(complaint_id) FROM facts"},
		"read":                   {fmt.Sprint(ids), "SELECT uniqExact(complaint_id) FROM insights"},
		"corrections that count": {fmt.Sprint(p.corrected), "SELECT count() FROM (SELECT complaint_id, argMax(version, seq) AS v FROM heads GROUP BY complaint_id) WHERE v = 1"},
		"rejected contents":      {fmt.Sprint(p.poison), "SELECT uniqExact(content) FROM rejected"},
		"events":                 {fmt.Sprint(p.events), "SELECT uniqExact(event_id) FROM events"},
		"places": {fmt.Sprint(endOf(standings, ingest.TopicComplaints)), "SELECT uniqExact(kafka_partition, kafka_offset) FROM (SELECT kafka_partition, kafka_offset FROM complaints " +
			"UNION ALL SELECT kafka_partition, kafka_offset FROM rejected WHERE topic = '" + ingest.TopicComplaints + "')"},
	} {
		if got := c.in.query(question.statement); got != question.want {
			t.Errorf("%s: %s, want %s", what, got, question.want)
		}
	}
	b := c.in.books()
	if b.Difference != 0 || b.InFlight != 0 || b.Stored != int64(ids) || b.Updated != int64(p.corrected) || b.Rejected < int64(p.poison) ||
		b.Received != int64(endOf(standings, ingest.TopicComplaints)) {
		t.Errorf("the books are off: %+v; want 入库 %d, 更新 %d", b, ids, p.corrected)
	}
}

// books are those of the whole installation.
func (i *installation) books() booksReport {
	i.t.Helper()
	var report struct{ Books booksReport }
	i.decode(&report, "check", "--books")
	return report.Books
}

// report prints what scripts/chaos.sh shows.
func (c *chaos) report(drained time.Duration) {
	verdict := "0 lost, 0 double, books balanced"
	if c.t.Failed() {
		verdict = "FAILED"
	}
	b := c.in.books()
	c.t.Logf("chaos: %s: %d records, %d messages made, %d acknowledged, %d gives failed, %s in all", c.t.Name(), c.plan.records, c.plan.messages, c.given, c.bad, drained.Round(time.Second))
	for name, n := range c.done {
		c.t.Logf("chaos:   %4d × %s", n, name)
	}
	starts := 0
	for _, s := range c.stores {
		starts += s.starts
	}
	c.t.Logf("chaos:   %4d starts of processes that store, the largest had %d MB", starts, c.peak>>20)
	c.t.Logf("chaos:   收到 %d = 入库 %d + 更新 %d + 重复 %d + 退回 %d + 在途 %d, 差 %d", b.Received, b.Stored, b.Updated, b.Repeated, b.Rejected, b.InFlight, b.Difference)
	c.t.Logf("chaos:   %s", verdict)
}
