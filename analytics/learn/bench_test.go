package learn_test

import (
	"context"
	"testing"

	"huisheng/analytics/learn"
	"huisheng/analytics/text/jieba"
)

// BenchmarkClassify compares an answer with bare segmentation of the same text: jieba/op over classify/op is how many texts could be answered
// while one is segmented.
func BenchmarkClassify(b *testing.B) {
	segmenter, err := jieba.Open(jieba.Config{})
	if err != nil {
		b.Skip(err)
	}
	defer segmenter.Close()
	m, err := learn.Train(context.Background(), made(300, 1), learn.Options{Grams: learn.Grams{Words: 1, From: 2, To: 2, Lead: 20, Bits: 19}})
	if err != nil {
		b.Fatal(err)
	}
	const words = "昨天收到的快递包裹已经坏了，一直没有派送员联系我们，打电话给客服也没有回复，要求退款到账，还多扣了一笔账单，请尽快处理这个故障并说明为什么迟到了三天"
	prepared := learn.Prepare(segmenter, []string{words})[0]
	bare, free, err := jieba.Bare(jieba.Config{}, true)
	if err != nil {
		b.Fatal(err)
	}
	defer free()
	b.Run("jieba", func(b *testing.B) {
		for b.Loop() {
			bare(prepared.Normal)
		}
	})
	b.Run("classify", func(b *testing.B) {
		for b.Loop() {
			m.Classify(prepared.Text, 0)
		}
	})
}
