package cause_test

import (
	"testing"

	"huisheng/analytics/cause"
)

// What two attributes say of the same complaints is said once, in one name, however much the other would add.
func TestAttributesPutApartAreInNoCauseTogether(t *testing.T) {
	cells := func() *cause.Cells {
		b, err := cause.NewBuilder("topic", "category", "shop")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 1200 {
			values := []string{string(rune('a' + i%4)), string(rune('p' + i/4%3)), string(rune('x' + i/12%3))}
			now := 1.0
			if values[0] == "a" && values[1] == "p" && values[2] == "x" {
				now = 4
			}
			b.Add(values, now, 1)
		}
		return b.Cells()
	}
	o := cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: 1}}
	if free := cause.Explain(cells(), o).Causes; len(free) != 1 || len(free[0].Values) != 3 {
		t.Fatalf("free: %+v", free)
	}
	apart := cells()
	apart.Apart("topic", "category")
	found := cause.Explain(apart, o).Causes
	if len(found) == 0 {
		t.Fatal("nothing was found")
	}
	for _, c := range found {
		told := 0
		for _, v := range c.Values {
			if v.Attribute != "shop" {
				told++
			}
		}
		if told > 1 {
			t.Errorf("%+v", c.Values)
		}
	}
}
