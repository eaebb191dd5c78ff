package sql

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestEveryQueryHasItsHead(t *testing.T) {
	queries, err := Queries()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range queries {
		if _, err := ParseHeader(file); err != nil {
			t.Error(err)
		}
	}
}

func TestParseHeader(t *testing.T) {
	good := "-- Purpose: count\n-- what there is.\n-- Parameter month: year×100+month\n-- Rows: one\nSELECT {month:UInt32}, {month : UInt32}"
	h, err := ParseHeader(File{Name: "q", Text: good})
	if err != nil {
		t.Fatal(err)
	}
	want := Header{Purpose: "count what there is.", Parameters: map[string]string{"month": "year×100+month"}, Rows: "one"}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Error(diff)
	}
	for name, text := range map[string]string{
		"no purpose":                  "-- Rows: one\nSELECT 1",
		"no rows":                     "-- Purpose: x\nSELECT 1",
		"a parameter that is untold":  "-- Purpose: x\n-- Rows: one\nSELECT {p:String}",
		"a number that is untold":     "-- Purpose: x\n-- Rows: one\nSELECT $1",
		"a parameter that is unused":  "-- Purpose: x\n-- Parameter p: y\n-- Rows: one\nSELECT 1",
		"a parameter without a colon": "-- Purpose: x\n-- Parameter p\n-- Rows: one\nSELECT {p:String}",
		"a head below the statement":  "SELECT 1\n-- Purpose: x\n-- Rows: one",
	} {
		if _, err := ParseHeader(File{Name: "q", Text: text}); err == nil || !strings.Contains(err.Error(), "q.sql") {
			t.Errorf("%s gave %v", name, err)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         []string
	}{
		{"nothing", " \n-- only a comment;\n/* ; */ ;;", nil},
		{"two and a rest", "a; b ;c", []string{"a", "b", "c"}},
		{"strings", `SELECT 'a;b', 'it''s; \'x;', "q;", ` + "`n;`" + `; b`, []string{`SELECT 'a;b', 'it''s; \'x;', "q;", ` + "`n;`", "b"}},
		{"comments", "-- first;\na /* ; ' */ + 1; -- '\nb", []string{"-- first;\na /* ; ' */ + 1", "-- '\nb"}},
		{"an empty string", "SELECT ''; ''", []string{"SELECT ''", "''"}},
		{"a string without an end", "a; 'b;", []string{"a", "'b;"}},
	} {
		if diff := cmp.Diff(c.want, Split(c.script)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// Statements joined by semicolons come apart again as they were.
func TestSplitUndoesJoining(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "'x;y'", "/* ; */", "\"q;\"", " + ", "`;`", "'it''s'", "1"})
		var want []string
		for range rapid.IntRange(1, 5).Draw(t, "n") {
			statement := "s " + strings.TrimSpace(strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), " "))
			want = append(want, strings.TrimSpace(statement))
		}
		if diff := cmp.Diff(want, Split(strings.Join(want, ";\n"))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("SELECT 'a;b'; -- c;\nd")
	f.Add("\f;\u0085")
	f.Fuzz(func(t *testing.T, script string) {
		for _, statement := range Split(script) {
			if strings.TrimSpace(statement) == "" || !strings.Contains(script, statement) {
				t.Errorf("%q gave %q", script, statement)
			}
		}
	})
}

// The migrations of every size, as they are sent.
func TestMigrationsRenderAsTheGoldenFiles(t *testing.T) {
	files, err := Migrations()
	if err != nil {
		t.Fatal(err)
	}
	for name, cluster := range map[string]Cluster{"single": {}, "shards": {Name: "c"}, "replicas": {Name: "c", Replicated: true, OnCluster: true}} {
		t.Run(name, func(t *testing.T) {
			var all strings.Builder
			for _, file := range files {
				text, err := cluster.Render(file, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, statement := range Split(text) {
					all.WriteString(statement + ";\n\n")
				}
			}
			golden := filepath.Join("testdata", "migrations_"+name+".sql")
			if *update {
				if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), all.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestQueriesWithStagesRenderForEverySize(t *testing.T) {
	file, err := Query("stage_replace")
	if err != nil {
		t.Fatal(err)
	}
	data := struct{ Table, Stage string }{"facts", "facts_stage_7"}
	for want, cluster := range map[string]Cluster{
		"ALTER TABLE facts REPLACE PARTITION {month:UInt32} FROM facts_stage_7\n":                          {},
		"ALTER TABLE facts_local ON CLUSTER c REPLACE PARTITION {month:UInt32} FROM facts_stage_7_local\n": {Name: "c", OnCluster: true},
	} {
		text, err := cluster.Render(file, data)
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("rendered %q, %v", text, err)
		}
	}
}

func TestWhatIsNotThereIsAnError(t *testing.T) {
	if _, err := Query("none"); err == nil {
		t.Error("a query that is not there was found")
	}
	for _, text := range []string{"{{nothing}}", "{{.Stage}}", "{{"} {
		if _, err := (Cluster{}).Render(File{Name: "f", Text: text}, map[string]string{}); err == nil || !strings.Contains(err.Error(), "f.sql") {
			t.Errorf("%q gave %v", text, err)
		}
	}
}
