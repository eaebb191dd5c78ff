package learn_test

import (
	"strings"
	"testing"

	"huisheng/analytics/learn"
)

// tailed are examples of two or three labels: half of the large one's speak of 车门, and so do all of the small one's, which are fewer.
func tailed(others int) (out []learn.Example) {
	add := func(n int, label, about string) {
		for i := range n {
			words := []string{noise[i%len(noise)], about, noise[(i/len(noise)+1)%len(noise)]}
			out = append(out, learn.Example{Text: learn.Text{Normal: strings.Join(words, " ")}, Label: label})
		}
	}
	add(300, "车身", "车门")
	add(300, "车身", "生锈")
	add(200, "气囊", "车门")
	add(others, "发动机", "漏油")
	return out
}

// A small label is the answer where it is nearly as likely as a large one, and the confidence is still the share of such answers that are
// right. Of two labels the likelier is the answer.
func TestASmallLabelIsAnsweredWhereItIsNearlyAsLikely(t *testing.T) {
	for _, c := range []struct {
		others int
		label  string
		right  float32
	}{{700, "气囊", 0.4}, {0, "车身", 0.6}} {
		m := trained(t, tailed(c.others), small)
		got := m.Classify(learn.Text{Normal: "车门 昨天 电话"}, 0)
		if got.Label != c.label || got.Confidence < c.right-0.1 || got.Confidence > c.right+0.1 {
			t.Errorf("with %d others: %s %.2f, want %s %.1f", c.others, got.Label, got.Confidence, c.label, c.right)
		}
	}
}
