package discover

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/jobs"
)

// spaces is a segmenter that cuts at spaces.
type spaces struct{}

func (spaces) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = strings.Split(t, " ")
	}
	return out
}

func (spaces) Version() string { return "spaces" }

// memory is the tables and the ledger in memory.
type memory struct {
	readings map[analytics.Month][]analytics.ThemeReading
	phrases  map[analytics.Month]map[string]uint32
	themes   map[analytics.Month][]analytics.Theme
	members  map[analytics.Month][]analytics.ThemeMember
	dirty    map[analytics.Month]analytics.Dirty
	marks    int64
}

func newMemory() *memory {
	return &memory{map[analytics.Month][]analytics.ThemeReading{}, map[analytics.Month]map[string]uint32{}, map[analytics.Month][]analytics.Theme{},
		map[analytics.Month][]analytics.ThemeMember{}, map[analytics.Month]analytics.Dirty{}, 0}
}

func (m *memory) ThemeReadings(_ context.Context, month analytics.Month, yield func(analytics.ThemeReading) error) error {
	for _, r := range m.readings[month] {
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) PhraseCounts(_ context.Context, months []analytics.Month, _ []string) (map[analytics.Month]map[string]uint32, error) {
	out := map[analytics.Month]map[string]uint32{}
	for _, month := range months {
		if c := m.phrases[month]; c != nil {
			out[month] = c
		}
	}
	return out, nil
}

func (m *memory) ReplacePhrases(_ context.Context, month analytics.Month, _ uint64, counts []analytics.PhraseCount) error {
	m.phrases[month] = map[string]uint32{}
	for _, c := range counts {
		m.phrases[month][c.Phrase] = c.Texts
	}
	return nil
}

func (m *memory) Themes(_ context.Context, from, to analytics.Month) ([]analytics.Theme, error) {
	var list []analytics.Theme
	for _, month := range slices.Sorted(maps.Keys(m.themes)) {
		if from <= month && month <= to {
			list = append(list, m.themes[month]...)
		}
	}
	return list, nil
}

func (m *memory) ThemeMembers(_ context.Context, month analytics.Month) ([]analytics.ThemeMember, error) {
	return m.members[month], nil
}

func (m *memory) ReplaceThemes(_ context.Context, month analytics.Month, _ uint64, themes []analytics.Theme, members []analytics.ThemeMember) error {
	m.themes[month], m.members[month] = themes, members
	return nil
}

func (m *memory) Received(context.Context) ([]analytics.SourceMonth, error) {
	var list []analytics.SourceMonth
	for _, month := range slices.Sorted(maps.Keys(m.readings)) {
		list = append(list, analytics.SourceMonth{Source: "s", Month: month, N: uint64(len(m.readings[month]))})
	}
	return list, nil
}

func (m *memory) DirtyMonths(context.Context, string) ([]analytics.Dirty, error) {
	list := slices.Collect(maps.Values(m.dirty))
	slices.SortFunc(list, func(a, b analytics.Dirty) int { return int(b.Month) - int(a.Month) })
	return list, nil
}

func (m *memory) ClearDirty(_ context.Context, _ string, d analytics.Dirty) (bool, error) {
	if m.dirty[d.Month].Generation != d.Generation {
		return false, nil
	}
	delete(m.dirty, d.Month)
	return true, nil
}

func (m *memory) MarkDirtyFor(_ context.Context, _, reason string, months []analytics.Month) error {
	for _, month := range months {
		m.marks++
		m.dirty[month] = analytics.Dirty{Month: month, Reason: reason, Generation: m.marks}
	}
	return nil
}

// tell adds complaints of a month; a topic in front of a colon is that of the taxonomy.
func (m *memory) tell(month analytics.Month, words ...string) {
	for _, w := range words {
		topic, rest, found := strings.Cut(w, ":")
		if !found {
			topic, rest = "", w
		}
		n := len(m.readings[month])
		normal := text.Normalise(rest)
		r := analytics.ThemeReading{Key: analytics.Key{Source: "s", ID: fmt.Sprintf("%d-%03d", month, n)}, At: month.First().Add(time.Duration(n) * time.Hour),
			Words: rest, TextHash: normal.Hash(), Topic: topic, Confidence: 1, Customer: uint64(month)*1000 + uint64(n), Product: "冰箱"}
		if at := strings.Index(rest, "建议"); at >= 0 {
			r.Ideas = []analytics.Evidence{{Topic: analytics.EvidenceIdea, From: uint32(len([]rune(rest[:at]))), To: uint32(len([]rune(rest)))}}
		}
		m.readings[month] = append(m.readings[month], r)
	}
}

// usual is what is told every month: topics that the taxonomy knows.
func (m *memory) usual(month analytics.Month) {
	for i := range 30 {
		m.tell(month, fmt.Sprintf("delivery:快递 送货 太慢 等了 第%d天 , 物流 没有 更新", i), fmt.Sprintf("fault:冰箱 制冷 不行 第%d次 报修 , 师傅 上门", i))
	}
}

// run computes every month in the job's own order.
func (m *memory) run(t *testing.T) []analytics.Month {
	t.Helper()
	job := New(m, m, Reader{Segmenter: spaces{}, Rarity: text.NewRarity()}, func() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, analytics.Zone) })
	for month := range m.readings {
		must(t, m.MarkDirtyFor(context.Background(), Name, "事实有变", []analytics.Month{month}))
	}
	var did []analytics.Month
	for range 100 {
		pending, err := job.Pending(context.Background())
		must(t, err)
		if len(pending) == 0 {
			return did
		}
		must(t, job.Run(context.Background(), jobs.Task{Window: pending[0], Run: 1}))
		did = append(did, pending[0].Month)
	}
	t.Fatalf("it never ends: %v", did)
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var renewal = []string{
	"会员 自动续费 扣款 , 没有 短信 提醒 一号", "自动续费 扣款 关不掉 , 会员 取消 入口 找不到 二号", "老人 会员 自动续费 , 扣款 好几个月 三号", "试用 会员 自动续费 扣款 一整年 四号",
}

