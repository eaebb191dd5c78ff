package web

import (
	"net/http"
	"strconv"

	"huisheng/dashboards"
)

// exportActions writes all measures as a table, with their verdicts.
func (s *site) exportActions(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, actionsTimeout)
	defer cancel()
	list, err := s.actionRows(ctx)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	rows := [][]string{{"编号", "事项", "对象", "措施", "责任部门", "负责人", "期限", "超期", "生效日", "状态", "结论", "降幅 %", "区间低 %", "区间高 %", "前日均件", "后日均件", "后件数", "按以往应有", "复发日", "说明"}}
	for i := range list {
		rows = append(rows, exportedAction(&list[i]))
	}
	writeCSV(w, "actions-"+dashboards.DateText(s.Clock()), rows)
}

func exportedAction(row *actionRow) []string {
	j := row.judged
	cells := []string{strconv.FormatUint(j.Number, 10), j.Title, row.Cause, j.Measure, j.Department, j.Owner, dayField(j.Due), map[bool]string{true: "是"}[row.overdue], dayField(j.DoneAt), j.Status.Name(), row.State}
	if j.Read && j.Ratio == j.Ratio && j.Days > 0 { // a ratio that is not known is not a number
		cells = append(cells, percentCell(j.Fall()), percentCell(1-j.High), percentCell(1-j.Low), figureCell(j.Before), figureCell(j.After), figureCell(j.CasesAfter), figureCell(j.Result.Expected))
	} else {
		cells = append(cells, "", "", "", "", "", "", "")
	}
	relapse := ""
	if j.Relapse >= 0 {
		relapse = dashboards.DateText(j.Day(j.Relapse))
	}
	return append(cells, relapse, row.Sentence)
}

// percentCell writes a share in percent as a spreadsheet reads it; one without bound is empty.
func percentCell(x float64) string {
	if x < -1e6 {
		return ""
	}
	return strconv.FormatFloat(x*100, 'f', 1, 64)
}

func figureCell(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }
