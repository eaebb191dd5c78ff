package dashboards

import (
	"fmt"
	"strconv"

	"huisheng/analytics"
)

// ThemeText writes the id of a theme in an address.
func ThemeText(id uint64) string { return fmt.Sprintf("%016x", id) }

// ParseTheme reads what ThemeText wrote.
func ParseTheme(s string) (uint64, error) {
	id, err := strconv.ParseUint(s, 16, 64)
	if err != nil || id == 0 {
		return 0, analytics.Invalid("theme", "没有编号为 %q 的话题", s)
	}
	return id, nil
}

// LifeName is what people call what a theme does in a month.
func LifeName(life string) string {
	return map[string]string{analytics.ThemeBorn: "新生", analytics.ThemeGrown: "增长", analytics.ThemeSteady: "持续", analytics.ThemeMerged: "合并",
		analytics.ThemeSplit: "分裂", analytics.ThemeFaded: "消退"}[life]
}