func (m *memory) emerging(month analytics.Month) []analytics.Theme {
	return slices.DeleteFunc(slices.Clone(m.themes[month]), func(t analytics.Theme) bool { return t.Kind != analytics.ThemeEmerging })
}

func quiet() *memory {
	m := newMemory()
	for _, month := range []analytics.Month{202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403, 202404} {
		m.usual(month)
	}
	return m
}

func TestWhatIsToldEveryMonthIsNotNew(t *testing.T) {
	m := quiet()
	m.run(t)
	for month := range m.themes {
		if found := m.emerging(month); len(found) > 0 {
			t.Errorf("%s has %v", month, found)
		}
	}
}

func TestAMatterWithoutANameIsFoundInItsFirstMonthAndKeepsItsIDs(t *testing.T) {
	m := quiet()
	m.tell(202403, renewal...)
	m.tell(202404, renewal[:3]...)
	m.run(t)
	first, second := m.emerging(202403), m.emerging(202404)
	if len(first) != 1 || len(second) != 1 {
		t.Fatalf("March has %v, April %v", first, second)
	}
	born, lives := first[0], second[0]
	if born.Life != analytics.ThemeBorn || born.N != 4 || born.People != 4 || born.Topic != "" || born.Since != 202403 || !strings.Contains(born.Name, "自动续费") {
		t.Errorf("%+v", born)
	}
	if lives.ID != born.ID || lives.N != 3 || lives.Before != 4 || lives.Since != 202403 {
		t.Errorf("%+v", lives)
	}
	if born.First.ID != "202403-060" {
		t.Errorf("the first is %v", born.First)
	}
}

func TestARerunAndAnotherOrderOfMonthsFindTheSame(t *testing.T) {
	m := quiet()
	m.tell(202403, renewal...)
	m.tell(202404, renewal...)
	did := m.run(t)
	if did[0] != 202404 || did[1] != 202308 {
		t.Errorf("the newest month did not come first, then the oldest: %v", did)
	}
	themes, members := maps.Clone(m.themes), maps.Clone(m.members)
	m.run(t)
	if !reflect.DeepEqual(themes, m.themes) || !reflect.DeepEqual(members, m.members) {
		t.Errorf("a second run found %v and not %v", m.themes, themes)
	}
}

