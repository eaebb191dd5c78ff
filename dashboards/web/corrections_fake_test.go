package web

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

// fakeCorrections keeps what people said in memory.
type fakeCorrections struct {
	said     []analytics.Correction
	changes  []analytics.TaxonomyChange
	foresaw  []analytics.TaxonomyChange
	foresees Foresight
	doubts   []analytics.Doubt
	err      error
}

var fakeLabels = []Label{{analytics.AxisWhat, "noise", "异响", "家电 / 故障 / 异响"}, {analytics.AxisWhat, "cold", "不制冷", "家电 / 故障 / 不制冷"},
	{analytics.AxisWhat, "car.noise", "异响", "汽车 / 发动机 / 异响"}, {analytics.AxisWhy, "why.part", "零件缺陷", "家电 / 零件缺陷"}}

func (f *fakeCorrections) Labels(context.Context) ([]Label, error) { return fakeLabels, nil }

func (f *fakeCorrections) CorrectionsOf(_ context.Context, k analytics.Key) ([]analytics.Correction, error) {
	return slices.DeleteFunc(slices.Clone(f.said), func(c analytics.Correction) bool { return c.Key != k }), nil
}

func (f *fakeCorrections) Correct(_ context.Context, list []analytics.Correction) error {
	if f.err != nil {
		return f.err
	}
	for _, c := range list {
		if c.By == "" {
			return analytics.Invalid("by", "请写上您的姓名")
		}
		c.Number, c.At = uint64(len(f.said)+1), fixedNow.Add(time.Duration(len(f.said))*time.Minute)
		f.said = append(f.said, c)
	}
	return nil
}

func (f *fakeCorrections) UndoCorrection(_ context.Context, number uint64, by string) error {
	if number == 0 || number > uint64(len(f.said)) {
		return &analytics.Error{Kind: analytics.KindMissing, Text: "没有这次更正"}
	}
	f.said[number-1].UndoneAt, f.said[number-1].UndoneBy = fixedNow.Add(time.Hour), by
	return f.err
}

func (f *fakeCorrections) Suggest(_ context.Context, keywords []string, code string) ([]Suggestion, error) {
	return []Suggestion{{"压缩机", 12, 40}, {"嗡嗡", 3, 4}}, nil
}

func (f *fakeCorrections) Foresee(_ context.Context, c analytics.TaxonomyChange, k analytics.Key, content uint64) (Foresight, error) {
	f.foresaw = append(f.foresaw, c)
	if c.Words[0] == "" {
		return Foresight{}, analytics.Invalid("word", "请写一个词")
	}
	return f.foresees, f.err
}

func (f *fakeCorrections) Change(_ context.Context, c analytics.TaxonomyChange) (analytics.TaxonomyChange, error) {
	c.Number, c.At = uint64(len(f.changes)+1), fixedNow.Add(time.Duration(len(f.changes))*time.Minute)
	f.changes = append(f.changes, c)
	return c, f.err
}

func (f *fakeCorrections) UndoChange(_ context.Context, number uint64, by string) error {
	f.changes[number-1].UndoneAt, f.changes[number-1].UndoneBy = fixedNow.Add(time.Hour), by
	return f.err
}

func (f *fakeCorrections) Doubts(_ context.Context, axis string, _ int) ([]analytics.Doubt, error) {
	return f.doubts, f.err
}

func (f *fakeCorrections) Made(_ context.Context, below uint64, limit int) ([]analytics.Correction, []analytics.TaxonomyChange, error) {
	said, changes := slices.Clone(f.said), slices.Clone(f.changes)
	slices.Reverse(said)
	slices.Reverse(changes)
	said = slices.DeleteFunc(said, func(c analytics.Correction) bool { return below > 0 && c.Number >= below })
	return said[:min(len(said), limit)], changes, nil
}
