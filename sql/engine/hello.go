package engine

import (
	"encoding/binary"
	"strings"
)

// helloQuery is what clickhouse-go asks first. It decodes the answer with its own protocol revision, and everything after it with
// the revision that the answer names.
const helloQuery = "SELECT displayName(), version(), revision(), timezone()"

// displayName is how the engine calls itself.
const displayName = "embedded"

// isHello recognises the driver's first question.
func isHello(statement string) bool { return strings.TrimSpace(statement) == helloQuery }

// The revisions of the native protocol from which a block carries its info, and each column a mark for custom serialisation.
const (
	revisionBlockInfo           = 51903
	revisionCustomSerialization = 54454
)

// hello answers the first question with one row in a Native block of the driver's revision. It names revision 0, because the engine's
// plain Native output is what a client of revision 0 reads.
func (e *Engine) hello(revision int) []byte {
	var b []byte
	if revision >= revisionBlockInfo {
		b = append(b, 1, 0)                   // field 1: not an overflow block
		b = append(b, 2)                      // field 2: bucket
		b = append(b, 0xff, 0xff, 0xff, 0xff) // −1: none
		b = append(b, 0)                      // no more fields
	}
	b = binary.AppendUvarint(b, 4) // columns
	b = binary.AppendUvarint(b, 1) // rows
	column := func(name, kind string, value []byte) {
		b = appendString(b, name)
		b = appendString(b, kind)
		if revision >= revisionCustomSerialization {
			b = append(b, 0)
		}
		b = append(b, value...)
	}
	column("displayName()", "String", appendString(nil, displayName))
	column("version()", "String", appendString(nil, e.version))
	column("revision()", "UInt32", []byte{0, 0, 0, 0})
	column("timezone()", "String", appendString(nil, e.zone))
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
