package dashboards

import (
	"fmt"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
)

// BooksAlarm says that the books differ, since when, and by how much.
func BooksAlarm(a *accounting.Alarm) string {
	return fmt.Sprintf("账不平：%s 起差 %s 条，共 %d 处", ClockText(a.Since), Number(a.Records), a.Faults)
}

// BooksTerm is one term on the right side of the equation of books.
type BooksTerm struct {
	Name string
	N    int64
}

// BooksTerms are the terms that what was received is the sum of, in the order in which every page and command shows them. Terms that are
// zero are left out.
func BooksTerms(b analytics.Books) []BooksTerm {
	var terms []BooksTerm
	for _, t := range []BooksTerm{
		{Name: "入库", N: b.Stored},
		{Name: "更新", N: b.Updated},
		{Name: "重复", N: b.Repeated},
		{Name: "退回", N: b.Rejected},
		{Name: "撤销", N: b.Withdrawn},
		{Name: "在途", N: b.InFlight},
	} {
		if t.N != 0 {
			terms = append(terms, t)
		}
	}
	return terms
}
