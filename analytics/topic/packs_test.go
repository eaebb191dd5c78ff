package topic_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// shipped is the classifier of all packs, as everyone uses it who sets nothing.
var shipped = sync.OnceValues(func() (*topic.Classifier, error) {
	packs, err := topic.Shipped()
	if err != nil {
		return nil, err
	}
	return topic.Compile(packs)
})

func classifier(tb testing.TB) *topic.Classifier {
	tb.Helper()
	c, err := shipped()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func classify(tb testing.TB, words, category string) topic.Result {
	tb.Helper()
	normal := text.Normalise(words)
	return classifier(tb).Classify(&normal, category)
}

func TestEveryWordOfEveryShippedRuleIsReachable(t *testing.T) {
	packs, err := topic.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range topic.Lint(packs) {
		if !fault.Hint || strings.Contains(fault.Text, "定义") || strings.Contains(fault.Text, "例句") {
			t.Error(fault)
		}
	}
}

func TestShippedTopicsAreReadableByAnExecutive(t *testing.T) {
	names := map[string]string{}
	for _, e := range classifier(t).Taxonomy().All() {
		if n := len([]rune(e.Name)); n < 2 || n > 12 {
			t.Errorf("%s: the name %q does not fit on a chart", e.Code, e.Name)
		}
		if other, twice := names[e.Name]; twice {
			t.Errorf("%s and %s are both called %s", e.Code, other, e.Name)
		}
		names[e.Name] = e.Code
		if strings.ContainsAny(e.Name, "_.") || e.Group == "" || e.PackName == "" {
			t.Errorf("%+v", e)
		}
	}
}

func TestPlainComplaintsGetTheTopicThatAPersonWouldGive(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"提车不到一个月，厂家官方降价两万，老车主被背刺", "变更价格"},
		{"冷车启动发动机哒哒响，4S店说正常", "发动机异响"},
		{"刚过质保，机油每五千公里就要补加一升", "烧机油"},
		{"高速上突然失去动力，差点被追尾", "行驶中熄火失去动力"},
		{"车机总是黑屏，升级以后更卡", "中控黑屏卡顿"},
		{"左后门底边生锈起泡，新车才一年", "车身锈蚀"},
		{"宣传续航610公里，实际只能跑350公里，续航严重虚标，厂家不认", "续航缩水虚标"},
		{"厂家和经销商至今没有联系过我", "投诉无人回应"},
		{"楼下工地通宵施工，居民无法睡觉，请领导处理", "施工噪音扰民"},
		{"某小区物业公司乱收费，业委会不作为", "物业管理"},
		{"公司拖欠农民工工资半年不发", "拖欠工资"},
		{"请问新农合异地就医怎么报销", "医保报销"},
		{"希望增加903路公交车班次", "公交线路与服务"},
		{"村里的路坑坑洼洼，请求硬化村道", "乡村道路硬化"},
		{"冰箱买了三个月就不制冷，冷藏室的菜全坏了", "不制冷"},
		{"洗衣机脱水时满屋震动，噪音像拖拉机", "噪音异响"},
		{"手机屏幕升级后出现一条绿线", "手机屏幕故障"},
		{"快递显示已签收，可我根本没收到", "丢件虚假签收"},
		{"申请七天无理由退货，客服说影响二次销售不给退", "拒绝退换"},
		{"退款审核了半个月还没到账，客服只会说再等等", "退款迟延"},
		{"安装师傅上门要收高空费和铜管费", "安装乱收费"},
	} {
		got := classify(t, c.words, "")
		if name := classifier(t).Taxonomy().Name(got.Topic); name != c.want || got.From != topic.FromRule {
			t.Errorf("%s\n got %s (%+v), want %s", c.words, name, got, c.want)
		}
	}
}

func TestACarsWordsStayWithCars(t *testing.T) {
	for _, words := range []string{"空调外机噪音太大，影响小区居民休息", "手机降价了，要求保价", "洗衣机异响抖动，报修没人上门", "请求在路口设置红绿灯，孩子上学太危险"} {
		got := classify(t, words, "")
		if strings.HasPrefix(got.Topic, "car.") {
			t.Errorf("%s became %s", words, got.Topic)
		}
	}
}

