package sql

import (
	"strings"
	"testing"
)

// A month is sealed by linking its partition of facts, which the engine only does between tables of one form: whatever a migration does
// to facts it does to sealed too.
func TestWhateverChangesFactsChangesSealed(t *testing.T) {
	files, err := Migrations()
	if err != nil {
		t.Fatal(err)
	}
	made := false
	for _, file := range files {
		if made {
			for _, cluster := range []Cluster{{}, {Name: "c"}, {Name: "c", Replicated: true, OnCluster: true}} {
				text, err := cluster.Render(file, nil)
				if err != nil {
					t.Fatal(err)
				}
				facts, sealed := alterations(text, "facts"), alterations(text, "sealed")
				if strings.Join(facts, "\n") != strings.Join(sealed, "\n") {
					t.Errorf("%s.sql on %+v alters facts by\n%s\nand sealed by\n%s", file.Name, cluster, strings.Join(facts, "\n"), strings.Join(sealed, "\n"))
				}
			}
		}
		made = made || strings.Contains(file.Text, `{{table "sealed"}} AS {{local "facts"}}`)
	}
	if !made {
		t.Error("no migration makes the table sealed")
	}
}

// alterations are what the statements of a script do to a table, in order, each behind which of its tables it names.
func alterations(script, table string) []string {
	var list []string
	for _, statement := range Split(script) {
		for strings.HasPrefix(statement, "--") {
			_, statement, _ = strings.Cut(statement, "\n")
		}
		words := strings.Fields(statement)
		if len(words) < 3 || words[0] != "ALTER" || words[1] != "TABLE" {
			continue
		}
		if local, here := strings.CutPrefix(words[2], table); here && (local == "" || local == "_local") {
			list = append(list, local+" "+strings.Join(words[3:], " "))
		}
	}
	return list
}
