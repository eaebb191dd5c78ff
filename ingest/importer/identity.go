package importer

import (
	"strconv"

	"huisheng/analytics"
)

// maxNameless bounds the rows without an id of their own in one table: each costs about 20 bytes while the table is read.
const maxNameless = 20_000_000

// identity hashes a row that has no id: its cells by field, so that the order of columns does not matter, and then by the names of
// attributes. The number of a row says where it stood in one export, not what it is, and how it was handled may be told only later.
func (r *reader) identity(codec Codec, in row) uint64 {
	if r.kind == Events {
		return r.identityOfEvent(codec, in)
	}
	cells := make([]string, 0, 2*len(r.order)+len(in.extra))
	for _, i := range r.order {
		value := clean(in.cells[i])
		if value == "" || r.field[i].ofLife() || r.how[i] == Left || r.field[i] == noField && rowNumbers[normalHeader(r.names[i])] {
			continue
		}
		name := "attributes." + r.names[i]
		if f := r.field[i]; f != noField {
			name = fieldNames[f]
		}
		cells = append(cells, name, value)
	}
	extra := make(map[string]string, len(in.extra)/2)
	for i := 0; i+1 < len(in.extra); i += 2 {
		extra[in.extra[i]] = in.extra[i+1]
	}
	for _, name := range sortedKeys(extra) {
		cells = append(cells, name, extra[name])
	}
	return codec.ContentOfRow(r.source, cells...)
}

// identityOfEvent: the same step of the same complaint at the same time is one event, whatever else is said of it. So a note that is
// corrected replaces the one before.
func (r *reader) identityOfEvent(codec Codec, in row) uint64 {
	at := r.cell(in.cells, fieldAt)
	if t, ok := r.parseTime(at, r.zone); ok {
		at = strconv.FormatInt(t.UnixMilli(), 10)
	}
	kind, ok := r.stepOf(in)
	if !ok {
		kind = r.cell(in.cells, fieldKind)
	}
	return codec.ContentOfRow(r.source, "event", r.cell(in.cells, fieldID), kind, at)
}

// nameless reports whether a row needs an id made of what it says.
func (r *reader) nameless() bool {
	switch r.kind {
	case Events:
		return !r.has(fieldEventID)
	case Exposures:
		return false
	}
	return !r.has(fieldID)
}

// namer gives ids to rows without one: a hash of what the row says, and how often it was said before.
type namer struct{ seen map[uint64]uint32 }

func (n *namer) name(sum uint64) (string, *analytics.Error) {
	if len(n.seen) >= maxNameless {
		return "", analytics.Invalid("complaint_id", "没有编号列的文件最多 %d 万行：请加上编号列，或拆成几个文件", maxNameless/10_000)
	}
	n.seen[sum]++
	id := "h" + strconv.FormatUint(sum, 16)
	if times := n.seen[sum]; times > 1 {
		id += "-" + strconv.FormatUint(uint64(times), 10)
	}
	return id, nil
}
