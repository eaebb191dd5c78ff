package analytics

import (
	"slices"
	"strings"
	"time"
)

// MonthState is a month that has complaints, as facts hold it.
type MonthState struct {
	Month Month
	N     uint64
	Run   uint64 // the run that wrote the month
}

// MonthCount is the complaints of one month.
type MonthCount struct {
	Month Month
	N     uint64
}

// DayCount is the complaints of one day.
type DayCount struct {
	Day time.Time // midnight in Zone
	N   uint64
}

// ValueCount is the complaints of one value of an axis, in a selection and in the one that it is compared with.
type ValueCount struct {
	Value        string
	N            uint64 // 原始件
	Base         uint64
	Deduplicated uint64 // 去重件 of N; told by CountByAxis only
	Untemplated  uint64 // 去模板件 of N; told by CountByAxis only
}

// PairCount is the complaints of one pair of values of two axes.
type PairCount struct {
	A, B string
	N    uint64
}

// Figures are the counts behind the cards of a page.
type Figures struct {
	N             uint64
	Repeated      uint64 // 逐字重复
	Unclassified  uint64 // without a topic
	Wordless      uint64
	Handled       uint64 // complaints with at least one event
	Clocked       uint64 // with a clock that was met or has run out
	Judged        uint64 // by the policy; less than N while some wait for it
	OnTime        uint64
	Rated         uint64
	Satisfied     uint64
	Deduplicated  uint64 // 去重件: of tellings of one matter one counts
	Untemplated   uint64 // 去模板件: of texts with one wording one counts
	Contradicting uint64 // 记录有矛盾: steps that cannot have been in that order
}

// ExposureSum is the sum of one unit of exposure in a month.
type ExposureSum struct {
	Unit  string
	Value float64
}

// Tally is the count of a list and its books: N = classified + Unclassified + Pending.
type Tally struct {
	N            uint64
	Unclassified uint64 // analysed, without a topic
	Pending      uint64 // 待分析
	Duplicate    uint64 // that another telling counts for: N − Duplicate are 去重件
	Copied       uint64 // that another text counts for: N − Copied are 去模板件
}

// Cursor is the place in a list of complaints, newest first, after which the next page starts. The zero cursor is the beginning.
type Cursor struct {
	ReceivedAt time.Time
	Key        Key
}

// Listed is one line of a list of complaints, read from what arrived and so at most seconds old.
type Listed struct {
	Key
	ReceivedAt time.Time
	Product    Product
	Province   string
	Place      string // city and district
	Grade      string
	Category   string
	Head       string     // the first words
	Topic      string     // code, empty for 未分类
	Pending    bool       // 待分析: no insight yet
	Wordless   bool       // 无原文
	Urgency    []string   // reasons not to wait
	Evidence   []Evidence // those that lie in Head
	Stage      string     // kind of the newest event that moved it, empty when none arrived
	Duplicate  bool       // another telling counts for it in 去重件
	Copied     bool       // another text counts for it in 去模板件
}

// Told is one content of one version of a complaint, with when it was first told and how often.
type Told struct {
	Version   uint32
	Content   uint64
	ArrivedAt time.Time // first arrival of this content
	Arrivals  uint64
	Winner    bool     // this is the one that counts
	Withdrawn []uint32 // the imports with which all of its arrivals were undone; empty while it stands
}

// Dossier is everything that is known about one complaint.
type Dossier struct {
	Complaint Complaint
	Insight   *Insight // nil while 待分析
	Events    []Event  // one for each, in order of time, and of those at the same time in order of arrival
	Told      []Told   // those that were withdrawn first, then by version, then by first arrival
}

// Withdrawn are the imports with which every telling of the complaint was undone; empty while one stands.
func (d Dossier) Withdrawn() []uint32 {
	var all []uint32
	for _, t := range d.Told {
		if len(t.Withdrawn) == 0 {
			return nil
		}
		all = append(all, t.Withdrawn...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Doubt is a group of complaints that are alike and not surely labelled, shown by one of them.
type Doubt struct {
	Listed             // the example, the least sure of its newest month
	Other      string  // its second label, empty when there is none
	Word       string  // the most telling word, which all of the group share
	N          uint64  // complaints of the group in Months
	Confidence float64 // mean of the group, 0 for 未分类
	Worth      float64 // uncertainty × alike × recency
	Month      Month   // of the example
	Months     []Month // that were looked at, newest first
}

// Share is a part and the whole that it is of.
type Share struct{ N, Of uint64 }

// ReadBy is how many complaints of a month a model read.
type ReadBy struct {
	Month Month
	Model string // as Insight.Model
	N     uint64
}

// Base is the model without what people changed of the taxonomy's words.
func (r ReadBy) Base() string {
	base, _, _ := strings.Cut(r.Model, "+")
	return base
}
