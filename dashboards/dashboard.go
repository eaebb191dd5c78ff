package dashboards

import (
	"context"
	"encoding/json"
)

// Dashboard is one page: its panels in reading order.
type Dashboard struct {
	Name   string // as in the address of its exports
	Title  string
	Panels []Panel
}

// Panel finds the panel of this name.
func (d Dashboard) Panel(name string) (Panel, bool) {
	for _, p := range d.Panels {
		if p.Name() == name {
			return p, true
		}
	}
	return nil, false
}

// Panel is one part of a page. Load is called once per view of the page, from many goroutines at once, under a deadline of the panel's
// own; the error it returns is shown in the panel's place and nowhere else. A panel without data returns a View whose Empty says
// what is needed.
type Panel interface {
	Name() string
	Load(ctx context.Context, q Query) (View, error)
}

// View is what a panel shows.
type View struct {
	Name     string
	Title    string          // the finding when there is one
	Subtitle string          // what is drawn, in what unit, against what
	Kind     string          // names the template that draws Body; empty when there is only a chart
	Chart    json.RawMessage // an ECharts option, nil without one
	Hidden   bool            // the chart is only for 图片: Body draws the same
	Table    *Table          // the numbers, for 表格 and 导出
	Body     any
	Empty    string // what is missing, in place of everything else
	Lenses   []Lens // other ways to look at the same; none for most panels
	Note     string // books of the panel: parts + 未分类 = total
	Err      error  // set by Load of this package only
}

// Lens is one way to look at a panel.
type Lens struct {
	Name, Address string
	On            bool // the one that is shown
}

// Table is the numbers of a panel as rows.
type Table struct {
	Columns []string
	Rows    [][]Cell
}

// Cell is one number or label with the door to its complaints.
type Cell struct {
	Text string
	Door string // empty when there is nothing behind it
}

// Add appends a row of cells.
func (t *Table) Add(cells ...Cell) { t.Rows = append(t.Rows, cells) }
