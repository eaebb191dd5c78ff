package analytics

import "time"

// Telling is a complaint as it is compared with others, and the groups that it is in.
type Telling struct {
	Key
	Month      Month
	Content    uint64
	Version    uint16 // of the signature
	Name       uint64 // hash of the key; a group bears that of its founder
	ReceivedAt time.Time
	Customer   uint64 // 0 unknown
	Product    uint64 // hashes, 0 unknown
	Place      uint64
	Topic      uint64
	TextHash   uint64
	Shingles   []uint32
	Matter     uint64 // the group of tellings of one matter
	Relation   uint8  // how it joined: 0 founded it, 1 exact, 2 near, 3 again in other words
	Like       uint64 // Name of the telling that it joined, 0 for a founder
	Similarity float32
	Wording    uint64 // the group of texts with one wording
	Event      uint64 // the group of complaints about one event
}

// Untold is a complaint that counts and was not compared yet.
type Untold struct {
	Key
	Month      Month
	Content    uint64
	ReceivedAt time.Time
	Subject    string
	Text       string
	Customer   uint64
	Product    string // line, name and model
	Place      string // province, city and district
	Topic      string // code, empty for 未分类
}

// Member is a complaint in a group.
type Member struct {
	Key
	Month      Month
	ReceivedAt time.Time
	Name       uint64
	Customer   uint64
	Matter     uint64
	Group      uint64
	Mark       Mark // what is said of it until now
}

// Members are the members of groups by the kind of these. A complaint is in each kind for which it was asked.
type Members struct {
	Matters, Wordings, Events []Member
}

// Mark is what facts say of a complaint in groups; the zero value is that of one in none.
type Mark struct {
	Matter    uint64 // group of tellings of one matter, 0 when it was told once
	Mass      uint64 // event of many customers
	Template  uint64 // wording of many customers
	Repeated  bool   // its customer told the matter before
	Duplicate bool   // another telling counts for it in 去重件
	Copied    bool   // another text counts for it in 去模板件
}

// Marked is a complaint with its mark.
type Marked struct {
	Key
	Month Month
	Mark  Mark
}

// Alike is a group as pages show it, of the complaints of a selection.
type Alike struct {
	Group
	N           uint64 // complaints in the selection
	Total       uint64 // of all months
	People      uint64 // customers in the selection that are known
	First, Last time.Time
	Topic       string // code, of the first complaint
	Sample      Listed // the first complaint of the selection
}

// SameAs is what is known of one complaint among others.
type SameAs struct {
	Matter, Mass, Template Alike // without a Sample; N is 0 where the complaint is in no such group
	Relation               uint8 // how it joined its matter: 0 founded it, 1 exact, 2 near, 3 again
	Similarity             float32
	Like                   Key // the telling that it joined
	LikeAt                 time.Time
}
