package analytics

// Books is the equation that always holds: Received = Stored + Updated + Repeated + Rejected + Withdrawn + InFlight.
// All in records. Stored, Updated and Repeated are counted among the records of imports that stand.
type Books struct {
	Received  int64 // 收到: what Kafka took, and what was refused at the door
	Stored    int64 // 入库: complaints
	Updated   int64 // 更新: further contents of a complaint that is there already
	Repeated  int64 // 重复: contents already seen
	Rejected  int64 // 退回
	Withdrawn int64 // 撤销: records of imports that were undone
	InFlight  int64 // 在途: in Kafka, not yet stored
}

// Difference is what the books are off by; 0 when they balance.
func (b Books) Difference() int64 {
	return b.Received - b.Stored - b.Updated - b.Repeated - b.Rejected - b.Withdrawn - b.InFlight
}

// Balanced reports whether the equation holds.
func (b Books) Balanced() bool { return b.Difference() == 0 }

// Plus adds up the books of two.
func (b Books) Plus(o Books) Books {
	return Books{Received: b.Received + o.Received, Stored: b.Stored + o.Stored, Updated: b.Updated + o.Updated, Repeated: b.Repeated + o.Repeated,
		Rejected: b.Rejected + o.Rejected, Withdrawn: b.Withdrawn + o.Withdrawn, InFlight: b.InFlight + o.InFlight}
}
