package sample

import (
	"slices"
	"time"

	"huisheng/analytics"
)

// Record is one complaint, what happened to it, and the truth about it. Personal data stands in it as it was told: masking is the
// importer's work. Strings and attributes stay valid; Events is used again by the next call of Next with the same Record.
type Record struct {
	Complaint analytics.Complaint
	Events    []analytics.Event // in order of time, none behind the sample's last day
	Label     Label
}

// Generator makes a sample, one complaint after the other in order of time. It is for one goroutine. What it holds does not depend
// on how many complaints it makes, but for some per cent of a fortnight's, which are to be told again.
type Generator struct {
	config     Config
	plants     []*plant
	truth      Truth
	counts     []int // complaints of each day
	population []int // customers of each province
	cells      []cell
	modelsOf   map[string]*kindModels
	alsoFor    map[string][]*talk // what else may be wrong with a kind of product

	province, channel, shop, courier, hour *picker

	day     int
	start   time.Time // midnight of the day
	end     time.Time // midnight behind the last day
	slot    int
	times   []uint32 // seconds of the day, ascending
	choice  picker   // cells and plants of the day
	weights []uint64
	silent  string // the channel that is shut on the day
	slow    *plant // the department that is stuck on the day

	repeats repeats
	main    stream
	side    stream
	author  author
	pen     pen
	arena   arena
	life    life
}

// cell is a topic and a kind of product: what is complained about.
type cell struct {
	topic  *Topic
	words  *material
	kind   string
	weight uint64
}

type kindModels struct {
	index []int
	pick  *picker
}

// New makes a generator; the configuration has been validated.
func New(c Config) *Generator {
	c = c.withDefaults()
	g := &Generator{config: c, day: -1, end: c.To.AddDate(0, 0, 1), modelsOf: map[string]*kindModels{}, alsoFor: map[string][]*talk{}}
	g.plants = newGarden(c).plants
	g.province, g.population = newPopulation(c.Rows)
	g.channel, g.shop, g.courier, g.hour = newPicker(channelWeights), newPicker(shopWeights), newPicker(courierWeights), newPicker(hourWeights)
	g.author.s = &g.main
	g.pen.author = &g.author
	for i := range topics {
		g.addTopic(&topics[i])
	}
	for i, m := range models {
		k := g.modelsOf[m.kind]
		if k == nil {
			k = &kindModels{}
			g.modelsOf[m.kind] = k
		}
		k.index = append(k.index, i)
	}
	for _, k := range g.modelsOf {
		var weights []uint64
		for _, i := range k.index {
			weights = append(weights, models[i].weight)
		}
		k.pick = newPicker(weights)
	}
	g.weights = make([]uint64, len(g.cells)+len(g.plants))
	g.schedule()
	return g
}

// hourWeights are the hours of a day from midnight on.
var hourWeights = []uint64{7, 4, 2, 2, 2, 4, 9, 22, 48, 78, 88, 80, 58, 54, 70, 76, 74, 66, 56, 60, 64, 58, 38, 18}

func (g *Generator) addTopic(t *Topic) {
	m := words.blocks[t.Code]
	total := uint64(0)
	for _, w := range m.on {
		total += w
	}
	for _, kind := range kinds {
		if w := m.on[kind]; w > 0 {
			g.cells = append(g.cells, cell{t, m, kind, m.weight * 1000 * w / total})
			g.alsoFor[kind] = append(g.alsoFor[kind], m.by[kind])
		}
	}
}

// newPopulation settles the provinces with fewer customers than complaints, so that some come back.
func newPopulation(rows int) (*picker, []int) {
	var weights []uint64
	total := uint64(0)
	for i := range provinces {
		weights = append(weights, provinces[i].weight)
		total += provinces[i].weight
	}
	var sizes []int
	for _, w := range weights {
		sizes = append(sizes, 20+int(uint64(rows)*w/total)*4/5)
	}
	return newPicker(weights), sizes
}