// read returns column by column the rows of a file of test data; the test skips without it.
func read(tb testing.TB, name string, columns ...string) [][]string {
	tb.Helper()
	folder := os.Getenv("HUISHENG_TESTDATA")
	if folder == "" {
		folder = "../../../shared/data"
	}
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		tb.Skip("no test data: ", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var out [][]string
	for _, row := range rows[1:] {
		var picked []string
		for _, c := range columns {
			picked = append(picked, row[slices.Index(rows[0], c)])
		}
		out = append(out, picked)
	}
	return out
}

// TestCoverageOfRealComplaints holds how many real texts get a topic from their words alone, and how many of those stay in the
// field that they come from, as words of another field are wrong for sure.
func TestCoverageOfRealComplaints(t *testing.T) {
	for _, c := range []struct {
		file, subject, text string
		field               []string
		covered, inField    float64
	}{
		{"car/car_complaints.csv", "id", "text", []string{"car.", "service.", "warranty.", "repair."}, 0.90, 0.93},
		{"gov/gov_messages.csv", "subject", "text", []string{"gov."}, 0.95, 0.97},
	} {
		rows := read(t, c.file, c.subject, c.text)
		found, right := 0, 0
		for _, row := range rows {
			words := row[1]
			if c.subject == "subject" {
				words = analytics.JoinWords(row[0], row[1])
			}
			if got := classify(t, words, ""); got.Topic != "" {
				found++
				if slices.ContainsFunc(c.field, func(f string) bool { return strings.HasPrefix(got.Topic, f) }) {
					right++
				}
			}
		}
		covered, inField := float64(found)/float64(len(rows)), float64(right)/float64(found)
		t.Logf("%s: %d texts, %.1f %% with a topic, %.1f %% of these in their field", c.file, len(rows), 100*covered, 100*inField)
		if covered < c.covered || inField < c.inField {
			t.Errorf("%s: %.3f with a topic (want %.2f), %.3f in their field (want %.2f)", c.file, covered, c.covered, inField, c.inField)
		}
	}
}

// groupsOf says which of our groups lie in a component of the car data or in a label of the government data.
var groupsOf = map[string][]string{
	"发动机": {"发动机"}, "车身": {"车身与内饰"}, "电气设备": {"电气与智能"}, "传动系": {"变速箱"}, "销售欺诈": {"销售"}, "制动系": {"制动与转向"},
	"转向系": {"制动与转向"}, "动力电池及电源管理系统": {"三电系统"}, "轮胎和车轮": {"底盘与轮胎"}, "悬架系": {"底盘与轮胎"}, "气囊和安全带": {"安全"}, "电力驱动系统": {"三电系统"},
	"城乡建设": {"住房与物业", "城市管理", "市政与公用", "征地与农村", "交通出行"}, "劳动和社会保障": {"劳动与社保", "医疗卫生"}, "教育文体": {"教育", "城市管理", "劳动与社保"},
	"商贸旅游": {"市场与消费", "公共安全", "住房与物业", "市政与公用", "交通出行"}, "环境保护": {"环境保护"}, "卫生计生": {"医疗卫生"}, "交通运输": {"交通出行", "市场与消费"},
}

// TestAgreementWithTheSourcesOwnLabels is a figure for sanity: sources label by who is to blame or who must act, we by what is told, and
// a third of the car texts tell only that nobody answered.
func TestAgreementWithTheSourcesOwnLabels(t *testing.T) {
	for _, c := range []struct {
		file, label, text string
		least             float64
	}{{"car/car_complaints.csv", "component", "text", 0.65}, {"gov/gov_topics_train.csv", "label", "segmented", 0.75}} {
		agree, n := 0, 0
		for _, row := range read(t, c.file, c.label, c.text) {
			groups, known := groupsOf[row[0]]
			words := strings.ReplaceAll(row[1], " ", "")
			got := classify(t, words, "")
			group := classifier(t).Taxonomy().Group(got.Topic)
			if !known || got.Topic == "" || group == "客户服务" || group == "售后" {
				continue
			}
			n++
			if slices.Contains(groups, group) {
				agree++
			}
		}
		share := float64(agree) / float64(n)
		t.Logf("%s: %d of %d agree, %.3f", c.file, agree, n, share)
		if share < c.least {
			t.Errorf("%s: %.3f agree, want %.2f", c.file, share, c.least)
		}
	}
}

func BenchmarkClassify(b *testing.B) {
	var normals []text.Normal
	var size int64
	for _, row := range read(b, "car/car_complaints.csv", "text") {
		normals = append(normals, text.Normalise(row[0]))
		size += int64(len(row[0]))
	}
	c := classifier(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for i := range normals {
			c.Classify(&normals[i], "")
		}
	}
}
