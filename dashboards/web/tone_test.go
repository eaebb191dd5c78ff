package web

import (
	"strings"
	"testing"

	"huisheng/analytics"
)

func TestMarksShowWhatEachStretchSpokeFor(t *testing.T) {
	words := "漏电了，要求退款，建议加个提示"
	evidence := []analytics.Evidence{{Topic: "fault.hazard", From: 0, To: 2}, {Topic: "urgency:safety", From: 0, To: 3}, {Topic: "demand:refund", From: 6, To: 8},
		{Topic: "idea:", From: 9, To: 15}, {Topic: "tone:bad", From: 9, To: 11}}
	text := func(parts []textPart) string {
		var b strings.Builder
		for _, p := range parts {
			switch {
			case p.Marked:
				b.WriteString("[" + p.Text + "]")
			case p.Said != "":
				b.WriteString("<" + p.Said + " " + p.Text + ">")
			default:
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	if got, want := text(markSaid(words, evidence, "")), "[漏电]<urgent 了>，要求<want 退款>，<bad 建议><idea 加个提示>"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := text(markText(words, evidence, "退款")), "[漏电]了，要求[退款]，建议加个提示"; got != want {
		t.Errorf("a list shows the topic and the search only: %s, want %s", got, want)
	}
}

func TestTheHintStandsInTheComplaintOnly(t *testing.T) {
	in := &analytics.Insight{Temper: "threatening", Urgency: []string{"lawyer"}, Demands: []string{"refund"}, Sentiment: -0.5, Rating: 2,
		Evidence: []analytics.Evidence{{Topic: "idea:", From: 0, To: 2}, {Topic: "idea:", From: 1, To: 99}}}
	v := toneOf(in, "建议")
	if v == nil || v.Temper != "威胁" || v.Hint == "" || v.Mood != "负面" || v.Score != "−0.50" || strings.Join(v.Ideas, "") != "建议" || v.Demands[0] != "退款" {
		t.Fatalf("%+v", v)
	}
	if toneOf(&analytics.Insight{}, "") != nil || toneOf(nil, "") != nil {
		t.Error("a complaint whose words show nothing has such a part")
	}
}
