package accounting

import (
	"fmt"

	"huisheng/analytics"
)

// Name is what people call the verdict.
func (v Verdict) Name() string { return [...]string{"平", "在途", "不平"}[v] }

var topicNames = map[string]string{"complaints.v1": "投诉", "events.v1": "处理记录", "exposures.v1": "基数", "rejected.v1": "退回"}

// TopicName is what people call the records of a topic.
func TopicName(topic string) string {
	if name, known := topicNames[topic]; known {
		return name
	}
	return topic
}

// Between names the two counts that differ.
func (f Fault) Between() string {
	return [...]string{Lost: "位移与数据表", LedgerAhead: "账本与 Kafka", Unregistered: "数据表与账本", Foreign: "数据表与 Kafka"}[f.Kind]
}

// Text says what differs.
func (f Fault) Text() string {
	of := ""
	if f.Import != 0 {
		of = fmt.Sprintf("导入 %d 的", f.Import)
	}
	switch f.Kind {
	case Lost:
		return fmt.Sprintf("Kafka 收下、读过的%s %d 条没有进数据表（%s）", of, f.Records, place(f.Place))
	case LedgerAhead:
		return fmt.Sprintf("账本记着%s %d 条已由 Kafka 确认，Kafka 与数据表都只有 %d 条，少 %d 条", of, f.Sent, f.Tables, f.Records)
	case Unregistered:
		return fmt.Sprintf("数据表有%s %d 条，账本没有登记过", of, f.Records)
	}
	return fmt.Sprintf("数据表里有 %d 条的位置 Kafka 从没有给出过（%s）", f.Records, place(f.Place))
}

// Do says what to do about it.
func (f Fault) Do() string {
	again := "重新导入同一文件即可补齐，已有的只计重复"
	if f.Import != 0 {
		again = fmt.Sprintf("重新导入第 %d 次导入的文件即可补齐，已有的只计重复", f.Import)
	}
	switch f.Kind {
	case Lost:
		if f.Place.Kept {
			return fmt.Sprintf("Kafka 里还有这些记录：停下接收，把消费组 huisheng 在 %s 分区 %d 的位移调回 %d 再启动，重读的只计重复；或者%s",
				f.Place.Topic, f.Place.Partition, f.Place.First, again)
		}
		return "Kafka 已清理这些记录：" + again + "；由接口送来的请来源重发"
	case LedgerAhead:
		return "Kafka 的数据可能是从备份恢复的，或磁盘丢过写入：" + again + "；由接口送来的请来源重发"
	case Unregistered:
		return "有程序带着自己编的导入编号写 Kafka，或状态库是从旧备份恢复的：查清是谁写的；记录已按内容入库，不会重复计数"
	}
	return "Kafka 的数据目录可能被换过或从旧备份恢复：不要再向这个主题写入，先恢复 Kafka 的数据，或删除主题由 huisheng 重建（会成为新的一代）"
}

func place(m analytics.Missing) string {
	if m.Records() == 1 {
		return fmt.Sprintf("%s 分区 %d 位移 %d", m.Topic, m.Partition, m.First)
	}
	return fmt.Sprintf("%s 分区 %d 位移 %d–%d", m.Topic, m.Partition, m.First, m.Next-1)
}
