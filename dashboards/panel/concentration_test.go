package panel

import "testing"

func TestAValueThatHoldsAllOfARiseIsNotPutAsAPercentage(t *testing.T) {
	for _, c := range []struct {
		found  concentrated
		others int64
		want   string
	}{
		{concentrated{Axis: "product_line", N: 51, Base: 24, Rise: 27, Share: 1.125}, -3, "；增量全部来自[电视]（24 → 51 件）|产品线 · 其余合计 −3"},
		{concentrated{Axis: "product", N: 51, Base: 24, Rise: 27, Share: 1}, 0, "；增量全部来自[电视]（24 → 51 件）|产品 · 其余合计 0"},
		{concentrated{Axis: "batch", N: 134, Base: 13, Rise: 121, Share: 0.976}, 3, "；其中[电视]占增量的 97.6%|批次：13 → 134 · 其余合计 +3"},
		{concentrated{Axis: "batch", N: 1996, Base: 1000, Rise: 996, Share: 0.996}, 4, "；其中[电视]占增量的 99.6%|批次：1,000 → 1,996 · 其余合计 +4"},
	} {
		parts, proof := concentrationParts(c.found, Part{Text: "电视", Door: "/x"}, c.others)
		got := ""
		for _, p := range parts {
			if p.Door != "" {
				got += "[" + p.Text + "]"
			} else {
				got += p.Text
			}
		}
		if got += "|" + proof; got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
