package web

import (
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/operations"
)

func cells(texts ...string) []dashboards.Cell {
	list := make([]dashboards.Cell, len(texts))
	for i, t := range texts {
		list[i].Text = t
	}
	return list
}

// topicNames are the topics for people.
var topicNames = map[string]string{"complaints.v1": "投诉", "events.v1": "处理记录", "exposures.v1": "基数", "rejected.v1": "退回"}

func topicName(topic string) string {
	if name, known := topicNames[topic]; known {
		return name
	}
	return topic
}

// stalled is after how long without progress a backlog is said not to shrink; a batch takes less.
const stalled = 10 * time.Second

func lagTable(o *operations.Snapshot) opsTable {
	t := opsTable{Title: "各分区的积压", Note: "速率为近 1 分钟", Empty: "没有读到 Kafka 的分区。",
		Columns: []string{"主题 · 分区", "共收到", "在途", "收到/秒", "入库/秒", "清空还要", "由谁接收"}}
	for _, p := range o.Partitions {
		left := "–"
		switch {
		case p.Lag() == 0:
		case p.Drained > p.Arrived:
			left = operations.Short(drain(p.Lag(), p.Drained-p.Arrived))
		case o.Traffic.Growing > 0 || o.Traffic.Idle > stalled:
			left = "不在减少"
		}
		reader := p.Reader
		if reader == "" {
			reader = "没有进程"
		}
		t.Rows = append(t.Rows, cells(fmt.Sprintf("%s %s · %d", topicName(p.Topic), p.Topic, p.Number), dashboards.Number(p.End), dashboards.Number(p.Lag()),
			rate(p.Arrived), rate(p.Drained), left, reader))
	}
	return t
}

func memberTable(o *operations.Snapshot) opsTable {
	t := opsTable{Title: "接收的进程", Note: "同一消费组分担分区", Empty: "没有进程在接收：启动 huisheng serve 或 huisheng consume。",
		Columns: []string{"主机-进程号", "连自", "分区数"}}
	for _, m := range o.Members {
		t.Rows = append(t.Rows, cells(m.Name, m.Host, dashboards.Number(m.Partitions)))
	}
	return t
}

func jobTable(o *operations.Snapshot) opsTable {
	t := opsTable{Title: "作业", Note: "现在没有进程在算", Empty: "还没有作业。", Columns: []string{"作业", "上一次", "用时", "结果", "排队"}}
	if o.Worker != "" {
		t.Note = "正在算：" + o.Worker
	}
	for _, j := range o.Jobs {
		last, took, outcome := "还没有运行过", "–", "–"
		if j.Last != nil {
			last = dashboards.TimeText(j.Last.FinishedAt)
			if j.Last.Window != "" {
				last += "（" + j.Last.Window + "）"
			}
			took = operations.Short(j.Last.FinishedAt.Sub(j.Last.StartedAt))
			outcome = outcomeOf(j)
		}
		if j.Running != nil {
			outcome = "运行中 " + j.Running.Window
		}
		t.Rows = append(t.Rows, cells(operations.JobName(j.Name)+" "+j.Name, last, took, outcome, queueOf(o, j)))
	}
	return t
}

func outcomeOf(j operations.Job) string {
	switch j.Last.Outcome {
	case analytics.RunFailed:
		return fmt.Sprintf("失败 %d 次：%s", j.Failures, j.Last.Error)
	case analytics.RunAborted:
		return "中断，会重来"
	}
	return "完成"
}

// queueOf tells what a job has still to do. The one that reads counts records, the others months.
func queueOf(o *operations.Snapshot, j operations.Job) string {
	switch {
	case j.Name == "enrich" && o.Unread > 0:
		return dashboards.Number(o.Unread) + " 条待分析"
	case j.Pending == 1:
		return j.Months[0].String()
	case j.Pending > 1:
		return fmt.Sprintf("%d 个月，最早 %s 起", j.Pending, dashboards.ClockText(j.Oldest))
	}
	return "没有"
}

func storageTable(o *operations.Snapshot) opsTable {
	t := opsTable{Title: "存储", Empty: "没有读到表的大小。", Columns: []string{"表", "行", "占磁盘", "片段"}}
	for _, d := range o.Disks {
		t.Note = fmt.Sprintf("磁盘 %s：可用 %s，共 %s", d.Name, operations.Bytes(d.Free), operations.Bytes(d.Total))
		break
	}
	for _, one := range o.Tables {
		t.Rows = append(t.Rows, cells(one.Name, dashboards.Number(one.Rows), operations.Bytes(one.Bytes), dashboards.Number(one.Parts)))
	}
	return t
}

func opsFacts(o *operations.Snapshot) [][2]string {
	facts := [][2]string{{"回声", o.Version}, {"ClickHouse", o.ClickHouse}, {"Kafka", o.Kafka},
		{"本进程", fmt.Sprintf("进程号 %d，%s 起，已 %s", o.PID, dashboards.TimeText(o.Started), operations.Short(o.At.Sub(o.Started)))}}
	if o.Memory > 0 {
		facts = append(facts, [2]string{"内存", operations.Bytes(o.Memory)})
	}
	if r := o.Receiving; r != nil {
		facts = append(facts, [2]string{"本进程接收", fmt.Sprintf("取到 %s，入库 %s，退回 %s，重试 %s 次，重读分区 %s 次，手上 %s 条", dashboards.Number(r.Fetched),
			dashboards.Number(r.Stored), dashboards.Number(r.Rejected), dashboards.Number(r.Retries), dashboards.Number(r.Rewinds), dashboards.Number(r.UnderWay))})
	}
	return facts
}
