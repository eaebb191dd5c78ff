package operations

import (
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Alarm is something that an operator must know.
type Alarm struct {
	Name   string // as in the metric huisheng_alarm
	Urgent bool   // nothing goes on until somebody acts; otherwise it should be looked at
	Text   string // what is wrong
	Do     string // what to do about it
}

// Rule is one alarm that there is.
type Rule struct {
	Name    string
	Urgent  bool
	Meaning string // when it is raised, for the documents
	Do      string // what to do
	raised  func(*Snapshot) string
}

// The bounds of the alarms.
const (
	growsFor   = 5 * time.Minute // a backlog that grows for so long is no burst
	idleFor    = 2 * time.Minute // a rebalance and a retry at its longest pause take less
	waitsFor   = 10 * time.Minute
	listWithin = 5 * time.Second
	pageWithin = 60 * time.Second
	rejects    = 100 // records within the window, below which a share says nothing
	keepFree   = 5 << 30
)

// Rules are all alarms, the worst first.
var Rules = []Rule{
	{"kafka_down", true, "Kafka 没有应答", "确认 Kafka 在运行、地址与口令无误；恢复后自动继续，记录不丢", partDown(PartKafka)},
	{"disk_full", true, "ClickHouse 的磁盘已满，拒绝写入", "清出空间或扩容；记录留在 Kafka，之后自动补上", refused(func(k analytics.Kind) bool { return k == analytics.KindFull })},
	{"clickhouse_down", true, "ClickHouse 没有应答", "确认 ClickHouse 在运行、地址与口令无误；恢复后自动继续，记录不丢", clickhouseDown},
	{"clickhouse_refusing", true, "ClickHouse 拒绝写入，正在重试", "看下面的原因与日志；记录留在 Kafka，恢复后自动补上", refused(func(k analytics.Kind) bool {
		return k != analytics.KindFull && k != analytics.KindDown
	})},
	{"state_down", true, "状态库（SQLite 或 PostgreSQL）没有应答", "确认数据库在运行、磁盘可写", partDown(PartState)},
	{"records_skipped", true, "Kafka 删掉了还没有入库的记录", "这些记录须从来源重新导入；把主题的 retention.ms 设为 -1", skipped},
	{"no_reader", true, "有记录在等，但没有进程在接收", "启动 huisheng serve 或 huisheng consume", noReader},
	{"stuck", true, "有记录在等，2 分钟以上一条也没有入库", "看接收进程的日志；重启它不会丢记录", stuck},
	{"books_off", true, "账不平", "打开账目页看差在哪个来源、哪个小时", booksOff},
	{"disk_low", false, "可用磁盘不足 10% 或不足 5 GB", "清出空间或扩容，写满后入库会停下等待", diskLow},
	{"lag_growing", false, "积压连续增长 5 分钟", "再开一个 huisheng consume（不超过分区数），或查 ClickHouse 为何变慢", lagGrowing},
	{"job_failing", false, "作业失败，正在按间隔重试", "看下面的错误；修好后自动重算", jobFailing},
	{"jobs_behind", false, "有月份等待重算超过 10 分钟", "确认 huisheng serve 在运行；大量补录旧数据时属正常", jobsBehind},
	{"rejects_high", false, "最近 15 分钟退回超过 5%", "打开退回页看原因，多半是来源换了格式", rejectsHigh},
	{"list_late", false, "明细最近 15 分钟有记录超过 5 秒才可见", "看积压与 ClickHouse 的负载", listLate},
	{"figures_late", false, "图表最近 15 分钟有记录超过 60 秒才计入", "看作业用时；当月超过 100 万件时属正常", figuresLate},
}

// Alarms judges a snapshot; none means that all is well.
func Alarms(s *Snapshot) []Alarm {
	var list []Alarm
	for _, r := range Rules {
		if text := r.raised(s); text != "" {
			list = append(list, Alarm{r.Name, r.Urgent, text, r.Do})
		}
	}
	return list
}

func (s *Snapshot) since(t time.Time) string {
	return fmt.Sprintf("%s起，已 %s", dashboards.ClockText(t)+" ", ago(s.At.Sub(t)))
}

// ago writes a length of time that may be short.
func ago(d time.Duration) string { return Short(max(d, time.Second)) }

// Short writes a length of time of seconds or more: 0.4 秒, 38 秒, 12 分, 3 小时 5 分.
func Short(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return dashboards.Decimal(d.Seconds()) + " 秒"
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f 秒", d.Seconds())
	}
	return analytics.DurationText(d)
}

func partDown(part string) func(*Snapshot) string {
	name := map[string]string{PartKafka: "Kafka", PartState: "状态库"}[part]
	return func(s *Snapshot) string {
		if t := s.Trouble(part); t != nil {
			return fmt.Sprintf("%s没有应答（%s）：%s", spaced(name), s.since(t.Since), t.Text)
		}
		return ""
	}
}

// spaced puts a space between a Latin word and what follows.
func spaced(name string) string {
	if name[len(name)-1] < 0x80 {
		return name + " "
	}
	return name
}

