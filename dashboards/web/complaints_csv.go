package web

import (
	"net/http"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// The export of the list is read in pieces of exportPiece and ends at exportRows, as an answer is held in memory: about 20 MB.
const (
	exportPiece = 5_000
	exportRows  = 50_000
)

// exportComplaints writes the list as CSV, newest first.
func (s *site) exportComplaints(w http.ResponseWriter, r *http.Request) {
	q, sel, err := s.listQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	rows := [][]string{{"收到时间", "来源", "编号", "产品线", "产品", "省份", "等级", "来源分类", "主题", "进度", "去重件", "去模板件", "原文开头"}}
	after := analytics.Cursor{}
	for len(rows) <= exportRows {
		list, err := s.Reader.ListComplaints(r.Context(), sel, q.Now, after, exportPiece)
		if err != nil {
			s.problem(w, r, err)
			return
		}
		for _, l := range list {
			topic := dashboards.ValueName(q.Names, "topic", l.Topic)
			if l.Pending {
				topic = "待分析"
			}
			rows = append(rows, []string{dashboards.TimeText(l.ReceivedAt), l.Source, l.ID, l.Product.Line, l.Product.Name, l.Province, l.Grade, l.Category, topic, stageName(l.Stage), oneOr0(!l.Duplicate), oneOr0(!l.Copied), l.Head})
			after = analytics.Cursor{ReceivedAt: l.ReceivedAt, Key: l.Key}
		}
		if len(list) < exportPiece {
			break
		}
	}
	writeCSV(w, "complaints", rows)
}

// oneOr0 is 1 for what counts and 0 for what does not, so that a column of them can be summed.
func oneOr0(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}
