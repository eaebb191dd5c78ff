package panel

import (
	"context"
	"fmt"
	"math"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// Regions is the provinces as tiles, or a ranking of whatever places are told when they are not provinces.
type Regions struct{ Reader Reader }

// TileGrid is the body of the tiles.
type TileGrid struct {
	Tiles []RegionTile
	Other []RankedRow // places that are no province, and 未填
}

// RegionTile is one province. Level is 0 (none) to 5.
type RegionTile struct {
	Name        string
	Column, Row int // 1-based
	N           uint64
	Level       int
	Door        string
	Tip         string
}

// Name implements dashboards.Panel.
func (Regions) Name() string { return "regions" }

// Load implements dashboards.Panel.
func (p Regions) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	sel := q.MonthSelection()
	counts, err := p.Reader.CountByAxis(ctx, "province", sel, analytics.Selection{})
	if err != nil {
		return dashboards.View{}, err
	}
	if !mostlyProvinces(counts) {
		return p.places(ctx, q, counts)
	}
	view := dashboards.View{Title: "各省投诉量", Subtitle: "本月件数；颜色越深越多", Kind: "tiles", Hidden: true}
	body, drawn := tileGrid(q, sel, counts)
	view.Body = body
	view.Table = Rank{Axis: "province"}.table(q, sel, counts, false)
	n, _ := total(counts)
	view.Note = tileNote(body, n)
	if top := counts[0]; top.Value != "" && n > 0 {
		view.Title = fmt.Sprintf("%s最多，占 %s%%", top.Value, dashboards.Percent(top.N, n))
	}
	view.Chart, err = chart.Tiles(drawn, tileColumns, tileRows, view.Title)
	return view, err
}

// places ranks provinces or cities by whichever tells more.
func (p Regions) places(ctx context.Context, q dashboards.Query, byProvince []analytics.ValueCount) (dashboards.View, error) {
	axis := "province"
	cities, err := p.Reader.CountByAxis(ctx, "city", q.MonthSelection(), analytics.Selection{})
	if err != nil {
		return dashboards.View{}, err
	}
	if told(cities) > told(byProvince) {
		axis = "city"
	}
	return Rank{Reader: p.Reader, Axis: axis, PanelID: p.Name(), Heading: "投诉最多的地区", NeedText: "未接入 · 需要省份或城市列"}.Load(ctx, q)
}

func told(counts []analytics.ValueCount) uint64 {
	var n uint64
	for _, c := range counts {
		if c.Value != "" {
			n += c.N
		}
	}
	return n
}

// mostlyProvinces reports whether at least half of what is told are names of provinces.
func mostlyProvinces(counts []analytics.ValueCount) bool {
	known := map[string]bool{}
	for _, p := range provinces {
		known[p.Name] = true
	}
	var yes uint64
	for _, c := range counts {
		if known[c.Value] {
			yes += c.N
		}
	}
	return yes > 0 && yes*2 >= told(counts)
}

func tileGrid(q dashboards.Query, sel analytics.Selection, counts []analytics.ValueCount) (TileGrid, []chart.Tile) {
	byName := map[string]uint64{}
	for _, c := range counts {
		byName[c.Value] = c.N
	}
	var most uint64
	for _, p := range provinces {
		most = max(most, byName[p.Name])
	}
	var body TileGrid
	var drawn []chart.Tile
	for _, p := range provinces {
		n := byName[p.Name]
		tile := RegionTile{Name: p.Name, Column: p.Column + 1, Row: p.Row + 1, N: n, Door: dashboards.Door(sel.With("province", p.Name)), Tip: p.Name + " " + dashboards.Number(n) + " 件"}
		if n > 0 {
			tile.Level = 1 + min(4, int(5*math.Sqrt(float64(n)/float64(most+1))))
		}
		body.Tiles = append(body.Tiles, tile)
		drawn = append(drawn, chart.Tile{Name: p.Name, Column: p.Column, Row: p.Row, N: n})
		delete(byName, p.Name)
	}
	for _, c := range counts {
		if n, left := byName[c.Value]; left && n > 0 {
			body.Other = append(body.Other, RankedRow{Name: dashboards.ValueName(q.Names, "province", c.Value), N: n, Door: dashboards.Door(sel.With("province", c.Value)), Rest: c.Value == ""})
		}
	}
	return body, drawn
}

func tileNote(body TileGrid, n uint64) string {
	var tiles, other uint64
	for _, t := range body.Tiles {
		tiles += t.N
	}
	for _, o := range body.Other {
		other += o.N
	}
	if other == 0 {
		return "各省合计 " + dashboards.Number(n)
	}
	return fmt.Sprintf("各省 %s + 其他 %s = %s", dashboards.Number(tiles), dashboards.Number(other), dashboards.Number(n))
}
