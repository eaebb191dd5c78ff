package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Two people import the same file at the same time: every record counts once, and what the second brought is 重复.
func TestChaosTwoImportersOfOneFile(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	const records = 4000
	p := newPlan(1, records)
	file := filepath.Join(in.data, "twice.jsonl")
	if err := os.WriteFile(file, p.jsonl(0, records), 0o600); err != nil {
		t.Fatal(err)
	}
	in.serving()
	first, second := in.start("import", file), in.start("import", file)
	for _, c := range []*child{first, second} {
		if err := <-c.end; err != nil {
			t.Fatalf("%v\n%s", err, c.out)
		}
		c.end <- nil
	}
	in.run("jobs", "run")
	want := fmt.Sprintf("%d\t%d", records, records)
	if got := in.query("SELECT uniqExact(complaint_id), uniqExact(complaint_id, version, content) FROM complaints"); got != want {
		t.Errorf("complaints and tellings: %s, want %s", got, want)
	}
	if got := in.query("SELECT count(), uniqExact(complaint_id) FROM facts"); got != want {
		t.Errorf("facts: %s, want %s", got, want)
	}
	if b := in.books(); b.Difference != 0 || b.Stored != records || b.Repeated != records || b.Received != 2*records {
		t.Errorf("the books: %+v", b)
	}
}
