package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// exportPanel writes the numbers of one panel, the same that its table shows.
func (s *site) exportPanel(w http.ResponseWriter, r *http.Request) {
	name, isCSV := strings.CutSuffix(r.PathValue("panel"), ".csv")
	p, known := panel.Overview(s.Reader, s.told()).Panel(name)
	if !isCSV || !known {
		s.notFound(w, r)
		return
	}
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	q, _, err = panel.Resolve(r.Context(), s.Reader, q)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	view := dashboards.LoadOne(r.Context(), p, q)
	if view.Err != nil {
		s.problem(w, r, view.Err)
		return
	}
	if view.Table == nil {
		s.problem(w, r, &analytics.Error{Kind: analytics.KindMissing, Text: "这一栏没有可以导出的数字。"})
		return
	}
	writeCSV(w, fmt.Sprintf("%s-%s", name, q.Month), rowsOf(view.Table))
}

// rowsOf are the rows of a table for a spreadsheet.
func rowsOf(t *dashboards.Table) [][]string {
	rows := [][]string{t.Columns}
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, plainNumber(c.Text))
		}
		rows = append(rows, cells)
	}
	return rows
}

// plainNumber takes the thousands separators and the typographic minus out of a number, as a spreadsheet wants it.
func plainNumber(s string) string {
	bare := strings.NewReplacer(",", "", "−", "-", "+", "").Replace(s)
	digits := strings.TrimPrefix(bare, "-")
	if digits == "" || strings.Trim(digits, "0123456789.") != "" {
		return s
	}
	return bare
}

// writeCSV writes a table that Excel opens as Chinese: with a byte order mark. A cell that a spreadsheet would run as a formula gets an
// apostrophe in front; numbers below zero stay numbers.
func writeCSV(w http.ResponseWriter, name string, rows [][]string) {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape("huisheng-"+name+".csv"))
	_, _ = w.Write([]byte("\ufeff"))
	out := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = withoutFormula(cell)
		}
		_ = out.Write(safe) // the answer is held in memory
	}
	out.Flush()
}

func withoutFormula(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) || strings.Trim(cell, "-0123456789.") == "" {
		return cell
	}
	return "'" + cell
}
