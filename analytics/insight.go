package analytics

import "time"

// Insight is what was read from one content of one complaint by one version of the model.
type Insight struct {
	Key
	Month       Month
	Content     uint64
	Model       string // version of code, dictionary and taxonomy together; another string means another reading
	Topic       string // code of the primary topic, empty for 未分类; all sums use it
	TopicFrom   string // how it was found: rule, category (来源分类, for a complaint without words or matched words), none
	Confidence  float32
	OtherTopics []string // codes of 另提及, which enter no sum
	Evidence    []Evidence
	Keywords    []string // at most 12, most telling first
	TextHash    uint64   // of the normalised words; equal for texts alike to the letter, 0 without words
	Characters  uint32   // runes of Words
	Wordless    bool     // 无原文
	EnrichedAt  time.Time
}

// Evidence is one stretch of Words that spoke for a topic.
type Evidence struct {
	Topic    string
	From, To uint32 // rune offsets into Words, To excluded
}
