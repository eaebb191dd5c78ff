// Package metrics offers what is measured to Prometheus. It is the only importer of its client. Values come from the newest measurement, so
// a scrape costs nothing; what happens between measurements is counted where it happens.
package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/dashboards/operations"
)

// kind is how a metric grows.
type kind string

const (
	gauge   kind = "gauge"
	counter kind = "counter"
	hist    kind = "histogram"
)

// metric is one line of the reference.
type metric struct {
	name   string
	kind   kind
	help   string
	labels []string
}

// value is one measurement of a metric, its labels in the order of the metric.
type value struct {
	v      float64
	labels []string
}

func one(v float64, labels ...string) []value { return []value{{v, labels}} }

// measured are the metrics that are read from a snapshot.
var measured = []struct {
	metric
	of func(*operations.Snapshot) []value
}{
	{metric{"huisheng_build_info", gauge, "版本，值恒为 1", []string{"version", "clickhouse"}}, func(s *operations.Snapshot) []value {
		return one(1, s.Version, s.ClickHouse)
	}},
	{metric{"huisheng_alarm", gauge, "告警，1 为正在发生；各告警见运行文档", []string{"name", "urgent"}}, alarms},
	{metric{"huisheng_part_up", gauge, "部件是否应答", []string{"part"}}, parts},
	{metric{"huisheng_kafka_records_total", counter, "Kafka 收到的记录", []string{"topic", "partition"}}, perPartition(func(p operations.Partition) float64 { return float64(p.End) })},
	{metric{"huisheng_kafka_stored_total", counter, "消费组已提交（已入库或退回）的记录", []string{"topic", "partition"}}, perPartition(func(p operations.Partition) float64 { return float64(p.Stored) })},
	{metric{"huisheng_kafka_lag", gauge, "在途：Kafka 已收到、尚未入库的记录", []string{"topic", "partition"}}, perPartition(func(p operations.Partition) float64 { return float64(p.Lag()) })},
	{metric{"huisheng_group_members", gauge, "正在接收的进程数", nil}, func(s *operations.Snapshot) []value { return one(float64(len(s.Members))) }},
	{metric{"huisheng_sink_fetched_total", counter, "本进程从 Kafka 取到的记录，含重取的", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Fetched) })},
	{metric{"huisheng_sink_stored_total", counter, "本进程入库的行", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Stored) })},
	{metric{"huisheng_sink_rejected_total", counter, "本进程入库为退回的行", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Rejected) })},
	{metric{"huisheng_sink_retries_total", counter, "本进程写入或提交失败后重试的次数", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Retries) })},
	{metric{"huisheng_sink_rewinds_total", counter, "本进程从较早的位点重读分区的次数", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Rewinds) })},
	{metric{"huisheng_sink_skipped_total", counter, "Kafka 在入库前删掉的记录，应恒为 0", nil}, received(func(r *operations.Receiving) float64 { return float64(r.Skipped) })},
	{metric{"huisheng_sink_under_way", gauge, "本进程已取到、尚未入库的记录", nil}, received(func(r *operations.Receiving) float64 { return float64(r.UnderWay) })},
	{metric{"huisheng_waiting_seconds", gauge, "正在重试的事已等了多久：主题名为入库，fetch、commit 为 Kafka", []string{"what"}}, waiting},
	{metric{"huisheng_reject_ratio", gauge, "最近 15 分钟退回占入库的比例，全部进程", nil}, func(s *operations.Snapshot) []value {
		return one(float64(s.Traffic.Rejected) / float64(max(s.Traffic.Stored, 1)))
	}},
	{metric{"huisheng_freshness_seconds", gauge, "新鲜度：list 为到达至明细可见，figures 为到达至计入图表；现在", []string{"of"}}, ages(func(a operations.Age) time.Duration { return a.Now })},
	{metric{"huisheng_freshness_worst_seconds", gauge, "同上，最近 15 分钟最慢的一条", []string{"of"}}, ages(func(a operations.Age) time.Duration { return a.Most })},
	{metric{"huisheng_job_pending_months", gauge, "等待重算的月份", []string{"job"}}, perJob(func(s *operations.Snapshot, j operations.Job) float64 { return float64(j.Pending) })},
	{metric{"huisheng_job_oldest_seconds", gauge, "等得最久的月份等了多久", []string{"job"}}, perJob(oldest)},
	{metric{"huisheng_job_failures", gauge, "最近连续失败的次数", []string{"job"}}, perJob(func(s *operations.Snapshot, j operations.Job) float64 { return float64(j.Failures) })},
	{metric{"huisheng_job_last_seconds", gauge, "上一次运行的用时", []string{"job"}}, perJob(lastTook)},
	{metric{"huisheng_unread_records", gauge, "已入库、尚未分析的记录", nil}, func(s *operations.Snapshot) []value { return one(float64(s.Unread)) }},
	{metric{"huisheng_books_difference", gauge, "账差：收到减去各项之和，应恒为 0", nil}, books},
	{metric{"huisheng_table_rows", gauge, "表的行数", []string{"table"}}, perTable(func(t operations.Table) uint64 { return t.Rows })},
	{metric{"huisheng_table_bytes", gauge, "表占的磁盘", []string{"table"}}, perTable(func(t operations.Table) uint64 { return t.Bytes })},
	{metric{"huisheng_table_parts", gauge, "表的数据片段数", []string{"table"}}, perTable(func(t operations.Table) uint64 { return t.Parts })},
	{metric{"huisheng_disk_free_bytes", gauge, "ClickHouse 磁盘的可用空间", []string{"disk"}}, perDisk(func(d operations.Disk) uint64 { return d.Free })},
	{metric{"huisheng_disk_total_bytes", gauge, "ClickHouse 磁盘的总空间", []string{"disk"}}, perDisk(func(d operations.Disk) uint64 { return d.Total })},
}

