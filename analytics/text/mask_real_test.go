package text_test

import (
	"testing"
)

// BenchmarkMaskReal masks real messages to local government, 400 characters on average.
func BenchmarkMaskReal(b *testing.B) {
	var texts []string
	bytes := 0
	for _, row := range table(b, "gov/gov_messages.csv") {
		texts = append(texts, row["text"])
		bytes += len(row["text"])
	}
	b.SetBytes(int64(bytes / len(texts)))
	i := 0
	for b.Loop() {
		masker.Mask(texts[i%len(texts)])
		i++
	}
}
