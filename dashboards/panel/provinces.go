package panel

// tilePlace is where a province stands in the tile grid.
type tilePlace struct {
	Name        string
	Column, Row int
}

// The size of the tile grid.
const (
	tileColumns = 8
	tileRows    = 8
)

// provinces are the 31 provinces, Taiwan, Hong Kong and Macao, each one square, about where the eye looks for it.
var provinces = []tilePlace{
	{"黑龙江", 7, 0},
	{"内蒙古", 5, 1}, {"辽宁", 6, 1}, {"吉林", 7, 1},
	{"新疆", 0, 2}, {"甘肃", 2, 2}, {"宁夏", 3, 2}, {"山西", 4, 2}, {"河北", 5, 2}, {"北京", 6, 2}, {"天津", 7, 2},
	{"青海", 1, 3}, {"陕西", 3, 3}, {"河南", 4, 3}, {"山东", 5, 3},
	{"西藏", 0, 4}, {"四川", 1, 4}, {"重庆", 2, 4}, {"湖北", 3, 4}, {"安徽", 4, 4}, {"江苏", 5, 4}, {"上海", 6, 4},
	{"云南", 1, 5}, {"贵州", 2, 5}, {"湖南", 3, 5}, {"江西", 4, 5}, {"浙江", 5, 5},
	{"广西", 2, 6}, {"广东", 3, 6}, {"福建", 4, 6}, {"台湾", 6, 6},
	{"海南", 2, 7}, {"澳门", 3, 7}, {"香港", 4, 7},
}
