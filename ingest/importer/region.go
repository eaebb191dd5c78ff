package importer

import (
	"strings"

	"huisheng/analytics"
)

// provinces are the short names with the suffixes of the long ones.
var provinces = []struct{ short, suffix string }{
	{"北京", "市"}, {"天津", "市"}, {"上海", "市"}, {"重庆", "市"}, {"河北", "省"}, {"山西", "省"}, {"辽宁", "省"}, {"吉林", "省"}, {"黑龙江", "省"}, {"江苏", "省"},
	{"浙江", "省"}, {"安徽", "省"}, {"福建", "省"}, {"江西", "省"}, {"山东", "省"}, {"河南", "省"}, {"湖北", "省"}, {"湖南", "省"}, {"广东", "省"}, {"海南", "省"},
	{"四川", "省"}, {"贵州", "省"}, {"云南", "省"}, {"陕西", "省"}, {"甘肃", "省"}, {"青海", "省"}, {"台湾", "省"}, {"内蒙古", "自治区"}, {"广西", "壮族自治区"},
	{"西藏", "自治区"}, {"宁夏", "回族自治区"}, {"新疆", "维吾尔自治区"}, {"香港", "特别行政区"}, {"澳门", "特别行政区"},
}

// isMunicipality: these are city and province in one.
func isMunicipality(short string) bool {
	return short == "北京" || short == "天津" || short == "上海" || short == "重庆"
}

// cutProvince takes a province off the beginning of a place: its short name and what follows.
func cutProvince(s string) (short, rest string) {
	if strings.HasPrefix(s, "海南藏族") { // a prefecture of Qinghai
		return "", s
	}
	for _, p := range provinces {
		rest, ok := strings.CutPrefix(s, p.short)
		if !ok {
			continue
		}
		if after, ok := strings.CutPrefix(rest, p.suffix); ok {
			return p.short, after
		}
		for _, suffix := range []string{"自治区", "省"} {
			if after, ok := strings.CutPrefix(rest, suffix); ok {
				return p.short, after
			}
		}
		if strings.HasPrefix(rest, "市") { // 吉林市 is a city of 吉林
			return p.short, s
		}
		return p.short, rest
	}
	return "", s
}

// shortProvince is the short name of a province told alone; what is none stays as it is.
func shortProvince(s string) string {
	if short, rest := cutProvince(s); short != "" && rest == "" {
		return short
	}
	return s
}

const placeSeparators = " -/,、·>|_　"

// splitRegion takes a place in one piece apart. Without a province at its beginning all of it is the city.
func splitRegion(s string) analytics.Region {
	s = strings.TrimSpace(s)
	province, rest := cutProvince(s)
	if province == "" {
		return analytics.Region{City: s}
	}
	rest = strings.Trim(rest, placeSeparators)
	if isMunicipality(province) {
		for _, again := range []string{province + "市", province, "市辖区"} {
			rest = strings.Trim(strings.TrimPrefix(rest, again), placeSeparators)
		}
		if rest == "" {
			return analytics.Region{Province: province}
		}
		return analytics.Region{Province: province, City: province + "市", District: rest}
	}
	city, district := cutCity(rest)
	return analytics.Region{Province: province, City: city, District: district}
}

// cutCity splits behind the first separator or the ending of a city, prefecture or league.
func cutCity(s string) (city, district string) {
	if i := strings.IndexAny(s, placeSeparators); i > 0 {
		return s[:i], strings.Trim(s[i:], placeSeparators)
	}
	for _, ending := range []string{"自治州", "地区", "盟", "市"} {
		if i := strings.Index(s, ending); i > 0 {
			return s[:i+len(ending)], s[i+len(ending):]
		}
	}
	return s, ""
}
