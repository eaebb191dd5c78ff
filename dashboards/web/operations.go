package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
	"huisheng/dashboards/operations"
)

// Operations is how the installation is doing.
type Operations interface {
	// Snapshot returns the newest measurement at once; its At is zero before the first.
	Snapshot() operations.Snapshot
}

// operationsPage is what the template of 运行 shows.
type operationsPage struct {
	Ready   bool
	Alarms  []operations.Alarm
	Urgent  bool
	Calm    string // the sentence when nothing is wrong
	Figures []opsFigure
	Flow    card
	Lag     opsTable
	Members opsTable
	Jobs    opsTable
	Tables  opsTable
	Facts   [][2]string // names and values: versions and places
}

// opsFigure is one number with what it stands beside.
type opsFigure struct {
	Name, Value, Unit, Note, Tone string
	Door                          string
}

// opsTable is a table with its title, and what to say when it is empty.
type opsTable struct {
	Title, Note, Empty string
	Columns            []string
	Rows               [][]dashboards.Cell
}

func (s *site) showOperations(w http.ResponseWriter, r *http.Request) {
	if s.Operations == nil {
		s.notFound(w, r)
		return
	}
	snapshot := s.Operations.Snapshot()
	s.show(w, r, http.StatusOK, "operations", frame{Title: "运行", Active: "operations", Books: s.books(r), Body: s.operationsPage(&snapshot)})
}

// exportFlow writes the numbers of the chart.
func (s *site) exportFlow(w http.ResponseWriter, r *http.Request) {
	if s.Operations == nil {
		s.notFound(w, r)
		return
	}
	snapshot := s.Operations.Snapshot()
	if table := s.flowCard(&snapshot).View.Table; table != nil {
		writeCSV(w, "flow", rowsOf(table))
	}
}

func (s *site) serveMetrics(w http.ResponseWriter, r *http.Request) {
	if s.Metrics == nil {
		s.notFound(w, r)
		return
	}
	s.Metrics.ServeHTTP(w, r)
}

func (s *site) operationsPage(o *operations.Snapshot) operationsPage {
	page := operationsPage{Ready: !o.At.IsZero()}
	if !page.Ready {
		return page
	}
	page.Alarms = operations.Alarms(o)
	for _, a := range page.Alarms {
		page.Urgent = page.Urgent || a.Urgent
	}
	page.Calm = calm(o)
	page.Figures = opsFigures(o)
	page.Flow = s.flowCard(o)
	page.Lag, page.Members, page.Jobs, page.Tables = lagTable(o), memberTable(o), jobTable(o), storageTable(o)
	page.Facts = opsFacts(o)
	return page
}

// calm says in one sentence what goes on when nothing is wrong.
func calm(o *operations.Snapshot) string {
	arrived, drained := o.Rates()
	switch {
	case o.Lag() > 0 && drained > 0:
		return fmt.Sprintf("一切正常，正在入库：在途 %s 条，每秒入库 %s 条，约 %s后清空", dashboards.Number(o.Lag()), rate(drained), operations.Short(drain(o.Lag(), drained-arrived)))
	case o.Lag() > 0:
		return fmt.Sprintf("一切正常，正在入库：在途 %s 条", dashboards.Number(o.Lag()))
	case arrived > 0:
		return fmt.Sprintf("一切正常：每秒收到 %s 条，随到随入库", rate(arrived))
	}
	return "一切正常：没有在途的记录"
}

// drain is how long a backlog lasts; when it does not shrink, as long as the records that are there would take.
func drain(lag uint64, rate float64) time.Duration {
	if rate <= 0 {
		return 0
	}
	return time.Duration(float64(lag) / rate * float64(time.Second))
}

// rate writes records a second: whole ones unless there are few.
func rate(r float64) string {
	if r >= 10 {
		return dashboards.Number(int64(r + 0.5))
	}
	return dashboards.Decimal(r)
}

