package runtime

import (
	"context"
	"encoding/json"
	"strings"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/importer"
)

// form is a rejected record taken apart.
type form struct {
	fields []analytics.RefusedField
	wire   bool                // its fields are those of the wire; else columns of a table
	kind   importer.Kind       // what it was meant to become
	told   map[string][]string // of a table: field → columns
	filled map[string]bool     // columns that hold something in some line
}

// columns is the mapping of those columns that hold something: of the others the importer knows nothing.
func (f *form) columns() map[string][]string {
	told := map[string][]string{}
	for field, columns := range f.told {
		for _, column := range columns {
			if f.filled[column] {
				told[field] = append(told[field], column)
			}
		}
	}
	return told
}

// personal are the fields whose masked value must not be submitted again: customers would be linked by what is left of their numbers.
var personal = map[string]bool{"customer.id": true, "customer.name": true, "customer.phone": true}

var kinds = map[string]importer.Kind{ingest.TopicComplaints: importer.Complaints, ingest.TopicEvents: importer.Events, ingest.TopicExposures: importer.Exposures}

// formOf takes a record apart by the mapping that holds today for its columns, or the one it was imported with; nil when it cannot be.
func (x *Rejected) formOf(ctx context.Context, r *analytics.Refused) (*form, error) {
	if r.Sealed {
		return nil, nil
	}
	members, apart := ingest.ParsePayload(r.Payload)
	f := &form{kind: kinds[r.Topic], filled: map[string]bool{}}
	if !apart || f.kind == "" {
		return nil, nil
	}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	fields, err := x.mapping(ctx, r, names)
	if err != nil {
		return nil, err
	}
	f.wire = len(fields) == 0
	f.told = map[string][]string{}
	for _, m := range members {
		one := analytics.RefusedField{Name: m.Name, Value: m.Text, Field: fields[m.Name]}
		if f.wire {
			one.Field = m.Name
		}
		one.Personal = strings.Contains(m.Text, "*") && (personal[one.Field] || one.Field == "complaint_id" || one.Field == "event_id")
		f.fields = append(f.fields, one)
		to := one.Field
		if to == "" {
			to = "attributes"
		}
		f.told[to] = append(f.told[to], m.Name)
	}
	return f, nil
}

// mapping finds what the columns of a record become, column → field; none when its fields are those of the wire.
func (x *Rejected) mapping(ctx context.Context, r *analytics.Refused, names []string) (map[string]string, error) {
	fields := map[string]string{}
	saved, found, err := x.rt.State.MappingOfSignature(ctx, importer.SignatureOf(names))
	if err != nil {
		return nil, err
	}
	if found && kinds[r.Topic] == importer.Kind(saved.Kind) {
		for field, columns := range saved.Columns {
			for _, column := range columns {
				fields[column] = field
			}
		}
		return fields, nil
	}
	if r.Import == 0 {
		return nil, nil
	}
	in, err := x.rt.State.ImportOf(ctx, r.Import)
	switch {
	case analytics.KindOf(err) == analytics.KindMissing:
		return nil, nil
	case err != nil:
		return nil, err
	}
	var told map[string]string
	if in.Mapping == "" || json.Unmarshal([]byte(in.Mapping), &told) != nil {
		return nil, nil
	}
	for _, name := range names {
		if field := told[name]; field != "" {
			fields[name] = field
		}
	}
	return fields, nil
}

// line is the record as one JSON object with the edits of a person, and why it cannot be submitted, if so. What is empty is left out.
func (f *form) line(edits map[string]string) (line, why string) {
	var members []ingest.Member
	for _, one := range f.fields {
		value, edited := edits[one.Name]
		switch {
		case !edited:
			value = one.Value
		case value == one.Value:
			edited = false
		}
		if one.Personal && (!edited || strings.Contains(value, "*")) {
			if !personal[one.Field] {
				return "", "编号已打码，请在表单里填写原来的编号，或重新导入原文件"
			}
			value = ""
		}
		if value != "" {
			members = append(members, ingest.Member{Name: one.Name, Text: value})
			f.filled[one.Name] = true
		}
	}
	if f.wire {
		return ingest.Record(members), ""
	}
	return ingest.FormatPayload(members), ""
}
