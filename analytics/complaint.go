package analytics

import "time"

// Key names a complaint: the source that sent it and the source's own number.
type Key struct {
	Source string
	ID     string
}

// Complaint is one version of one complaint as its source told it. Personal data in it is already masked.
type Complaint struct {
	Source     string // the sending system, at most 64 bytes
	ID         string // the source's own number, at most 64 characters
	Version    uint32 // larger wins; 0 when the source has none
	ReceivedAt time.Time
	SenderKind string // customer, employee, supplier, regulator, other
	Channel    string
	Subject    string
	Text       string
	Customer   Customer
	Product    Product
	Region     Region
	Department string
	Handler    string
	Grade      string // A, B, C, D in the shipped policy pack; any text of the source's
	Level      string
	Category   string // the source's own, a path with "/" between its levels
	Demand     string
	AmountFen  *int64 // money in dispute, in fen; nil when unknown
	Attributes map[string]string
}

// Words is the text that is analysed: subject and text, one line break between them when both are there.
// Evidence positions count runes of this string.
func (c *Complaint) Words() string { return JoinWords(c.Subject, c.Text) }

// JoinWords joins a subject and a text the way Words does. A subject that the text repeats at its beginning is left out.
func JoinWords(subject, text string) string {
	switch {
	case subject == "":
		return text
	case text == "":
		return subject
	case len(text) >= len(subject) && text[:len(subject)] == subject:
		return text
	}
	return subject + "\n" + text
}

// Customer is who complained. ID, Name and Phone are masked; Key links repeats.
type Customer struct {
	Key     uint64 // keyed hash (HMAC) of id or phone, 0 when unknown; the same customer has the same key in one installation
	ID      string
	Name    string
	Phone   string
	Tier    string
	Segment string
}

// Product is what the complaint is about, from wide to narrow.
type Product struct {
	Line  string
	Name  string
	Model string
	Batch string
}

// Region is where, from wide to narrow. Province holds a short name without its suffix (广东, 北京, 内蒙古).
type Region struct {
	Province string
	City     string
	District string
}

// Event is one step in the life of a complaint.
type Event struct {
	Source         string
	ID             string
	ComplaintID    string
	Kind           string // one of EventKinds
	At             time.Time
	By             string
	Department     string
	FromDepartment string
	ToDepartment   string
	Into           string // the complaint that this one was merged into
	Note           string
	Outcome        string // answered, refused, unreached; of a return visit
	Satisfaction   uint8  // 1–5, 0 when not told
	SatisfactionBy SatisfactionBy
	AmountFen      *int64
	Attributes     map[string]string // what the source told besides
}

// SatisfactionBy holds the five dimensions of a return visit, each 1–5, 0 when not told.
type SatisfactionBy struct {
	Channel, Attitude, Ability, Speed, Outcome uint8
}

// EventKinds are the steps that a complaint can go through.
var EventKinds = []string{"accepted", "assigned", "handed_over", "replied", "first_response", "progressed", "paused", "resumed",
	"escalated", "resolved", "closed", "reopened", "compensated", "followed_up", "corrected", "withdrawn", "merged", "invalidated"}

// Ending reports whether an event of this kind takes the complaint out of every sum (撤诉, 并单, 无效).
func Ending(kind string) bool {
	return kind == "withdrawn" || kind == "merged" || kind == "invalidated"
}

// Exposure is a denominator of complaint rates: how many orders, users or policies there were in a month.
type Exposure struct {
	Source     string
	Month      Month
	Unit       string
	Dimensions map[string]string
	Value      float64
}

// Rejected is a record that could not be taken, kept with the reason.
type Rejected struct {
	Topic   string // where it was meant to go: complaints.v1, events.v1, exposures.v1
	Source  string
	ID      string // the record's own id where it could be read
	Reason  string // a sentence for a person
	Field   string
	File    string
	Line    uint32 // 1-based line of File, 0 when it did not come from a file
	Payload string // what arrived: masked, or base64 of the sealed bytes when Sealed
	Sealed  bool   // Payload is AES-GCM sealed because it could not be decoded and so not be masked
}

// Origin says where in Kafka a record was read. (Epoch, Partition, Offset) is unique for a topic over its whole history: Epoch
// counts how often the topic was made anew. Order within one complaint follows (Epoch, Offset), as a key stays in its partition.
type Origin struct {
	Epoch     uint32
	Partition uint16
	Offset    uint64
	ArrivedAt time.Time // Kafka's time of the message
	Import    uint32    // number of the import it came with, 0 when none
}

// Arrival is a record together with where it was read and the hash of its content.
type Arrival[T any] struct {
	Record  T
	Content uint64 // hash of the mapped record without its origin; equal content is the same telling of the same thing
	Origin  Origin
}
