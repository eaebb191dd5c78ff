package analytics

import "time"

// Kinds of themes.
const (
	ThemeEmerging = "emerging" // 新话题
	ThemeIdea     = "idea"     // 建议卡
)

// What a theme does in a month.
const (
	ThemeBorn   = "born"   // 新生: its first month
	ThemeGrown  = "grown"  // 增长: more than chance makes of the month before
	ThemeSteady = "steady" // 持续
	ThemeMerged = "merged" // 合并: it went into the theme Into
	ThemeSplit  = "split"  // 分裂: its first month, and its complaints would have been those of Parent
	ThemeFaded  = "faded"  // 消退: far fewer than the month before, or none
)

// Theme is what many complaints of one month have in common and nobody had a name for: an emerging topic or a card of suggestions. It has
// one row for each month in which it lives. A merge is told in the month of the merge; earlier months stay as they were.
type Theme struct {
	ID        uint64 // the same in every month
	Kind      string
	Month     Month
	Name      string // words in a row of one of its complaints
	Life      string
	Into      uint64  // of a merged theme: the one that has its complaints from now on
	Parent    uint64  // of a split theme: the one that they were of
	Topic     string  // the commonest primary topic of its complaints, empty for 未分类
	N         uint32  // complaints of the month
	People    uint32  // customers among them; one who is not known counts as one, texts alike to the letter as one
	Before    uint32  // complaints of the month before
	Expected  float32 // of an emerging topic: what the past let expect
	Burst     float32 // how surprising N is against that, in standard deviations
	Severity  float32 // from 1: share of complaints that are urgent or bad in tone, added to 1
	Score     float32 // growth × severity × spread, by which a list is ordered
	Regions   uint32  // how many provinces, products and customers it reaches
	Products  uint32
	Sentiment float32  // mean of its complaints, from −1 to 1
	Urgent    uint32   // complaints with a reason not to wait
	Top       []string // at most three of its products, the commonest first
	Since     Month    // its first month
	First     Key      // its earliest complaint, of all months
	FirstAt   time.Time
	Words     []string // its signature: see theme.Signature
	Weights   []float32
	Prior     float32
	Run       uint64
	MadeAt    time.Time
}

// ThemeMember is one complaint of a theme in a month.
type ThemeMember struct {
	Theme uint64
	Kind  string
	Month Month
	Key
	At   time.Time
	Rank uint8 // 1 to 5: an example to show, 1 the most typical; 0: none
	// Of an example: a piece of its words, and in it what speaks for the theme, in runes.
	Text     string
	From, To []uint32
}

// ThemeReading is what a theme is found in: one complaint of a month.
type ThemeReading struct {
	Key
	At                                   time.Time
	Words                                string
	TextHash                             uint64
	Topic                                string
	Confidence                           float32
	Customer                             uint64
	Line, Product, Model, Province, City string
	Sentiment                            float32
	Urgent                               bool
	Ideas                                []Evidence // suggestions in Words
}

// PhraseCount is how many texts of a month hold a word or phrase. The empty phrase counts all texts.
type PhraseCount struct {
	Phrase string
	Texts  uint32
}