func opsFigures(o *operations.Snapshot) []opsFigure {
	arrived, drained := o.Rates()
	lag := opsFigure{Name: "在途", Value: dashboards.Number(o.Lag()), Unit: "条", Note: "已到 Kafka，尚未入库"}
	switch {
	case o.Lag() > 0 && drained > arrived:
		lag.Note = "约 " + operations.Short(drain(o.Lag(), drained-arrived)) + "后清空"
	case o.Lag() > 0 && o.Traffic.Growing > 0:
		lag.Note, lag.Tone = "▲ 仍在增长", "up"
	}
	in := opsFigure{Name: "收到", Value: rate(arrived), Unit: "条/秒", Note: "近 1 分钟 · 15 分钟共 " + dashboards.Number(o.Traffic.Arrived) + " 条"}
	out := opsFigure{Name: "入库", Value: rate(drained), Unit: "条/秒", Note: "近 1 分钟 · 15 分钟共 " + dashboards.Number(o.Traffic.Stored) + " 条"}
	if r := o.Receiving; r != nil && r.Last.Rows > 0 {
		out.Note = fmt.Sprintf("近 1 分钟 · 最近一批 %s 条，%s", dashboards.Number(r.Last.Rows), operations.Short(r.Last.Took))
	}
	rejects := opsFigure{Name: "退回率", Value: dashboards.Percent(o.Traffic.Rejected, o.Traffic.Stored), Unit: "%",
		Note: fmt.Sprintf("近 15 分钟退回 %s 条", dashboards.Number(o.Traffic.Rejected))}
	if o.Traffic.Stored == 0 {
		rejects.Value, rejects.Unit, rejects.Note = "–", "", "近 15 分钟没有入库"
	}
	return []opsFigure{lag, in, out, rejects, freshFigure("明细新鲜度", o.Fresh.List, 5*time.Second), freshFigure("图表新鲜度", o.Fresh.Figures, time.Minute)}
}

// freshFigure tells how long the slowest record of the last minutes took, or that all is seen.
func freshFigure(name string, a operations.Age, within time.Duration) opsFigure {
	f := opsFigure{Name: name, Note: "应在 " + operations.Short(within) + "内"}
	worst := max(a.Most, a.Now)
	switch {
	case !a.Known:
		f.Value, f.Note = "–", "还没有测到"
	case worst == 0:
		f.Value, f.Note = "最新", "近 15 分钟没有新记录 · "+f.Note
	default:
		f.Value, f.Unit, _ = strings.Cut(operations.Short(worst), " ")
		f.Note = "近 15 分钟最慢 · " + f.Note
	}
	if a.Known && worst > within {
		f.Tone = "up"
	}
	return f
}

// flowCard is the chart of the last 15 minutes, drawn by the same contract as panels.
func (s *site) flowCard(o *operations.Snapshot) card {
	v := dashboards.View{Name: "flow", Title: "近 15 分钟的收到与入库", Subtitle: "条/秒，每 15 秒一点；浅色为收到，蓝色为入库",
		Table: &dashboards.Table{Columns: []string{"时间", "收到（条/秒）", "入库（条/秒）", "在途（条）"}}}
	if len(o.Points) < 2 {
		v.Empty = "刚启动，半分钟后有图。"
		return card{View: v, Class: "c12"}
	}
	moments := make([]chart.Moment, len(o.Points))
	for i, p := range o.Points {
		clock := p.At.In(analytics.Zone).Format("15:04:05")
		moments[i] = chart.Moment{Name: clock[:5], In: tenth(p.Arrived), Out: tenth(p.Stored), Labelled: i%8 == 0,
			Tip: fmt.Sprintf("%s\n收到 %s 条/秒\n入库 %s 条/秒\n在途 %s 条", clock, rate(p.Arrived), rate(p.Stored), dashboards.Number(p.Lag))}
		v.Table.Add(dashboards.Cell{Text: clock}, dashboards.Cell{Text: rate(p.Arrived)}, dashboards.Cell{Text: rate(p.Stored)}, dashboards.Cell{Text: dashboards.Number(p.Lag)})
	}
	if v.Chart, v.Err = chart.Flow(moments, "收到", "入库", v.Title); v.Err != nil {
		s.Log.Error("the flow was not drawn", "error", v.Err)
	}
	return card{View: v, Class: "c12"}
}

// tenth rounds for the axis, whose numbers nobody reads to the millionth.
func tenth(x float64) float64 { return float64(int64(x*10+0.5)) / 10 }
