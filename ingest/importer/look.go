package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"huisheng/analytics"
)

// Kind is what the rows are, as told or as found. Objects of the wire tell it themselves, each its own.
func (f *File) Kind() Kind { return f.reader.kind }

// Wire reports whether the table holds records as complaint.v1 and the like only, which need no mapping.
func (f *File) Wire() bool { return len(f.reader.names) == 0 }

// Source is the source that records get which tell none.
func (f *File) Source() string { return f.reader.source }

// Headers are the names of the columns. Empty and repeated ones got a name of their own.
func (f *File) Headers() []string { return slices.Clone(f.reader.names) }

// Signature names the set of headers; see SignatureOf. Empty when there are none.
func (f *File) Signature() string {
	if f.Wire() {
		return ""
	}
	return SignatureOf(f.reader.names)
}

// Problem is what keeps the table from being imported, nil when nothing does. Only Options.Incomplete opens a table that has one.
func (f *File) Problem() *analytics.Error { return f.problem }

// Columns shows what becomes of each column, with up to three masked examples. A file of complaint.v1 and the like has none.
func (f *File) Columns(mask Masker) []Column {
	sample := f.cells()
	columns := make([]Column, len(f.reader.names))
	for i, name := range f.reader.names {
		field, label := f.reader.becomes(i)
		c := Column{Name: name, Field: field, Label: label, How: f.reader.how[i], Why: f.reader.why[i]}
		for _, v := range column(sample, i) {
			v = strings.ReplaceAll(clip(maskCell(mask, f.reader.field[i], name, v)), "\n", " ")
			if len(c.Examples) < 3 && !slices.Contains(c.Examples, v) {
				c.Examples = append(c.Examples, v)
			}
		}
		columns[i] = c
	}
	return columns
}

// becomes names the field of a column, for the machine and for people.
func (m *mapping) becomes(i int) (name, label string) {
	if f := m.field[i]; f != noField {
		return fieldNames[f], fieldLabels[f]
	}
	if m.how[i] == Left {
		return "", "不导入"
	}
	if m.kind == Exposures {
		return "dimensions." + dimensionName(m.names[i]), "维度"
	}
	return "attributes." + m.names[i], "其他列"
}

// Told is the mapping as Options.Map and a Profile take it: what a person who agrees with it saves.
func (f *File) Told() map[string][]string {
	told := map[string][]string{}
	for field, columns := range f.reader.by {
		for _, i := range columns {
			told[fieldNames[field]] = append(told[fieldNames[field]], f.reader.names[i])
		}
	}
	for i, how := range f.reader.how {
		if how == Left {
			told[Ignore] = append(told[Ignore], f.reader.names[i])
		}
	}
	return told
}

// mappingJSON is the mapping for the ledger.
func (f *File) mappingJSON() string {
	m := make(map[string]string, len(f.reader.names))
	for i, name := range f.reader.names {
		if to := f.reader.field[i]; to != noField {
			m[name] = fieldNames[to]
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		return "{}"
	}
	return string(b)
}

func signed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}
