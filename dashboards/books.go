package dashboards

import (
	"fmt"

	"huisheng/analytics/accounting"
)

// BooksAlarm says that the books differ, since when, and by how much.
func BooksAlarm(a *accounting.Alarm) string {
	return fmt.Sprintf("账不平：%s 起差 %s 条，共 %d 处", ClockText(a.Since), Number(a.Records), a.Faults)
}
