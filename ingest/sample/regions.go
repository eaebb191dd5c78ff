package sample

import (
	_ "embed"
	"strconv"
	"strings"
)

// regionsText has one line a province: name, first two digits of identity numbers (GB/T 2260), region of the after-sales
// departments, weight, then its cities with weights.
//
//go:embed regions.txt
var regionsText string

type province struct {
	name   string
	code   string
	region string
	weight uint64
	plate  string
	cities []string
	city   *picker
}

var plateSigns = map[string]string{"北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "蒙", "辽宁": "辽", "吉林": "吉", "黑龙江": "黑",
	"上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣", "山东": "鲁", "河南": "豫", "湖北": "鄂", "湖南": "湘",
	"广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川", "贵州": "贵", "云南": "云", "西藏": "藏", "陕西": "陕", "甘肃": "甘",
	"青海": "青", "宁夏": "宁", "新疆": "新"}

// districts of the cities that are provinces.
var districts = map[string][]string{
	"北京": {"朝阳", "海淀", "丰台", "昌平", "大兴", "通州"},
	"上海": {"浦东", "闵行", "宝山", "松江", "嘉定", "徐汇"},
	"天津": {"南开", "滨海新区", "河西", "武清"},
	"重庆": {"渝北", "江北", "沙坪坝", "万州", "巴南", "九龙坡"},
}

var provinces = func() (list []province) {
	for line := range strings.Lines(regionsText) {
		words := strings.Fields(line)
		p := province{name: words[0], code: words[1], region: words[2], weight: number(words[3]), plate: plateSigns[words[0]]}
		var weights []uint64
		for _, w := range words[4:] {
			city, weight, _ := strings.Cut(w, ":")
			p.cities = append(p.cities, city)
			weights = append(weights, number(weight))
		}
		p.city = newPicker(weights)
		list = append(list, p)
	}
	return list
}()

// number reads a number of the tables in this package, which a test has read before.
func number(s string) uint64 {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		panic("sample: table: " + err.Error())
	}
	return n
}
