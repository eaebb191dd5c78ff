package topic_test

import (
	"os"
	"path/filepath"
	"testing"

	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// FuzzPack reads anything as a pack. What is taken compiles or tells why not, lint finds a line for every fault, and a pack that is written
// out is read as the same one.
func FuzzPack(f *testing.F) {
	files, _ := filepath.Glob("packs/*.yaml")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content[:min(len(content), 2000)])
	}
	f.Add([]byte(own))
	f.Add([]byte(rules))
	f.Fuzz(func(t *testing.T, content []byte) {
		pack, err := topic.Parse("fuzz.yaml", content)
		if err != nil {
			if fault := topic.FaultOf("fuzz.yaml", err); fault.Line < 1 || fault.Text == "" {
				t.Fatalf("fault %+v", fault)
			}
			return
		}
		for _, fault := range topic.Lint([]topic.Pack{pack}) {
			if fault.Line < 1 || fault.Text == "" {
				t.Fatalf("fault %+v", fault)
			}
		}
		c, err := topic.Compile([]topic.Pack{pack})
		if err != nil {
			return
		}
		written, err := pack.YAML()
		if err != nil {
			t.Fatal(err)
		}
		again, err := topic.Parse("again.yaml", written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		other, err := topic.Compile([]topic.Pack{again})
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		for _, words := range []string{string(content[:min(len(content), 200)]), "漏水，排队"} {
			a, b := text.Normalise(words), text.Normalise(words)
			if x, y := c.Classify(&a, ""), other.Classify(&b, ""); x.Topic != y.Topic || x.Why != y.Why || x.Where != y.Where {
				t.Fatalf("%q is %+v, and after writing %+v", words, x, y)
			}
		}
	})
}