func alarms(s *operations.Snapshot) []value {
	raised := map[string]float64{}
	for _, a := range operations.Alarms(s) {
		raised[a.Name] = 1
	}
	list := make([]value, len(operations.Rules))
	for i, r := range operations.Rules {
		list[i] = value{raised[r.Name], []string{r.Name, fmt.Sprint(r.Urgent)}}
	}
	return list
}

func parts(s *operations.Snapshot) (list []value) {
	for _, part := range []string{operations.PartKafka, operations.PartClickHouse, operations.PartState} {
		up := 1.0
		if s.Trouble(part) != nil {
			up = 0
		}
		list = append(list, value{up, []string{part}})
	}
	return list
}

func waiting(s *operations.Snapshot) (list []value) {
	for _, t := range s.Troubles {
		list = append(list, value{s.At.Sub(t.Since).Seconds(), []string{t.Part}})
	}
	return list
}

func books(s *operations.Snapshot) []value {
	if !s.BooksKnown {
		return nil
	}
	return one(float64(s.Books.Difference()))
}

func perPartition(of func(operations.Partition) float64) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) (list []value) {
		for _, p := range s.Partitions {
			list = append(list, value{of(p), []string{p.Topic, fmt.Sprint(p.Number)}})
		}
		return list
	}
}

func received(of func(*operations.Receiving) float64) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) []value {
		if s.Receiving == nil {
			return nil
		}
		return one(of(s.Receiving))
	}
}

func ages(of func(operations.Age) time.Duration) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) (list []value) {
		if s.Fresh.List.Known {
			list = append(list, value{of(s.Fresh.List).Seconds(), []string{"list"}})
		}
		if s.Fresh.Figures.Known {
			list = append(list, value{of(s.Fresh.Figures).Seconds(), []string{"figures"}})
		}
		return list
	}
}

func perJob(of func(*operations.Snapshot, operations.Job) float64) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) (list []value) {
		for _, j := range s.Jobs {
			list = append(list, value{of(s, j), []string{j.Name}})
		}
		return list
	}
}

func oldest(s *operations.Snapshot, j operations.Job) float64 {
	if j.Oldest.IsZero() {
		return 0
	}
	return s.At.Sub(j.Oldest).Seconds()
}

func lastTook(_ *operations.Snapshot, j operations.Job) float64 {
	if j.Last == nil {
		return 0
	}
	return j.Last.FinishedAt.Sub(j.Last.StartedAt).Seconds()
}

func perTable(of func(operations.Table) uint64) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) (list []value) {
		for _, t := range s.Tables {
			list = append(list, value{float64(of(t)), []string{t.Name}})
		}
		return list
	}
}

func perDisk(of func(operations.Disk) uint64) func(*operations.Snapshot) []value {
	return func(s *operations.Snapshot) (list []value) {
		for _, d := range s.Disks {
			list = append(list, value{float64(of(d)), []string{d.Name}})
		}
		return list
	}
}

// Reference is the page that lists every metric and every alarm, written from the tables that make them.
func Reference() string {
	var b strings.Builder
	b.WriteString("# 指标\n\n`GET /metrics` 以 Prometheus 的格式给出下列指标；页面的端口上就有，`metrics.listen` 可另开一个。页面「运行」读的是同一份数据。\n\n## 告警\n\n")
	b.WriteString("每条告警是 `huisheng_alarm` 的一个 `name` 标签。「要紧」的须马上有人处理。\n\n| 告警 | 何时 | 怎么办 |\n|---|---|---|\n")
	for _, r := range operations.Rules {
		urgent := ""
		if r.Urgent {
			urgent = " **要紧**"
		}
		fmt.Fprintf(&b, "| `%s`%s | %s | %s |\n", r.Name, urgent, r.Meaning, r.Do)
	}
	b.WriteString("\n## 全部指标\n\n| 指标 | 类型 | 标签 | 说明 |\n|---|---|---|---|\n")
	all := make([]metric, 0, len(measured)+len(observed))
	for _, m := range measured {
		all = append(all, m.metric)
	}
	for _, m := range observed {
		all = append(all, m.metric)
	}
	slices.SortFunc(all, func(a, b metric) int { return cmp.Compare(a.name, b.name) })
	for _, m := range all {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", m.name, m.kind, strings.Join(m.labels, ", "), m.help)
	}
	b.WriteString("\n此外有 Go 运行时与进程的常用指标：`go_…`、`process_…`，其中 `process_resident_memory_bytes` 是内存。\n")
	return b.String()
}
