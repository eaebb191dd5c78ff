package similar_test

import (
	"testing"

	"huisheng/analytics/similar"
	"huisheng/analytics/text"
)

// BenchmarkSign is the cost of one signature, beside normalising the same text.
func BenchmarkSign(b *testing.B) {
	normal := text.Normalise(leak + "，" + noise)
	var signer similar.Signer
	b.ReportAllocs()
	for b.Loop() {
		signer.Sign(&normal)
	}
}
