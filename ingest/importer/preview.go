package importer

import "huisheng/analytics"

// PreviewRow is what one row would become: records, masked, or refusals, or both.
type PreviewRow struct {
	Line      uint32 // in the file or sheet, from 1
	Complaint *analytics.Complaint
	Events    []analytics.Event
	Exposures []analytics.Exposure
	Refusals  []Refusal
}

// Rows maps and masks up to n of the first rows, for showing. It consumes nothing. A record without an id shows none, as its id
// depends on all rows before it.
func (f *File) Rows(n int, mask Masker, codec Codec) []PreviewRow {
	out := make([]PreviewRow, 0, min(n, len(f.head)))
	c := &converter{reader: &f.reader, file: f.Name, mask: mask, codec: codec}
	for _, in := range f.head[:min(n, len(f.head))] {
		p := PreviewRow{Line: in.line}
		c.show = &p
		in.id = shownID
		for _, one := range c.convert(in) {
			if one.refusal != nil {
				p.Refusals = append(p.Refusals, *one.refusal)
			}
		}
		out = append(out, p)
	}
	return out
}

// shownID stands for the hash of a row without an id.
const shownID = "-"

// Sampled is how many rows were read to decide on the mapping: as many can be previewed.
func (f *File) Sampled() int { return len(f.head) }

// Refused tells which of the first records, of how many, an import would refuse. It consumes nothing.
func (f *File) Refused(mask Masker, codec Codec) (refused []Refusal, of int) {
	for _, row := range f.Rows(len(f.head), mask, codec) {
		refused = append(refused, row.Refusals...)
	}
	return refused, len(f.head)
}
