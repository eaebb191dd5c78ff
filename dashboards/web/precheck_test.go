package web

import (
	"net/http"
	"strings"
	"testing"

	"huisheng/dashboards/memory"
)

func withPrecheck(m *memory.Reader) func(*Config) { return func(c *Config) { c.Precheck = m } }

func TestANewProductIsCheckedAgainstSimilarOnes(t *testing.T) {
	m := longSample()
	h := testHandler(t, m, withPrecheck(m), withActions(someActions()))
	if body := page(t, h, "/precheck"); !strings.Contains(body, "空调（") || strings.Contains(body, "上市前检查表") {
		t.Error("before anything is asked the page offers the lines and foretells nothing")
	}
	body := page(t, h, "/precheck?product_line=%E7%A9%BA%E8%B0%83&orders=1000")
	for _, want := range []string{"参照空调的 ", "最近 6 个月", "预计每月", "十个里有八个在", "上市前检查表", "异响", "有效的措施", "#1 换减震垫", "没有导入各产品的订单量", "数据开始时已在售"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	checked := 0
	for _, link := range linked(t, body) {
		c := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
		if c == nil {
			continue
		}
		checked++
		if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(c[1], ",", "") != number(got) {
			t.Errorf("it says %q, behind it are %d: %s", link[1], got, link[0])
		}
	}
	if checked < 6 {
		t.Errorf("only %d doors", checked)
	}
	if body := page(t, h, "/precheck?product_line=%E7%A9%BA%E8%B0%83&member=A9"); !strings.Contains(body, "只有 1 个可以参照，给不出可信的区间") {
		t.Error("one product gives an interval")
	}
	if body := page(t, h, "/precheck?product_line=none"); !strings.Contains(body, "没有可以参照的") {
		t.Error("nothing similar is not told")
	}
	for _, bad := range []string{"orders=x", "orders=-1", "months=0", "months=99", "by=handler"} {
		if w := get(t, h, "/precheck?product_line=a&"+bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s is %d", bad, w.Code)
		}
	}
}

func TestACheckWithoutDataSaysWhatIsNeeded(t *testing.T) {
	m := &memory.Reader{}
	if body := page(t, testHandler(t, m, withPrecheck(m)), "/precheck"); !strings.Contains(body, "还没有投诉") {
		t.Error("an empty page says nothing")
	}
	if w := get(t, testHandler(t, m), "/precheck"); w.Code != http.StatusNotFound {
		t.Errorf("without a reader it is %d", w.Code)
	}
}