func clickhouseDown(s *Snapshot) string {
	for _, t := range s.Troubles {
		if t.Part == PartClickHouse || t.Kind == analytics.KindDown && storing(t.Part) {
			return fmt.Sprintf("ClickHouse 没有应答（%s）：%s", s.since(t.Since), t.Text)
		}
	}
	return ""
}

// storing reports whether the part is a topic whose rows wait for the store.
func storing(part string) bool {
	return part != PartKafka && part != PartClickHouse && part != PartState && part != "fetch" && part != "commit"
}

func refused(of func(analytics.Kind) bool) func(*Snapshot) string {
	return func(s *Snapshot) string {
		for _, t := range s.Troubles {
			if storing(t.Part) && of(t.Kind) {
				return fmt.Sprintf("%s 的记录没有写入（%s）：%s", t.Part, s.since(t.Since), t.Text)
			}
		}
		return ""
	}
}

func skipped(s *Snapshot) string {
	if s.Receiving == nil || s.Receiving.Skipped == 0 {
		return ""
	}
	return fmt.Sprintf("%s 条记录在入库之前被 Kafka 删除", dashboards.Number(s.Receiving.Skipped))
}

func noReader(s *Snapshot) string {
	if s.Trouble(PartKafka) != nil || s.Lag() == 0 || len(s.Members) > 0 || s.Traffic.Idle < 10*time.Second {
		return ""
	}
	return fmt.Sprintf("在途 %s 条，没有进程在接收", dashboards.Number(s.Lag()))
}

func stuck(s *Snapshot) string {
	if s.Trouble(PartKafka) != nil || len(s.Members) == 0 || s.Traffic.Idle < idleFor {
		return ""
	}
	return fmt.Sprintf("在途 %s 条，%s没有入库一条", dashboards.Number(s.Lag()), ago(s.Traffic.Idle))
}

func booksOff(s *Snapshot) string {
	if s.BooksAlarm != "" {
		return s.BooksAlarm
	}
	if !s.BooksKnown || s.Books.Balanced() {
		return ""
	}
	return "账不平，差 " + dashboards.Signed(s.Books.Difference()) + " 件"
}

func diskLow(s *Snapshot) string {
	for _, d := range s.Disks {
		if d.Total > 0 && (d.Free < keepFree || d.Free < d.Total/10) {
			return fmt.Sprintf("磁盘 %s 还剩 %s，共 %s", d.Name, Bytes(d.Free), Bytes(d.Total))
		}
	}
	return ""
}

func lagGrowing(s *Snapshot) string {
	if s.Traffic.Growing < growsFor {
		return ""
	}
	arrived, drained := s.Rates()
	return fmt.Sprintf("积压已增长 %s，现 %s 条：每秒到 %s 条，入库 %s 条", ago(s.Traffic.Growing), dashboards.Number(s.Lag()),
		dashboards.Decimal(arrived), dashboards.Decimal(drained))
}

func jobFailing(s *Snapshot) string {
	for _, j := range s.Jobs {
		if j.Failures > 0 && j.Last != nil {
			return fmt.Sprintf("作业%s连续失败 %d 次：%s", JobName(j.Name), j.Failures, j.Last.Error)
		}
	}
	return ""
}

func jobsBehind(s *Snapshot) string {
	for _, j := range s.Jobs {
		if !j.Oldest.IsZero() && s.At.Sub(j.Oldest) > waitsFor {
			return fmt.Sprintf("作业%s有 %d 个月等待重算，最早的等了 %s", JobName(j.Name), j.Pending, ago(s.At.Sub(j.Oldest)))
		}
	}
	return ""
}

func rejectsHigh(s *Snapshot) string {
	t := s.Traffic
	if t.Rejected == 0 || t.Stored < rejects || t.Rejected*20 <= t.Stored {
		return ""
	}
	return fmt.Sprintf("最近 %s退回 %s 条，占 %s%%", Short(t.Over), dashboards.Number(t.Rejected), dashboards.Percent(t.Rejected, t.Stored))
}

func listLate(s *Snapshot) string { return late(s.Fresh.List, listWithin, "明细", "可见") }

func figuresLate(s *Snapshot) string { return late(s.Fresh.Figures, pageWithin, "图表", "计入") }

func late(a Age, within time.Duration, what, seen string) string {
	if worst := max(a.Most, a.Now); a.Known && worst > within {
		return fmt.Sprintf("%s：最近 15 分钟最慢 %s才%s，应在 %s内", what, Short(worst), seen, Short(within))
	}
	return ""
}

// JobName is a job for people.
func JobName(name string) string {
	if text, known := map[string]string{"enrich": "分析", "alike": "找重复", "assemble": "汇总", "detect": "比较", "score": "计时问责", "discover": "找新话题"}[name]; known {
		return text
	}
	return " " + name + " "
}

// Bytes writes a size: 1.4 GB, 820 MB, 12 KB.
func Bytes(n uint64) string {
	switch {
	case n >= 1<<30:
		return dashboards.Decimal(float64(n)/(1<<30)) + " GB"
	case n >= 1<<20:
		return dashboards.Decimal(float64(n)/(1<<20)) + " MB"
	}
	return dashboards.Decimal(float64(n)/(1<<10)) + " KB"
}
