package idea_test

import (
	"strings"
	"sync"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/idea"
	"huisheng/analytics/text"
)

var reader = sync.OnceValues(idea.New)

func read(tb testing.TB, words string) idea.Result {
	tb.Helper()
	r, err := reader()
	if err != nil {
		tb.Fatal(err)
	}
	n := text.Normalise(words)
	return r.Read(&n, nil)
}

func TestDemandsOfSentences(t *testing.T) {
	for words, want := range map[string]string{
		"要求全额退款并赔偿损失":      "refund compensation",
		"不要赔偿只要道歉":         "apology",
		"希望商家给个说法":         "explanation",
		"4S店说需要更换电池":       "",
		"商家拒绝退款":           "",
		"已经退款了":            "",
		"诉求：1、更换新机。2、赔礼道歉": "exchange apology",
		"请尽快发货":            "delivery",
		"我要求换货，但是客服说只能维修":  "exchange",
		"望尽快核实，客户希望退货退款":   "refund explanation",
		"请严肃处理责任人，给我一个答复":  "punish reply",
		"帮我取消订单":           "cancel",
		"买了一台洗衣机，用了三天":     "",
	} {
		if got := strings.Join(read(t, words).Demands, " "); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}

func TestSuggestionsAreWholeClauses(t *testing.T) {
	for words, want := range map[string]string{
		"洗衣机漏水。建议安装完当面放水试十分钟，再签字。谢谢": "建议安装完当面放水试十分钟，再签字",
		"希望增加自助退款入口":                 "希望增加自助退款入口",
		"希望尽快退款":                     "",
		"客服建议我重启":                    "",
		"要是能在手机上看到进度就好了":             "要是能在手机上看到进度就好了",
		"为什么不能提前一天通知":                "为什么不能提前一天通知",
		"不建议购买":                      "",
		"能不能给我处理一下":                  "",
		"建议退款":                       "",
	} {
		var got []string
		runes := []rune(words)
		for _, e := range read(t, words).Evidence {
			if e.Topic == analytics.EvidenceIdea {
				got = append(got, string(runes[e.From:e.To]))
			}
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}
