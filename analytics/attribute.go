package analytics

import "strings"

// AttributeAxis begins the name of an axis over what a source tells besides, Complaint.Attributes: "attributes.coverage". A Choice may name
// one as it may name Choosable axes; the empty value is "not told".
const AttributeAxis = "attributes."

// AttributeOf returns which attribute an axis is over; ok is false when it is over none.
func AttributeOf(axis string) (name string, ok bool) {
	name, ok = strings.CutPrefix(axis, AttributeAxis)
	return name, ok && name != ""
}

// AttributeTold is an attribute that sources told in some months.
type AttributeTold struct {
	Name     string
	N        uint64 // complaints that have it
	Values   uint64 // different ones
	Measured bool   // its values are amounts, as of likes, and no names of anything
}
