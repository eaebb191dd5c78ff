package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// guesses are the sorts of values by which a column without a telling name is known, the surest first.
var guesses = []struct {
	field field
	least int // in a hundred of the values
	what  string
	is    func(string) bool
}{
	{fieldCustomerPhone, 90, "是电话号码", isPhone},
	{fieldProvince, 90, "是省份", isProvince},
	{fieldRegion, 70, "是省市", func(s string) bool { r := splitRegion(s); return r.Province != "" && r.City != "" }},
	{fieldCity, 90, "是城市", isCity},
	{fieldGrade, 95, "是 A 至 D", isGrade},
	{fieldLevel, 95, "是紧急程度", isLevel},
	{fieldChannel, 80, "是渠道", isChannel},
	{fieldSender, 95, "是投诉主体", func(s string) bool { return senderOf(s) != "" }},
	{fieldCustomerName, 80, "像姓名", looksLikeName},
	{fieldAmount, 90, "是金额", isMoney},
}

// byValue gives columns whose names say nothing to the fields that their values look like. A name that says something, and is not known,
// is rather believed: 经销商电话 is no phone of a customer.
func (m *mapping) byValue(sample [][]string) {
	var open []int
	for i, name := range m.names {
		if m.how[i] == Kept && uselessHeader(normalHeader(name)) && len(column(sample, i)) > 0 {
			open = append(open, i)
		}
	}
	m.guessID(sample)
	for _, g := range guesses {
		for _, i := range open {
			values := column(sample, i)
			if m.how[i] == Kept && m.free(g.field) && share(values, g.is) >= g.least {
				m.assign(g.field, i, ByValue, fmt.Sprintf("%d 个值里有 %d 个%s", len(values), count(values, g.is), g.what))
			}
		}
	}
	m.guessSubject(sample, open)
	m.guessCategory(sample, open)
}

// guessID finds a column of words that are all different: one of a name that says nothing, or of one that ends as numbers' names do.
func (m *mapping) guessID(sample [][]string) {
	for i, name := range m.names {
		normal := normalHeader(name)
		called := strings.HasSuffix(normal, "号") || strings.HasSuffix(normal, "编码") || strings.HasSuffix(normal, "id") || strings.HasSuffix(normal, "no")
		if m.how[i] != Kept || !m.free(fieldID) || !uselessHeader(normal) && !called || len(candidates[Complaints][normal]) > 0 {
			continue
		}
		values := column(sample, i)
		distinct := len(slices.Compact(slices.Sorted(slices.Values(values))))
		if len(values) < 3 || len(values) < len(sample) || distinct < len(values) || share(values, isID) < 100 || countsRows(values) || share(values, isTime) > 50 && len(values[0]) < 15 {
			continue
		}
		m.assign(fieldID, i, ByValue, fmt.Sprintf("%d 个值各不相同，像编号", len(values)))
	}
}

// countsRows: 1001, 1002, 1003 … each one more than the one before begins anew in every export.
func countsRows(values []string) bool {
	for i, v := range values[1:] {
		a, err := strconv.Atoi(values[i])
		b, err2 := strconv.Atoi(v)
		if err != nil || err2 != nil || b != a+1 {
			return false
		}
	}
	return len(values[0]) < 6
}

// guessSubject: beside the text, short texts that are nearly all different.
func (m *mapping) guessSubject(sample [][]string, open []int) {
	for _, i := range open {
		values := column(sample, i)
		distinct := len(slices.Compact(slices.Sorted(slices.Values(values))))
		if n := average(values); m.how[i] == Kept && m.free(fieldSubject) && m.has(fieldText) && n >= 6 && n <= 60 && len(values) >= 5 && distinct*10 > len(values)*8 &&
			share(values, hasHan) >= 80 {
			m.assign(fieldSubject, i, ByValue, fmt.Sprintf("短句，平均 %d 个字，各不相同", n))
		}
	}
}

// guessCategory: short words of which there are few.
func (m *mapping) guessCategory(sample [][]string, open []int) {
	for _, i := range open {
		values := column(sample, i)
		distinct := len(slices.Compact(slices.Sorted(slices.Values(values))))
		if n := average(values); m.how[i] == Kept && m.free(fieldCategory) && len(values) >= 10 && distinct > 1 && distinct*4 <= len(values) && n >= 2 && n <= 20 &&
			share(values, hasHan) >= 80 {
			m.assign(fieldCategory, i, ByValue, fmt.Sprintf("%d 个值只有 %d 种", len(values), distinct))
		}
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF })
}
