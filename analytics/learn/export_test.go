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
