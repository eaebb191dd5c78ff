package similar

import (
	"sync"

	"huisheng/analytics/text"
)

// reminders are how people say that they told it before.
var reminders = []string{
	"再次投诉", "再次反映", "再次反馈", "再次来电", "再次致电", "再次催", "又来投诉", "又来反映", "又是我", "重复投诉", "重复反映", "重复一遍", "再说一次", "再说一遍", "再投诉一次", "再反映一次",
	"次投诉", "次反映", "次反馈", "次来电", "次致电", "次催", "遍投诉", "遍反映",
	"之前投诉", "之前反映", "之前反馈", "之前那", "之前的投诉", "之前的工单", "之前的单", "上次投诉", "上次反映", "上次反馈", "上次那", "上次客服", "上次说", "昨天投诉", "前天投诉", "前几天投诉", "前面投诉", "前面反映", "前面发的", "前面那",
	"已经投诉", "已投诉", "投诉过", "反映过", "反馈过", "报修过", "还要投诉几", "还要反映几", "还是老样子", "还是没解决", "还是没有解决", "依然没解决", "依然没有解决", "仍未解决", "仍然没有", "至今没有解决", "至今未解决", "问题依旧",
	"系统里应该有记录", "工单却关", "没有下文", "没下文", "催办", "催单", "跟进的投诉", "比上次",
}

// reminding finds them.
var reminding = sync.OnceValues(func() (*text.Automaton, error) { return text.NewAutomaton(reminders) })

// Reminds reports whether a text says that its matter was told before.
func Reminds(n *text.Normal) bool {
	a, err := reminding()
	return err == nil && len(a.Scan(n.Text, nil)) > 0
}
