package web

import "huisheng/analytics"

// neighbours are the addresses of the months with data before and after one, empty where there is none. The months come oldest first.
func neighbours(months []analytics.MonthState, of analytics.Month, address func(analytics.Month) string) (older, newer string) {
	for _, m := range months {
		if m.Month < of {
			older = address(m.Month)
		}
		if m.Month > of && newer == "" {
			newer = address(m.Month)
		}
	}
	return older, newer
}
