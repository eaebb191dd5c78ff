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
	Why, Where  Label    // the primary labels of the axes 原因 and 环节
	Evidence    []Evidence
	Keywords    []string // at most 12, most telling first
	Sentiment   float32  // of the words, from −1 (bad) to 1 (good); 0 also when they show none
	Rating      uint8    // satisfaction 1–5 as the words show it, 0 when they do not; never mixed with what a customer answered
	Temper      string   // how to meet who wrote: withheld 消极, angry 发怒, talkative 发言, threatening 威胁; empty when the words show none. A hint, in no export
	Urgency     []string // reasons not to wait: safety, injury, media, regulator, lawyer, group
	Demands     []string // what the customer wants: refund, exchange, repair …
	Ideas       uint8    // suggestions in the words; Evidence tells where
	TextHash    uint64   // of the normalised words; equal for texts alike to the letter, 0 without words
	Characters  uint32   // runes of Words
	Wordless    bool     // 无原文
	EnrichedAt  time.Time

	// What the complaint is searched by. ReceivedAt is its time; without it the words are not written down to be searched.
	ReceivedAt time.Time
	Folded     string   // text.Fold of Words
	Tokens     []string // words of two runes or more but stop words, each as often as it stands there, in no particular order
}

// Label is the primary label of one axis of the taxonomy.
type Label struct {
	Code       string  // empty for 未分类
	From       string  // as TopicFrom
	Confidence float32 // share of such labels that are right
}

// What evidence speaks for beside labels of the taxonomy, whose codes have no colon.
const (
	EvidenceTone    = "tone:"    // and sentiment words: good, bad
	EvidenceTemper  = "temper:"  // and a value of Temper
	EvidenceUrgency = "urgency:" // and a value of Urgency
	EvidenceDemand  = "demand:"  // and a value of Demands
	EvidenceIdea    = "idea:"    // and nothing more: the whole clause of a suggestion
)

// Evidence is one stretch of Words that spoke for a topic, or for what one of the constants above names.
type Evidence struct {
	Topic    string
	From, To uint32 // rune offsets into Words, To excluded
}
