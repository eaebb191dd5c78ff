package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// ThemeReadings calls yield for each complaint of a month that counts and has words, by time, source and number.
func (w *Warehouse) ThemeReadings(ctx context.Context, month analytics.Month, yield func(analytics.ThemeReading) error) error {
	return w.Each(w.setting(ctx, gathering), "themes_readings", P{"month": month}, func(rows driver.Rows) error {
		var r analytics.ThemeReading
		var urgent uint8
		var from, to []uint32
		err := rows.Scan(&r.Source, &r.ID, &r.At, &r.Words, &r.TextHash, &r.Topic, &r.Confidence, &r.Customer, &r.Line, &r.Product, &r.Model, &r.Province,
			&r.City, &r.Sentiment, &urgent, &from, &to)
		if err != nil {
			return err
		}
		r.Urgent = urgent == 1
		for i := range from {
			r.Ideas = append(r.Ideas, analytics.Evidence{Topic: analytics.EvidenceIdea, From: from[i], To: to[i]})
		}
		return yield(r)
	})
}

// Themes returns the themes of the months from one to another, by month, kind, falling score and id.
func (w *Warehouse) Themes(ctx context.Context, from, to analytics.Month) ([]analytics.Theme, error) {
	var list []analytics.Theme
	err := w.Each(ctx, "themes_of_months", P{"from": from, "to": to}, func(rows driver.Rows) error {
		var t analytics.Theme
		err := rows.Scan(&t.ID, &t.Kind, (*uint32)(&t.Month), &t.Name, &t.Life, &t.Into, &t.Parent, &t.Topic, &t.N, &t.People, &t.Before, &t.Expected, &t.Burst,
			&t.Severity, &t.Score, &t.Regions, &t.Products, &t.Sentiment, &t.Urgent, &t.Top, (*uint32)(&t.Since), &t.First.Source, &t.First.ID, &t.FirstAt,
			&t.Words, &t.Weights, &t.Prior, &t.Run, &t.MadeAt)
		list = append(list, t)
		return err
	})
	return list, err
}

// ThemeMembers returns which complaint is of which theme in a month.
func (w *Warehouse) ThemeMembers(ctx context.Context, month analytics.Month) ([]analytics.ThemeMember, error) {
	return w.themeMembers(ctx, "themes_members", P{"month": month})
}

// ThemeExamples returns the examples of themes in the months from one to another, by theme, newest month first, then rank.
func (w *Warehouse) ThemeExamples(ctx context.Context, kind string, from, to analytics.Month, themes []uint64) ([]analytics.ThemeMember, error) {
	if len(themes) == 0 {
		return nil, nil
	}
	return w.themeMembers(ctx, "themes_examples", P{"kind": kind, "from": from, "to": to, "themes": themes})
}

func (w *Warehouse) themeMembers(ctx context.Context, query string, p P) ([]analytics.ThemeMember, error) {
	var list []analytics.ThemeMember
	err := w.Each(ctx, query, p, func(rows driver.Rows) error {
		var m analytics.ThemeMember
		err := rows.Scan(&m.Theme, &m.Kind, (*uint32)(&m.Month), &m.Source, &m.ID, &m.At, &m.Rank, &m.Text, &m.From, &m.To)
		list = append(list, m)
		return err
	})
	return list, err
}

// asked bounds the phrases of one question, in bytes: with quotes and escapes they stay within max_query_size, 256 KiB.
const asked = 100 << 10

// phrasePart is how many of the phrases one question may name, at least one.
func phrasePart(phrases []string) int {
	bytes := 0
	for i, p := range phrases {
		if bytes += len(p) + 6; bytes > asked && i > 0 {
			return i
		}
	}
	return len(phrases)
}

