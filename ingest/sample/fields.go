package sample

import "time"

// categories of the source by group of topics: coarser than topics, as they are.
var categories = map[string]string{
	"家电故障": "产品质量/家电", "手机数码故障": "产品质量/手机数码", "软件与云": "产品质量/软件", "物流配送": "物流配送", "安装": "售后服务/安装",
	"维修": "售后服务/维修", "价格与促销": "销售/价格促销", "退换与订单": "销售/退换货", "售后政策": "售后服务/维修", "客户服务": "服务质量",
	"票据与宣传": "销售/其他", "隐私": "其他", "新出现": "其他",
}

var categoryList = []string{"产品质量/家电", "产品质量/手机数码", "产品质量/软件", "物流配送", "售后服务/安装", "售后服务/维修", "销售/价格促销", "销售/退换货", "服务质量", "销售/其他", "其他"}

// departmentOf is who answers for a topic.
func departmentOf(t *Topic, kind, region string) string {
	switch t.Group {
	case "物流配送":
		return "物流管理部"
	case "价格与促销", "退换与订单":
		return "电商运营部"
	case "软件与云":
		return "软件与云服务部"
	case "手机数码故障":
		return "手机售后部"
	case "票据与宣传":
		if t.Code == "invoice.missing" {
			return "财务部"
		}
		return "市场部"
	case "隐私":
		return "信息安全部"
	case "客户服务":
		return "客户服务中心"
	case "新出现":
		if t.Code == "emerging.renewal" {
			return "软件与云服务部"
		}
		return "电商运营部"
	case "维修", "售后政策":
		if kind == "phone" || kind == "watch" || kind == "ear" || kind == "pad" {
			return "手机售后部"
		}
	}
	return regionDepartments[region]
}

var regionDepartments = map[string]string{"华北": "华北售后服务部", "东北": "东北售后服务部", "华东": "华东售后服务部", "华中": "华中售后服务部",
	"华南": "华南售后服务部", "西南": "西南售后服务部", "西北": "西北售后服务部"}

// slowAlways is the department that is behind the others all the time, by how much its work takes longer, in hundredths.
const (
	slowAlways       = "西北售后服务部"
	slowAlwaysFactor = 140
)

// graveTopics are what grade A and B are for, in thousandths of their complaints.
var graveTopics = map[string][2]int{
	"fault.hazard": {380, 520}, "privacy.leak": {90, 480}, "service.attitude": {20, 380}, "install.quality": {30, 260}, "fault.lock": {15, 220},
	"delivery.lost": {10, 200}, "product.refurbished": {20, 240}, "software.account": {10, 180}, "phone.battery": {15, 140},
}

func gradeOf(s *stream, topic string, r register) string {
	grave := graveTopics[topic]
	a, b := grave[0]+6, grave[1]+90
	if r == angry || r == formal {
		a, b = a+14, b+130
	}
	switch n := s.n(1000); {
	case n < a:
		return "A"
	case n < a+b:
		return "B"
	case n < 850:
		return "C"
	default:
		return "D"
	}
}

// batchCode names what was made in a quarter: the model and the quarter's first month.
func batchCode(model string, made time.Time) string {
	var room [24]byte
	b := append(room[:0], model...)
	b = append(b, '-')
	b = appendDigits(b, uint64(made.Year()%100), 2)
	return string(appendDigits(b, uint64((int(made.Month())-1)/3*3+1), 2))
}

// ages are how long ago things were bought that topics of a group are about: weights of spans of days.
type ageRange struct {
	from, to int
	weight   uint64
}

var newThings = []ageRange{{2, 9, 50}, {10, 25, 40}, {26, 60, 10}}

var usedThings = []ageRange{{3, 20, 16}, {21, 90, 24}, {91, 365, 34}, {366, 730, 18}, {731, 1300, 8}}

var repairedThings = []ageRange{{30, 180, 20}, {181, 365, 28}, {366, 730, 30}, {731, 1300, 22}}

var oldThings = []ageRange{{360, 420, 40}, {421, 760, 35}, {761, 1150, 25}}

func agesOf(t *Topic) []ageRange {
	switch t.Group {
	case "物流配送", "价格与促销", "退换与订单", "安装":
		return newThings
	case "维修":
		return repairedThings
	case "售后政策":
		return oldThings
	}
	if t.Code == "invoice.missing" || t.Code == "advert.false" || t.Code == "emerging.subsidy" {
		return newThings
	}
	return usedThings
}

// drawAge draws from ranges whose weights sum to 100.
func drawAge(s *stream, ranges []ageRange) int {
	n := uint64(s.n(100))
	for _, r := range ranges {
		if n < r.weight {
			return s.between(r.from, r.to)
		}
		n -= r.weight
	}
	return ranges[0].from
}
