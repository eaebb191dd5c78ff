package sample

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"huisheng/analytics"
)

// Unit is what the exposures of the sample count: orders.
const Unit = "orders"

// levels are the complaint rates of the departments that handle orders, in complaints per 100,000 orders over the whole sample. Single months
// stand above or below them, as complaints have seasons and causes of their own. The other departments handle no orders and so have no rate.
var levels = map[string]int{
	"华北售后服务部": 690, "东北售后服务部": 730, "华东售后服务部": 620, "华中售后服务部": 710, "华南售后服务部": 660, "西南售后服务部": 760,
	"西北售后服务部": 880, "手机售后部": 640, "软件与云服务部": 560, "物流管理部": 740, "电商运营部": 700,
}

// tallies count complaints by what exposures are split by. The complaints of a sample set the size of the business, not the other way round,
// so that the rates of a sample of 2,000 complaints are those of one of a million.
type tallies struct{ departments, lines map[string]int }

func (t *tallies) add(c *analytics.Complaint) {
	if t.departments == nil {
		t.departments, t.lines = map[string]int{}, map[string]int{}
	}
	t.departments[c.Department]++
	t.lines[c.Product.Line]++
}

// lineShares are how many orders a product line has for its complaints, in hundredths of what all have: a phone is sold more often
// than a machine that somebody has to install.
var lineShares = map[string]int{"冰箱": 96, "空调": 84, "洗衣机": 95, "热水器": 88, "电视": 104, "厨房电器": 118, "清洁电器": 98, "手机": 112, "智能家居": 90, "穿戴与平板": 125}

// slice is one part of the orders of a month.
type slice struct {
	name   string
	weight float64
	orders int
}

// exposures are the orders of every month of the sample: the whole, by department and by product line, each of both summing up to the whole.
// Their random numbers are a stream of their own.
func (g *Generator) exposures(t *tallies) []analytics.Exposure {
	departments, lines := slices.Sorted(maps.Keys(t.departments)), slices.Sorted(maps.Keys(t.lines))
	months, whole := g.monthsOfOrders()
	var list []analytics.Exposure
	for i, month := range months {
		var s stream
		s.seed(g.config.Seed, 0x0de5, uint64(month.Month))
		total := 0
		var parts []slice
		for _, name := range departments {
			if level, ok := levels[name]; ok {
				n := float64(t.departments[name]) * 100_000 / float64(level) * month.weight / whole
				p := slice{name: name, orders: max(1, int(float64(n*wobble(&s))+0.5))}
				parts, total = append(parts, p), total+p.orders
			}
		}
		if total == 0 {
			continue
		}
		list = append(list, g.exposure(months[i].Month, nil, total))
		for _, p := range parts {
			list = append(list, g.exposure(month.Month, map[string]string{"department": p.name}, p.orders))
		}
		for _, p := range g.linesOf(month, lines, t, total, &s) {
			list = append(list, g.exposure(month.Month, map[string]string{"product.line": p.name}, p.orders))
		}
	}
	return list
}

func (g *Generator) exposure(month analytics.Month, dimensions map[string]string, orders int) analytics.Exposure {
	return analytics.Exposure{Source: Source, Month: month, Unit: Unit, Dimensions: dimensions, Value: float64(orders)}
}

// wobble is the scatter of orders around their plan, 3 %.
func wobble(s *stream) float64 { return 1 + float64(0.03*s.normal()) }

// monthOfOrders is a month with the weight of its days.
type monthOfOrders struct {
	analytics.Month
	weight float64
	middle time.Time
}

// monthsOfOrders weighs the months: growth, holidays and the two great sales, by the days that lie in the sample.
func (g *Generator) monthsOfOrders() (list []monthOfOrders, whole float64) {
	for day := range g.config.days() {
		at := g.config.From.AddDate(0, 0, day)
		c := calendarOf(at)
		w := float64(c.volume() * growth(day) / 1000 * (1000 + (c.sale("价格与促销")-1000)/3))
		if m := analytics.MonthOf(at); len(list) == 0 || list[len(list)-1].Month != m {
			list = append(list, monthOfOrders{Month: m, middle: m.First().AddDate(0, 0, 14)})
		}
		list[len(list)-1].weight += w
		whole += w
	}
	return list, whole
}

// kindOfLine is the kind of things by whose season a product line is bought.
func kindOfLine(line string) string {
	for i := range models {
		if models[i].line == line {
			return models[i].kind
		}
	}
	return ""
}

// linesOf splits the orders of a month among the product lines, to the order: by their complaints over the whole sample, and with a third of
// the season that these have.
func (g *Generator) linesOf(month monthOfOrders, names []string, t *tallies, total int, s *stream) []slice {
	c := calendarOf(month.middle)
	var parts []slice
	sum := 0.0
	for _, name := range names {
		season := float64(2000+c.season(kindOfLine(name))) / 3000
		sold := float64(cmp.Or(lineShares[name], 100))
		p := slice{name: name, weight: float64(t.lines[name]) * sold * season * wobble(s)}
		parts, sum = append(parts, p), sum+p.weight
	}
	so, given := 0.0, 0
	for i := range parts {
		so += parts[i].weight
		upTo := int(float64(float64(total)*so)/sum + 0.5)
		if i == len(parts)-1 {
			upTo = total
		}
		parts[i].orders = upTo - given
		given = upTo
	}
	return parts
}

// writeExposures writes them as lines of exposure.v1.
func (g *Generator) writeExposures(w io.Writer, t *tallies) error {
	for _, x := range g.exposures(t) {
		l := line{b: []byte{'{'}}
		l.text("source", x.Source)
		l.text("month", x.Month.String())
		l.text("unit", x.Unit)
		if len(x.Dimensions) > 0 {
			l.object("dimensions")
			for name, value := range x.Dimensions { // there is one
				l.text(name, value)
			}
			l.b = append(l.b, '}')
		}
		l.name("value")
		l.b = append(strconv.AppendInt(l.b, int64(x.Value), 10), '}', '\n')
		if _, err := w.Write(l.b); err != nil {
			return err
		}
	}
	return nil
}
