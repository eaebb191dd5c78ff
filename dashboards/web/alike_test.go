package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeAlike answers from records in memory that bear marks.
type fakeAlike struct {
	r   *memory.Reader
	err error
}

func (f fakeAlike) AlikeGroups(ctx context.Context, kind analytics.GroupKind, s analytics.Selection, limit int) ([]analytics.Alike, error) {
	var list []analytics.Alike
	for id := uint64(1); id <= 3 && len(list) < limit; id++ {
		s.Group = analytics.Group{Kind: kind, ID: id}
		rows, err := f.r.ListComplaints(ctx, s, fixedNow, analytics.Cursor{}, 1000)
		if err != nil || len(rows) < 2 {
			continue
		}
		total, err := f.r.TallyComplaints(ctx, analytics.Selection{Group: s.Group}, fixedNow)
		if err != nil {
			return nil, err
		}
		first := rows[len(rows)-1]
		list = append(list, analytics.Alike{Group: s.Group, N: uint64(len(rows)), Total: total.N, People: uint64(len(rows)), First: first.ReceivedAt,
			Last: rows[0].ReceivedAt, Topic: first.Topic, Sample: first})
	}
	return list, f.err
}

func (f fakeAlike) SameAs(_ context.Context, k analytics.Key) (analytics.SameAs, error) {
	r := f.r.Records[len(f.r.Records)-2].Complaint
	return analytics.SameAs{Matter: analytics.Alike{Group: analytics.Group{Kind: analytics.GroupMatter, ID: 0x2a}, N: 3, First: r.ReceivedAt, Last: r.ReceivedAt.AddDate(0, 0, 2)},
		Relation: 3, Like: analytics.Key{Source: r.Source, ID: r.ID}, LikeAt: r.ReceivedAt}, f.err
}

// marked is the sample in which every third complaint tells one of three matters and every fifth follows a wording.
func marked(hostile bool) *memory.Reader {
	m := memory.Sample(1, hostile)
	seen := map[uint64]bool{}
	for i := range m.Records {
		mark := &m.Records[i].Mark
		if i%3 == 0 {
			mark.Matter = uint64(i%9/3 + 1)
			mark.Duplicate = seen[mark.Matter]
			seen[mark.Matter] = true
		}
		if i%5 == 0 {
			mark.Template, mark.Copied = 1, i > 0
		}
	}
	return m
}

func withAlike(m *memory.Reader, err error) func(*Config) {
	return func(c *Config) { c.Alike = fakeAlike{m, err} }
}

func TestThreeCountsStandWhereverATotalDoes(t *testing.T) {
	m := marked(false)
	h := testHandler(t, m, withAlike(m, nil))
	march := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last()}
	f, err := m.Figures(context.Background(), march, fixedNow)
	if err != nil || f.Deduplicated >= f.N || f.Untemplated >= f.N {
		t.Fatalf("%+v %v", f, err)
	}
	if body, want := page(t, h, "/?month=2024-03"), fmt.Sprintf("去重 %d · 去模板 %d", f.Deduplicated, f.Untemplated); !strings.Contains(body, want) {
		t.Errorf("the overview lacks %q", want)
	}
	if body, want := page(t, h, "/complaints?month=2024-03"), fmt.Sprintf("去重件 %d；去模板件 %d", f.Deduplicated, f.Untemplated); !strings.Contains(body, want) {
		t.Errorf("the list lacks %q", want)
	}
	sums := map[string]int{}
	lines := strings.Split(strings.TrimSpace(get(t, h, "/complaints.csv?month=2024-03").Body.String()), "\n")
	header := strings.Split(strings.TrimRight(strings.TrimPrefix(lines[0], "\ufeff"), "\r"), ",")
	for _, line := range lines[1:] {
		for i, cell := range strings.Split(line, ",") {
			if i < len(header) && cell == "1" {
				sums[header[i]]++
			}
		}
	}
	if sums["去重件"] != int(f.Deduplicated) || sums["去模板件"] != int(f.Untemplated) {
		t.Errorf("the export sums to %v, the figures are %+v", sums, f)
	}
}

func TestAlikeListsGroupsWithDoorsToTheirComplaints(t *testing.T) {
	m := marked(false)
	h := testHandler(t, m, withAlike(m, nil))
	body := page(t, h, "/alike?month=2024-03")
	for _, want := range []string{"反复投诉最多的事项", "/complaints?same=matter-1", "/complaints?month=2024-03&amp;same=matter-2", "same=template-1", "这个月没有发现群诉。", "state=duplicate"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	list := page(t, h, "/complaints?same=matter-2")
	tally, err := m.TallyComplaints(context.Background(), analytics.Selection{Group: analytics.Group{Kind: analytics.GroupMatter, ID: 2}}, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(list, fmt.Sprintf("<b>%d</b> 件", tally.N)) || !strings.Contains(list, "同一事项") {
		t.Errorf("the door of a matter does not list its %d complaints of all months", tally.N)
	}
	if w := get(t, h, "/complaints?same=person-2"); w.Code != http.StatusBadRequest {
		t.Errorf("a group of no kind is answered with %d", w.Code)
	}
}

func TestAComplaintLeadsToThoseLikeIt(t *testing.T) {
	m := marked(false)
	r := m.Records[len(m.Records)-1].Complaint
	body := page(t, testHandler(t, m, withAlike(m, nil)), "/complaint?in="+r.Source+"&open="+r.ID)
	for _, want := range []string{"同一事项", "same=matter-2a", "<b>3 件</b>", "换了说法再次投诉", m.Records[len(m.Records)-2].Complaint.ID} {
		if !strings.Contains(body, want) {
			t.Errorf("the complaint lacks %q", want)
		}
	}
	// What is alike may be missing; the complaint is shown all the same.
	if body := page(t, testHandler(t, m, withAlike(m, fmt.Errorf("away"))), "/complaint?in="+r.Source+"&open="+r.ID); strings.Contains(body, "同一事项") {
		t.Error("a failed question is answered")
	}
}

func TestHostileTextsAreTextOnAlike(t *testing.T) {
	m := marked(true)
	for i := range m.Records {
		m.Records[i].Mark.Matter = 1
	}
	body := page(t, testHandler(t, m, withAlike(m, nil)), "/alike?month=2024-03")
	for _, h := range memory.Hostile[:3] {
		if strings.Contains(body, h) {
			t.Errorf("%s is no text", h)
		}
	}
}
