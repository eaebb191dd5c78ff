package topic_test

import (
	"slices"
	"testing"

	"huisheng/analytics/topic"
)

const threeTopics = `
pack: t
name: 测试
version: 1
context: [车主]
words:
  noise: [咯吱, 哒哒]
topics:
  - {code: t.door, name: 车门}
  - {code: t.door.lock, name: 门锁, parent: t.door, rules: [{any: [门锁, 锁块], not: [密码]}]}
  - {code: t.door.noise, name: 门响, parent: t.door, rules: [{near: [[车门, 门板], [$noise]]}]}
  - {code: t.roof, name: 车顶响, rules: [{near: [[车顶], [$noise]]}, {any: [天窗]}]}
`

func TestWordsThatStandForTheSameShareAKind(t *testing.T) {
	pack, err := topic.Parse("t.yaml", []byte(threeTopics))
	if err != nil {
		t.Fatal(err)
	}
	c, err := topic.Compile([]topic.Pack{pack})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string][]string{}
	for _, x := range c.Lexicon() {
		kinds[x.Word] = x.Kinds
	}
	for _, w := range []string{"密码", "车主"} {
		if kinds[w] != nil {
			t.Errorf("%s shows no topic, but has %q", w, kinds[w])
		}
	}
	if !slices.Equal(kinds["门锁"], []string{"t.door", "t.door.lock"}) || !slices.Equal(kinds["锁块"], kinds["门锁"]) || !slices.Equal(kinds["天窗"], []string{"t.roof"}) {
		t.Errorf("words of topics: %q", kinds)
	}
	if len(kinds["咯吱"]) != 1 || !slices.Equal(kinds["哒哒"], kinds["咯吱"]) || len(kinds["车门"]) != 1 || !slices.Equal(kinds["门板"], kinds["车门"]) {
		t.Errorf("the same list in two rules is one kind: %q", kinds)
	}
	if kinds["车门"][0] == kinds["车顶"][0] || kinds["车门"][0] == kinds["咯吱"][0] {
		t.Errorf("other lists are other kinds: %q", kinds)
	}
}