func TestALateComplaintLeavesTheIDs(t *testing.T) {
	m := quiet()
	m.tell(202403, renewal...)
	m.run(t)
	before := m.emerging(202403)
	// An earlier complaint than all others of the matter comes in.
	late := m.readings[202403][60]
	late.ID, late.At, late.TextHash, late.Customer = "late", analytics.Month(202403).First(), 99, 99
	late.Words = "会员 自动续费 扣款 五号"
	m.readings[202403] = append([]analytics.ThemeReading{late}, m.readings[202403]...)
	m.run(t)
	after := m.emerging(202403)
	if len(before) != 1 || len(after) != 1 || before[0].ID != after[0].ID || after[0].N != 5 {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestEveryMemberIsCountedOnce(t *testing.T) {
	m := quiet()
	m.tell(202403, renewal...)
	m.tell(202404, renewal...)
	m.tell(202404, "冰箱 门 建议 加一个 儿童锁", "遥控器 建议 加一个 儿童锁 按钮")
	m.run(t)
	for month, themes := range m.themes {
		seen, n := map[string]bool{}, map[uint64]uint32{}
		for _, member := range m.members[month] {
			key := fmt.Sprint(member.Kind, member.Theme, member.Key)
			if member.Kind == analytics.ThemeEmerging {
				key = fmt.Sprint(member.Kind, member.Key) // of one topic at most
			}
			if seen[key] {
				t.Errorf("%s: %s is there twice", month, key)
			}
			seen[key] = true
			n[member.Theme]++
		}
		for _, th := range themes {
			if n[th.ID] != th.N {
				t.Errorf("%s: %s says %d and has %d", month, th.Name, th.N, n[th.ID])
			}
		}
	}
}

func TestASuggestionIsOnOneCardInEveryMonth(t *testing.T) {
	m := quiet()
	m.tell(202403, "冰箱 制冷 行 , 建议 加一个 儿童锁", "烤箱 烫手 , 建议 加一个 儿童锁 吧")
	m.tell(202404, "孩子 打开 了 , 建议 加一个 儿童锁")
	m.run(t)
	var cards []string
	for _, month := range []analytics.Month{202403, 202404} {
		for _, th := range m.themes[month] {
			if th.Kind == analytics.ThemeIdea {
				cards = append(cards, fmt.Sprintf("%s %s %d件", month, th.Name, th.N))
			}
		}
	}
	if len(cards) != 2 || m.themes[202403][len(m.themes[202403])-1].ID != m.themes[202404][len(m.themes[202404])-1].ID {
		t.Errorf("%v", cards)
	}
	for _, c := range cards {
		if !strings.Contains(c, "儿童锁") || strings.Contains(c, "建议") {
			t.Errorf("the card says %q", c)
		}
	}
}

func TestATopicThatNobodyTellsFades(t *testing.T) {
	m := quiet()
	m.tell(202402, renewal...)
	m.run(t)
	lives := []string{}
	for _, month := range []analytics.Month{202402, 202403, 202404} {
		for _, th := range m.emerging(month) {
			lives = append(lives, fmt.Sprintf("%s %s %d", month, th.Life, th.N))
		}
	}
	if want := []string{"2024-02 born 4", "2024-03 faded 0"}; !slices.Equal(want, lives) {
		t.Errorf("%v and not %v", lives, want)
	}
}

func TestExamplesShowWhatSpeaksForThem(t *testing.T) {
	m := quiet()
	m.tell(202403, renewal...)
	m.run(t)
	shown := 0
	for _, member := range m.members[202403] {
		if member.Rank == 0 {
			continue
		}
		shown++
		runes := []rune(member.Text)
		for i := range member.From {
			if marked := string(runes[member.From[i]:member.To[i]]); strings.TrimSpace(marked) == "" {
				t.Errorf("nothing is marked in %q", member.Text)
			}
		}
		if len(member.From) == 0 {
			t.Errorf("no word of %q is marked", member.Text)
		}
	}
	if shown != 4 {
		t.Errorf("%d examples", shown)
	}
}

func TestPiecesAreCutAroundTheEvidence(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		words := strings.Repeat("字", r.IntN(400))
		var spans []span
		for at := 0; at < len([]rune(words)); {
			from := at + r.IntN(60)
			to := from + 1 + r.IntN(20)
			if to > len([]rune(words)) {
				break
			}
			spans = append(spans, span{from, to})
			at = to
		}
		piece, from, to := around(words, spans)
		if n := len([]rune(piece)); n > shown {
			t.Fatalf("%d characters", n)
		}
		for i := range from {
			if from[i] >= to[i] || int(to[i]) > len([]rune(piece)) {
				t.Fatalf("%v and %v do not fit %d characters", from, to, len([]rune(piece)))
			}
		}
	}
}
