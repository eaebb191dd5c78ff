package analytics

import (
	"fmt"
	"strings"
	"time"
)

// Seq orders the arrivals of one complaint over the whole history of a topic: epoch<<48 | offset. 0 is before every arrival of an
// epoch that counts, because epochs start at 1.
type Seq uint64

// SeqOf packs an epoch and an offset. Offsets stay below 2^48.
func SeqOf(epoch uint32, offset uint64) Seq { return Seq(uint64(epoch)<<48 | offset&(1<<48-1)) }

// Epoch is the epoch of the arrival.
func (s Seq) Epoch() uint32 { return uint32(s >> 48) }

// Offset is the offset of the arrival in its partition.
func (s Seq) Offset() uint64 { return uint64(s) & (1<<48 - 1) }

// Position is how far a reader came in one partition of one epoch of a topic.
type Position struct {
	Topic     string
	Epoch     uint32
	Partition uint16
	Next      uint64 // the first offset that was not yet read
}

// String writes topic/epoch/partition@next, for logs.
func (p Position) String() string {
	return fmt.Sprintf("%s/%d/%d@%d", p.Topic, p.Epoch, p.Partition, p.Next)
}

// ParsePosition reads what String writes.
func ParsePosition(text string) (Position, error) {
	var p Position
	topic, rest, found := strings.Cut(text, "/")
	if !found {
		return p, Invalid("position", "%q 不是位置：应为 主题/轮次/分区@位点", text)
	}
	if _, err := fmt.Sscanf(rest, "%d/%d@%d", &p.Epoch, &p.Partition, &p.Next); err != nil {
		return p, Invalid("position", "%q 不是位置：应为 主题/轮次/分区@位点", text)
	}
	p.Topic = topic
	return p, nil
}

// Wording is one arrival of a complaint reduced to what reading its words needs.
type Wording struct {
	Key
	Version    uint32
	Content    uint64
	Month      Month
	Seq        Seq
	ReceivedAt time.Time
	Subject    string
	Text       string
	Category   string
}

// Head names the telling that counts for a complaint: the largest version, and within it the content whose first arrival is the
// latest, among the arrivals of imports that stand.
type Head struct {
	Key
	Month   Month
	Version uint32
	Content uint64
	First   Seq // first arrival of this content in this version
	Seq     Seq // arrival that decided; the newest row of a complaint has the largest

	// An undo decides without a new arrival: Seq is then that of the complaint's last arrival, and Revision the undo's. Of rows with
	// the same Seq the larger Revision holds. Arrivals write 0.
	Revision uint64
	Gone     bool // no telling stands; Month is the last one that it counted in, and nothing else is told
}

// Counts reports whether two heads let the same telling count.
func (h Head) Counts(other Head) bool {
	return h.Gone == other.Gone && (h.Gone || h.Month == other.Month && h.Version == other.Version && h.Content == other.Content)
}

// Moved says whether a complaint counts in a month that one of its tellings names. Of several rows with the same month and key
// the one with the largest Seq holds, and of these the one with the largest Revision.
type Moved struct {
	Key
	Month    Month
	Gone     bool // it counts in another month now
	Seq      Seq
	Revision uint64
}

// Standing is what an undo finds for a complaint: the head that it should have, and the months that any telling names, of imports that
// were undone too.
type Standing struct {
	Head   // Seq is the last arrival of all; Month is 0 when it is Gone
	Months []Month
}
