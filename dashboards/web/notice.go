package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// notices are what a page says after a form was sent: by a word in its address, so that no address can put other words on a page. %s is
// the number in the address.
var notices = map[string]string{
	"sealed":             "已封账。以后的变动只改变现行口径，列在下面。",
	"unsealed":           "已解封，记录保留在下面。",
	"undone":             "导入 #%s 已撤销。",
	"redone":             "导入 #%s 已恢复。",
	"uploaded":           "收到 %s 个文件，逐个打开核对后确认导入。",
	"resubmitted":        "已重新提交，Kafka 已收下，几秒后计入。",
	"again":              "重新提交了，但又被退回，原因见下。",
	"explained":          "已记下。这一处不再报警，一分钟内红条消失。",
	"reopened":           "已恢复为未处理。",
	"rejected_discarded": "已放弃 %s 条。",
	"retried":            "已重新提交，收下 %s 条；其余见各条的处理。",
	"retried_none":       "没有一条收下：要么又被退回，要么不能原样重试，见各条。",
	"corrected":          "已改好。这件投诉和列表现在就是新的分类，最近两个月的数字一分钟内更新。",
	"changed_words":      "已保存。最近两个月的投诉几秒内按新的词重读，更早的月份排队进行。",
	"change_undone":      "改词 #%s 已撤销，受影响的投诉正在按原来的词重读。",
	"agreed":             "已确认，这一件不再列出。",
	"agreed_same":        "已一起确认 %s 件。",
	"correction_undone":  "更正 #%s 已撤销。",
	"model_used":         "已启用模型 %s，各月从新到旧重读。",
	"model_unused":       "不再使用模型，各月从新到旧重读。",
	"decided":            "已记下。以后的预期按这个判断重算，通常不到一分钟。",
	"undecided":          "判断已撤销，记录保留。",
	"action_made":        "整改 #%s 已立项。完成后在这里填写生效日，即开始比较前后。",
	"action_edited":      "整改 #%s 已保存。",
	"action_changed":     "已记下。",
	"recipient_added":    "已添加收件人。发一条测试看看收不收得到。",
	"recipient_removed":  "已移除收件人，地址和密钥已删除。",
	"test_sent":          "测试已发出，请看对方收到没有。",
	"rule_saved":         "规则已保存，几秒后生效。",
	"rule_switched":      "规则已切换，几秒后生效。",
	"rule_removed":       "规则已删除。",
	"notice_retried":     "几秒后重发。",
	"notice_confirmed":   "已记下您的确认。",
	"discarded":          "已放弃，上传的文件已删除。",
}

// after answers a form that did its work: the browser is sent to the page that shows the outcome, with a notice, so that loading that page
// again sends nothing again. n is left out when it is negative.
func (s *site) after(w http.ResponseWriter, r *http.Request, address, notice string, n int64) {
	values := url.Values{"done": {notice}}
	if n >= 0 {
		values.Set("n", strconv.FormatInt(n, 10))
	}
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	http.Redirect(w, r, address+join+values.Encode(), http.StatusSeeOther)
}

// noticeOf is what the address of a page asks it to say, empty when nothing.
func noticeOf(r *http.Request) string {
	text, known := notices[r.URL.Query().Get("done")]
	if !known || !strings.Contains(text, "%s") {
		return text
	}
	n, err := strconv.ParseUint(r.URL.Query().Get("n"), 10, 63)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(text, strconv.FormatUint(n, 10))
}