// PhraseCounts returns for each of the months how many of its texts hold the phrases that are asked about, under the empty phrase all texts.
// Months that nothing is known of are left out.
func (w *Warehouse) PhraseCounts(ctx context.Context, months []analytics.Month, phrases []string) (map[analytics.Month]map[string]uint32, error) {
	counts := map[analytics.Month]map[string]uint32{}
	if len(months) == 0 {
		return counts, nil
	}
	phrases = append([]string{""}, phrases...)
	for len(phrases) > 0 {
		part := phrases[:phrasePart(phrases)]
		phrases = phrases[len(part):]
		err := w.Each(ctx, "phrases_of", P{"months": months, "phrases": part}, func(rows driver.Rows) error {
			var month analytics.Month
			var phrase string
			var texts uint64
			err := rows.Scan((*uint32)(&month), &phrase, &texts)
			if counts[month] == nil {
				counts[month] = map[string]uint32{}
			}
			counts[month][phrase] = uint32(texts)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// ReplacePhrases puts the phrase counts of a month in the place of the old ones at once.
func (w *Warehouse) ReplacePhrases(ctx context.Context, month analytics.Month, run uint64, counts []analytics.PhraseCount) error {
	s := stagingOf("phrases", run)
	return w.replaceMonth(ctx, s, month, func() error {
		b := &batch{rows: len(counts)}
		b.u32("month", func(int) uint32 { return uint32(month) })
		b.text("phrase", func(i int) string { return counts[i].Phrase })
		b.u32("texts", func(i int) uint32 { return counts[i].Texts })
		return w.insert(ctx, s.Stage, b)
	})
}

// ReplaceThemes puts the themes of a month and their members in the place of the old ones; a reader may see new members with old themes
// for a moment.
func (w *Warehouse) ReplaceThemes(ctx context.Context, month analytics.Month, run uint64, themes []analytics.Theme, members []analytics.ThemeMember) error {
	s := stagingOf("theme_members", run)
	if err := w.replaceMonth(ctx, s, month, func() error { return w.insert(ctx, s.Stage, memberBatch(members)) }); err != nil {
		return err
	}
	s = stagingOf("themes", run)
	return w.replaceMonth(ctx, s, month, func() error { return w.insert(ctx, s.Stage, themeBatch(themes)) })
}

func memberBatch(members []analytics.ThemeMember) *batch {
	b := &batch{rows: len(members)}
	b.u64("theme", func(i int) uint64 { return members[i].Theme })
	b.text("kind", func(i int) string { return members[i].Kind })
	b.u32("month", func(i int) uint32 { return uint32(members[i].Month) })
	b.text("source", func(i int) string { return members[i].Source })
	b.text("complaint_id", func(i int) string { return members[i].ID })
	b.time("received_at", func(i int) time.Time { return members[i].At })
	b.u8("rank", func(i int) uint8 { return members[i].Rank })
	b.text("text", func(i int) string { return members[i].Text })
	add(b, "evidence_from", "Array(UInt32)", func(i int) []uint32 { return members[i].From })
	add(b, "evidence_to", "Array(UInt32)", func(i int) []uint32 { return members[i].To })
	return b
}

func themeBatch(themes []analytics.Theme) *batch {
	b := &batch{rows: len(themes)}
	real := func(name string, get func(t *analytics.Theme) float32) {
		add(b, name, "Float32", func(i int) float32 { return get(&themes[i]) })
	}
	b.u64("id", func(i int) uint64 { return themes[i].ID })
	b.text("kind", func(i int) string { return themes[i].Kind })
	b.u32("month", func(i int) uint32 { return uint32(themes[i].Month) })
	b.text("name", func(i int) string { return themes[i].Name })
	b.text("life", func(i int) string { return themes[i].Life })
	b.u64("into_theme", func(i int) uint64 { return themes[i].Into })
	b.u64("parent", func(i int) uint64 { return themes[i].Parent })
	b.text("topic", func(i int) string { return themes[i].Topic })
	b.u32("n", func(i int) uint32 { return themes[i].N })
	b.u32("people", func(i int) uint32 { return themes[i].People })
	b.u32("before_n", func(i int) uint32 { return themes[i].Before })
	real("expected", func(t *analytics.Theme) float32 { return t.Expected })
	real("burst", func(t *analytics.Theme) float32 { return t.Burst })
	real("severity", func(t *analytics.Theme) float32 { return t.Severity })
	real("score", func(t *analytics.Theme) float32 { return t.Score })
	b.u32("regions", func(i int) uint32 { return themes[i].Regions })
	b.u32("products", func(i int) uint32 { return themes[i].Products })
	real("sentiment", func(t *analytics.Theme) float32 { return t.Sentiment })
	b.u32("urgent", func(i int) uint32 { return themes[i].Urgent })
	add(b, "top", "Array(String)", func(i int) []string { return themes[i].Top })
	b.u32("since", func(i int) uint32 { return uint32(themes[i].Since) })
	b.text("first_source", func(i int) string { return themes[i].First.Source })
	b.text("first_id", func(i int) string { return themes[i].First.ID })
	b.time("first_at", func(i int) time.Time { return themes[i].FirstAt })
	add(b, "words", "Array(String)", func(i int) []string { return themes[i].Words })
	add(b, "weights", "Array(Float32)", func(i int) []float32 { return themes[i].Weights })
	real("prior", func(t *analytics.Theme) float32 { return t.Prior })
	b.u64("run", func(i int) uint64 { return themes[i].Run })
	b.time("made_at", func(i int) time.Time { return themes[i].MadeAt })
	return b
}
