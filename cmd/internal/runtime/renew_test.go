package runtime

import (
	"context"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/status"
	"huisheng/jobs"
)

// versioned is a job of which only name and version matter.
type versioned struct {
	jobs.Job
	code string
}

func (versioned) Name() string   { return "assemble" }
func (v versioned) Code() string { return v.code }

func TestAnotherVersionOfAJobComputesEveryMonthAnewOnce(t *testing.T) {
	rt, ctx := open(t, settings(t)), context.Background()
	head := analytics.Head{Key: analytics.Key{Source: "a", ID: "1"}, Month: 202403, Content: 1, First: analytics.SeqOf(1, 0), Seq: analytics.SeqOf(1, 0)}
	if err := rt.Warehouse.InsertHeads(ctx, []analytics.Head{head}); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		code string
		want int
	}{{"1", 1}, {"1", 0}, {"2", 1}, {"2", 0}} {
		if err := rt.renew(versioned{code: c.code}); err != nil {
			t.Fatal(err)
		}
		dirty, err := rt.State.DirtyMonths(ctx, "assemble")
		if err != nil {
			t.Fatal(err)
		}
		if len(dirty) != c.want {
			t.Errorf("step %d: %d months to compute, want %d", i, len(dirty), c.want)
		}
		for _, d := range dirty {
			if _, err := rt.State.ClearDirty(ctx, "assemble", d); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestStatusLinksHoldUntilTheyAreRevoked(t *testing.T) {
	c := settings(t)
	c.Intake.PublicURL = "https://service.example.cn/"
	rt, ctx := open(t, c), context.Background()
	key := analytics.Key{Source: "crm", ID: "TS1"}
	before, err := rt.StatusLink(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	token := func(link string) string { return link[len("https://service.example.cn"+status.Path):] }
	read := func(link string) bool {
		links, err := rt.statusLinks(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got, known := links.Read(token(link))
		return known && got == key
	}
	if !read(before) {
		t.Errorf("%s leads nowhere", before)
	}
	if err := rt.RevokeStatusLinks(ctx); err != nil {
		t.Fatal(err)
	}
	after, err := rt.StatusLink(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	if read(before) || !read(after) {
		t.Errorf("after revoking the old link is read: %v, the new one: %v", read(before), read(after))
	}
}
