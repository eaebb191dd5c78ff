package web

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// withdrawn is a reader whose complaints were told in other ways.
type withdrawn struct {
	*memory.Reader
	told []analytics.Told
}

func (r withdrawn) ReadComplaint(ctx context.Context, k analytics.Key) (analytics.Dossier, error) {
	d, err := r.Reader.ReadComplaint(ctx, k)
	d.Told = r.told
	return d, err
}

func TestAComplaintTellsWithWhichImportItWasWithdrawn(t *testing.T) {
	sample := memory.Sample(1, false)
	k := sample.Records[0].Complaint
	address := "/complaint?in=" + k.Source + "&open=" + k.ID
	for name, c := range map[string]struct {
		told       []analytics.Told
		head, note string // in the heading, among the versions
	}{
		"all of it": {[]analytics.Told{{Arrivals: 1, Withdrawn: []uint32{7}}, {Arrivals: 1, Withdrawn: []uint32{7, 12}}}, "已随导入 #7 #12 撤销，不计入合计", "已随导入 #7 撤销"},
		"once":      {[]analytics.Told{{Arrivals: 1, Withdrawn: []uint32{12}}}, "已随导入 #12 撤销，不计入合计", ""},
		"a version": {[]analytics.Told{{Arrivals: 1, Withdrawn: []uint32{12}}, {Arrivals: 1, Winner: true}}, "", "已随导入 #12 撤销"},
		"none":      {[]analytics.Told{{Arrivals: 1, Winner: true}, {Arrivals: 2}}, "", ""},
	} {
		h := testHandler(t, withdrawn{sample, c.told}, func(c *Config) { c.Imports = &fakeImports{} })
		whole := page(t, h, address)
		heading, rest, found := strings.Cut(whole[strings.Index(whole, "<h2>"):], "</h2>")
		if !found {
			t.Fatal("the page has no heading")
		}
		for part, want := range map[string]string{heading: c.head, rest: c.note} {
			if got := bare(part); want == "" && strings.Contains(got, "已随导入") || !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in %q", name, want, got)
			}
		}
		if c.head != "" && !strings.Contains(heading, `href="/import/12"`) {
			t.Errorf("%s: no door to the import in %s", name, heading)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// bare is what a reader sees of a piece of a page.
func bare(html string) string { return tags.ReplaceAllString(html, "") }
