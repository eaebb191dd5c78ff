package learn

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// Sealed gives content the checksum that Read wants, so that fuzzing reaches what lies behind it.
func Sealed(content []byte) []byte {
	if len(content) < 4 {
		return content
	}
	body := content[:len(content)-4]
	return binary.LittleEndian.AppendUint32(append([]byte{}, body...), crc32.ChecksumIEEE(body))
}

// FirstFormat writes a model as programs before the second format did.
func FirstFormat(t *testing.T, m *Model) []byte {
	t.Helper()
	old := &Model{Header: m.Header, vocabulary: m.vocabulary, start: m.start, entries: m.entries, quantum: m.quantum, bias: m.bias}
	var out bytes.Buffer
	if err := old.Write(&out); err != nil {
		t.Fatal(err)
	}
	out.Bytes()[len(magic)] = firstFormat
	return Sealed(out.Bytes())
}

// Sparse is the same model without its table; it fails when there was none.
func Sparse(t *testing.T, m *Model) *Model {
	t.Helper()
	if m.table == nil {
		t.Fatal("the model has no table")
	}
	out := &Model{Header: m.Header, vocabulary: m.vocabulary, start: m.start, entries: m.entries, quantum: m.quantum, bias: m.bias}
	out.begin()
	out.table = nil
	return out
}

// Tabled reports whether a model of so many labels, of which a feature has a weight for so many, gets a table.
func Tabled(labels, weighted int) bool {
	const features = 100
	m := &Model{Header: Header{Labels: make([]string, labels)}, vocabulary: &vocabulary{idf: make([]float32, features)}, start: []uint32{0}}
	for range features {
		for k := range weighted {
			m.entries = append(m.entries, packed{uint16(k), 1})
		}
		m.start = append(m.start, uint32(len(m.entries)))
	}
	return newTable(m) != nil
}