// schedule weighs all days, plans their counts and knows from then on how many complaints each plant brings.
func (g *Generator) schedule() {
	days := g.config.days()
	weights := make([]uint64, days)
	extra := make([]float64, len(g.plants))
	total := 0.0
	for d := range days {
		before := g.weigh(d)
		weights[d] = before
		if p := g.silence(d); p != nil {
			lost := before * channelShare(p.channel) / 1000 * silenceDepth / 1000
			weights[d] -= lost
			extra[slices.Index(g.plants, p)] -= float64(lost)
		}
		for i := range g.plants {
			extra[i] += float64(g.weights[len(g.cells)+i])
		}
		total += float64(weights[d])
	}
	var s stream
	s.seed(g.config.Seed, 0x71a7, 2)
	g.counts = plan(g.config.Rows, weights, &s)
	g.truth = Truth{Kind: "truth", Rows: g.config.Rows, Seed: g.config.Seed, From: g.config.From.Format(time.DateOnly),
		To: g.config.To.Format(time.DateOnly), Topics: Topics(), Emerging: Emerging(), Drivers: slices.Clone(drivers)}
	for _, m := range models {
		if first := analytics.Month(m.launch); first > analytics.MonthOf(g.config.From) && first <= analytics.MonthOf(g.config.To) {
			g.truth.Launches = append(g.truth.Launches, Launch{m.code, first.String()})
		}
	}
	for i, p := range g.plants {
		p.cause.Extra = int(float64(extra[i]*float64(g.config.Rows))/total + map[bool]float64{true: -0.5, false: 0.5}[extra[i] < 0])
		g.truth.Causes = append(g.truth.Causes, p.cause)
	}
}

// Truth is what is planted in the sample.
func (g *Generator) Truth() Truth {
	t := g.truth
	t.Causes = slices.Clone(t.Causes)
	return t
}

// silenceDepth is how much of a shut channel is lost, in thousandths.
const silenceDepth = 920

func channelShare(channel string) uint64 {
	total := uint64(0)
	for _, w := range channelWeights {
		total += w
	}
	return channelWeights[slices.Index(channels, channel)] * 1000 / total
}

// silence is the plant that shuts a channel on a day, or nil.
func (g *Generator) silence(day int) *plant {
	for _, p := range g.plants {
		if p.cause.Kind == "channel" && day >= p.first && day <= p.last {
			return p
		}
	}
	return nil
}

// weigh fills the weights of cells and plants for a day and returns their sum.
func (g *Generator) weigh(day int) uint64 {
	c := calendarOf(g.config.From.AddDate(0, 0, day))
	level := uint64(c.volume()*growth(day)) / 1000
	season, sale := map[string]int{}, map[string]int{}
	for _, k := range kinds {
		season[k] = c.season(k)
	}
	sum, ordinary := uint64(0), uint64(0)
	for i := range g.cells {
		cell := &g.cells[i]
		group := cell.topic.Group
		if sale[group] == 0 {
			sale[group] = c.sale(group)
		}
		w := cell.weight * level / 1000 * uint64(season[cell.kind]) / 1000 * uint64(sale[group]) / 1000
		g.weights[i] = w
		sum += w
		ordinary += cell.weight
	}
	for i, p := range g.plants {
		w := p.at(day, ordinary*level/1000)
		g.weights[len(g.cells)+i] = w
		sum += w
	}
	return sum
}

// Next makes the next complaint. It returns false, and leaves the record alone, when there are no more.
func (g *Generator) Next(r *Record) bool {
	for g.slot >= len(g.times) {
		if g.day+1 >= len(g.counts) {
			return false
		}
		g.nextDay()
	}
	g.main.seed(g.config.Seed, uint64(g.day)+1, uint64(g.slot))
	at := g.start.Unix() + int64(g.times[g.slot])
	if again, ok := g.repeats.take(g.slot); ok {
		g.retell(r, again, at)
	} else {
		g.tell(r, at)
	}
	g.slot++
	return true
}

// nextDay lays out the day's times and chances.
func (g *Generator) nextDay() {
	g.day++
	g.slot = 0
	g.start = g.config.From.AddDate(0, 0, g.day)
	g.weigh(g.day)
	g.choice.set(g.weights)
	g.silent, g.slow = "", nil
	if p := g.silence(g.day); p != nil {
		g.silent = p.channel
	}
	for _, p := range g.plants {
		if p.cause.Kind == "department" && g.day >= p.first-2 && g.day <= p.last+2 {
			g.slow = p
		}
	}
	g.main.seed(g.config.Seed, 0xda7e, uint64(g.day))
	n := g.counts[g.day]
	g.times = g.times[:0]
	for range n {
		g.times = append(g.times, uint32(g.hour.pick(&g.main)*3600+g.main.n(3600)))
	}
	slices.Sort(g.times)
	g.repeats.begin(g.day, n)
}
