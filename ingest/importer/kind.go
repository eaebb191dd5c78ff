package importer

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/ingest"
)

// Kind is what the rows of a table are.
type Kind string

// The kinds. A table of complaints whose rows also tell times of their handling gives events as well.
const (
	Complaints Kind = "complaint"
	Events     Kind = "event"
	Exposures  Kind = "exposure"
)

// Kinds are all of them, in the order in which people are asked.
var Kinds = []Kind{Complaints, Events, Exposures}

// Label is the kind's name for people.
func (k Kind) Label() string {
	switch k {
	case Events:
		return "处理记录"
	case Exposures:
		return "基数"
	}
	return "投诉"
}

// ParseKind reads a kind by its name or its label; empty is empty, which means that the file is to be asked.
func ParseKind(s string) (Kind, error) {
	if s == "" {
		return "", nil
	}
	for _, k := range Kinds {
		if s == string(k) || s == k.Label() {
			return k, nil
		}
	}
	return "", analytics.Invalid("kind", "不认识的种类 %q，可用：complaint（投诉）、event（处理记录）、exposure（基数）", s)
}

// object is how a mapped row of this kind is counted, and topic where it goes.
func (k Kind) object() objectKind {
	switch k {
	case Events:
		return eventV1
	case Exposures:
		return exposureV1
	}
	return complaintV1
}

func (k Kind) topic() string {
	switch k {
	case Events:
		return ingest.TopicEvents
	case Exposures:
		return ingest.TopicExposures
	}
	return ingest.TopicComplaints
}

// FieldInfo is a field that a column can be given to.
type FieldInfo struct {
	Name  string // as Options.Map and --map take it
	Label string // for people
	Need  bool   // a table of this kind cannot do without
	Many  bool   // several columns may make it, joined
}

// Ignore stands for a field in Options.Map: its columns are not imported at all.
const Ignore = "ignore"

// Fields are those that the columns of a table of this kind can become, those that matter most first and Ignore last. A column that is given
// to none is kept: among the attributes of a complaint or an event, as a dimension of an exposure.
func Fields(kind Kind) []FieldInfo {
	all := fieldsOf(kind)
	out := make([]FieldInfo, 0, len(all)+1)
	for _, f := range all {
		out = append(out, FieldInfo{Name: fieldNames[f], Label: fieldLabels[f], Need: f.needed(kind), Many: f.many() || f == fieldValue})
	}
	return append(out, FieldInfo{Name: Ignore, Label: "不导入", Many: true})
}

// fieldsOf lists the fields of a kind, those that matter most first.
func fieldsOf(kind Kind) []field {
	switch kind {
	case Events:
		return []field{fieldID, fieldAt, fieldKind, fieldEventID, fieldBy, fieldDepartment, fieldFromDepartment, fieldToDepartment, fieldNote, fieldOutcome,
			fieldSatisfaction, fieldByChannel, fieldByAttitude, fieldByAbility, fieldBySpeed, fieldByOutcome, fieldAmount, fieldInto}
	case Exposures:
		return []field{fieldMonth, fieldValue, fieldUnit, fieldDimensions}
	}
	fields := []field{fieldTime, fieldText, fieldSubject, fieldID, fieldCategory, fieldChannel, fieldLine, fieldProduct, fieldModel, fieldBatch, fieldRegion, fieldProvince, fieldCity,
		fieldDistrict, fieldDepartment, fieldHandler, fieldGrade, fieldLevel, fieldDemand, fieldAmount, fieldCustomerID, fieldCustomerName, fieldCustomerPhone,
		fieldCustomerTier, fieldCustomerSegment, fieldSender, fieldVersion}
	for i := range analytics.EventKinds {
		fields = append(fields, fieldLife+field(i))
	}
	return append(fields, fieldLifeSatisfaction, fieldLifeOutcome, fieldLifeNote, fieldLifeBy)
}

// needed reports whether a table of the kind cannot do without the field. The words of a complaint can be a text, a subject or a category.
func (f field) needed(kind Kind) bool {
	switch kind {
	case Events:
		return f == fieldID || f == fieldAt
	case Exposures:
		return f == fieldMonth || f == fieldValue
	}
	return f == fieldTime
}

// many reports whether several columns can make the field together.
func (f field) many() bool {
	return f == fieldText || f == fieldCategory || f == fieldTime || f == fieldAt || f == fieldNote || f == fieldDimensions
}

// SignatureOf names a set of headers, whatever their order, spaces and width: the tables that one export makes month after month share it.
func SignatureOf(headers []string) string {
	normal := make([]string, len(headers))
	for i, h := range headers {
		normal[i] = normalHeader(h)
	}
	slices.Sort(normal)
	return signed(strings.Join(normal, "\n"))
}
