package importer

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"huisheng/analytics"
)

// unitWords are the usual names of what a rate is divided by, as headers and as values.
var unitWords = wordsOf(map[string]string{
	"orders":   "订单量 订单数 订单数量 订单 成交量 成交单量",
	"users":    "用户数 用户量 客户数 客户量 用户 客户 活跃用户数 会员数 customers",
	"policies": "保单数 保单量 保单 承保件数 有效保单数",
	"vehicles": "汽车保有量 车辆保有量 车辆数 交付量",
	"devices":  "保有量 装机量 设备数 在网设备数",
	"sales":    "销量 销售量 销售数量 销售台数 销售件数",
	"calls":    "来电量 话务量 通话量 呼入量",
	"parcels":  "包裹量 运单量 运单数 快递量 业务量 件量",
	"accounts": "开户数 账户数 户数",
})

// unitOf finds the unit that a normal header or a word means; empty when it means none.
func unitOf(word string) string { return unitWords[word] }

// unitIn finds a unit in a longer text, such as the name of a file: 2024年订单量.xlsx. The longest word wins.
func unitIn(s string) string {
	s, best := strings.ToLower(s), ""
	for w := range unitWords {
		if strings.Contains(s, w) && (len(w) > len(best) || len(w) == len(best) && w < best) {
			best = w
		}
	}
	return unitWords[best]
}

// monthOf reads a month: 2024-01, 2024/1, 2024年1月, 202401, 2024.01, Jan-24, or any day of it. A month without a year, 1月, is that of year
// when it is not 0.
func monthOf(s string, year int) (analytics.Month, bool) {
	s = strings.TrimSpace(width.Fold.String(s))
	s = strings.TrimSuffix(strings.TrimSuffix(s, "份"), "度")
	if t, ok := parseTime(s, analytics.Zone); ok {
		return month(t.Year(), int(t.Month()))
	}
	if t, err := time.Parse("Jan-06", s); err == nil {
		return month(t.Year(), int(t.Month()))
	}
	c := clock{s: s}
	n, size := c.number()
	switch {
	case size == 6 && c.i == len(s):
		return month(n/100, n%100)
	case size <= 2 && size > 0 && c.one("月") && c.i == len(s) && year > 0:
		return month(year, n)
	case size != 4:
		return 0, false
	}
	c.spaces()
	if !c.one("-", "/", ".", "年") {
		return 0, false
	}
	c.spaces()
	m, size := c.number()
	c.spaces()
	c.one("月")
	if size == 0 || size > 2 || c.i != len(s) {
		return 0, false
	}
	return month(n, m)
}

func month(year, m int) (analytics.Month, bool) {
	if year < 1970 || year > 2099 || m < 1 || m > 12 {
		return 0, false
	}
	return analytics.Month(year*100 + m), true
}

// yearIn finds the one year that a text such as a title names, 0 when it names none or two.
func yearIn(s string) int {
	year := 0
	for i := 0; i < len(s); {
		c := clock{s: s, i: i}
		n, size := c.number()
		if size == 0 {
			i++
			continue
		}
		i = c.i
		if size == 4 && n >= 1990 && n <= 2099 {
			if year != 0 && year != n {
				return 0
			}
			year = n
		}
	}
	return year
}

// numberOf reads a count: 1,234, 1.2万, 3 千.
func numberOf(s string) (float64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(width.Fold.String(s)), ",", "")
	factor := 1.0
	for _, scale := range []struct {
		word string
		n    float64
	}{{"亿", 1e8}, {"万", 1e4}, {"千", 1e3}} {
		if rest, ok := strings.CutSuffix(s, scale.word); ok {
			s, factor = strings.TrimSpace(rest), scale.n
			break
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	return n * factor, err == nil
}
