package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Taxonomies gives the page 分类体系 the classifier of now, with what people changed of its words. It is asked once for a view.
type Taxonomies interface {
	Classifier(ctx context.Context) (*topic.Classifier, error)
}

// maxTry bounds a text to try: longer than nearly every complaint.
const maxTry = 2000

type taxonomyPage struct {
	Packs   []packLink
	Pack    string
	Version int
	Lenses  []dashboards.Lens
	Axis    string // what the pack calls it
	Rows    []nodeRow
	Period  string // of the counts, empty without complaints
	N       uint64
	All     string // door to all complaints of the month
	Parts   []namedDoor
	Try     string
	Hidden  []hiddenField
	Trial   []trialView
}

// packLink leads to a pack.
type packLink struct {
	Name, Address string
	N             uint64 // complaints of the newest month with a topic of it
	On            bool
}

// nodeRow is a node of the tree with its complaints.
type nodeRow struct {
	Name, Code, Definition string
	Level                  int
	Leaf                   bool
	Examples, Counter      []string
	N                      uint64
	Share, Door            string
}

// namedDoor is a part of the total.
type namedDoor struct {
	Name, Door string
	N          uint64
}

// trialView is one axis of a text that was tried.
type trialView struct {
	Axis, Label, Path, Sure string
	None                    bool
	Words                   []textPart
	Others                  []otherView
}

// otherView is a label that was weighed and did not come first.
type otherView struct{ Name, How, Score string }

// showTaxonomy writes the page.
func (s *site) showTaxonomy(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	classifier, err := s.Taxonomies.Classifier(ctx)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	axis, known := topic.ParseAxis(r.URL.Query().Get("axis"))
	if !known {
		s.problem(w, r, analytics.Invalid("axis", "没有 %q 这条轴，可选 what、why、where", r.URL.Query().Get("axis")))
		return
	}
	page, err := s.taxonomyOf(ctx, classifier.Taxonomy(), axis, r.URL.Query().Get("pack"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page.try(classifier, r.URL.Query().Get("text"))
	page.Hidden = hiddenFields(url.Values{"pack": {page.Pack}, "axis": {axis.String()}})
	s.show(w, r, http.StatusOK, "taxonomy", frame{Title: "分类体系", Active: "taxonomy", Books: s.books(r), Body: page})
}

// taxonomyOf counts the newest month's complaints by the labels of an axis and lays the tree of a pack out; without a pack, of the one that
// most topics of that month are of.
func (s *site) taxonomyOf(ctx context.Context, t *topic.Taxonomy, axis topic.Axis, pack string) (taxonomyPage, error) {
	page := taxonomyPage{Pack: pack}
	q, _, err := panel.Resolve(ctx, s.Reader, dashboards.Query{Now: s.Clock(), Names: s.Names})
	if err != nil {
		return page, err
	}
	counts, byTopic := map[string]uint64{}, map[string]uint64{}
	if q.Month != 0 {
		page.Period, page.All = dashboards.MonthText(q.Month), dashboards.Door(q.MonthSelection())
		if counts, err = s.countLabels(ctx, axis, q); err != nil {
			return page, err
		}
		if byTopic, err = s.countLabels(ctx, topic.What, q); err != nil {
			return page, err
		}
	}
	page.choose(t, byTopic, axis)
	i := slices.IndexFunc(t.Schemes(), func(c topic.Scheme) bool { return c.Code == page.Pack })
	if i < 0 {
		return page, &analytics.Error{Kind: analytics.KindMissing, Text: "没有代号为 " + page.Pack + " 的分类包。"}
	}
	scheme := t.Schemes()[i]
	page.Version, page.Axis = scheme.Version, scheme.Axes[axis]
	for _, a := range topic.Axes {
		page.Lenses = append(page.Lenses, dashboards.Lens{Name: scheme.Axes[a], On: a == axis, Address: "/taxonomy?" + url.Values{"pack": {page.Pack}, "axis": {a.String()}}.Encode()})
	}
	packs := []string{scheme.Code}
	if axis != topic.What {
		packs = append(packs, scheme.Extends...)
	}
	page.fill(t, packs, axis, counts, q)
	return page, nil
}

func (s *site) countLabels(ctx context.Context, axis topic.Axis, q dashboards.Query) (map[string]uint64, error) {
	list, err := s.Reader.CountByAxis(ctx, axis.Column(), q.MonthSelection(), analytics.Selection{})
	out := map[string]uint64{}
	for _, c := range list {
		out[c.Value] += c.N
	}
	return out, err
}

// choose lists the packs, and takes the one with most topics when none was asked for.
func (p *taxonomyPage) choose(t *topic.Taxonomy, byTopic map[string]uint64, axis topic.Axis) {
	most := uint64(0)
	asked := p.Pack != ""
	for i, scheme := range t.Schemes() {
		link := packLink{Name: scheme.Name, Address: "/taxonomy?" + url.Values{"pack": {scheme.Code}, "axis": {axis.String()}}.Encode()}
		for _, e := range t.Tree(scheme.Code, topic.What) {
			link.N += byTopic[e.Code]
		}
		if !asked && (i == 0 || link.N > most) {
			most, p.Pack = link.N, scheme.Code
		}
		p.Packs = append(p.Packs, link)
	}
	for i, scheme := range t.Schemes() {
		p.Packs[i].On = scheme.Code == p.Pack
	}
}

// fill lays out the trees of a pack and of those that it extends, and says what of the month is elsewhere, so that the parts are the total.
func (p *taxonomyPage) fill(t *topic.Taxonomy, packs []string, axis topic.Axis, counts map[string]uint64, q dashboards.Query) {
	month := q.MonthSelection()
	for _, n := range counts {
		p.N += n
	}
	here := uint64(0)
	var own []string
	var nodes []topic.Entry
	for _, pack := range packs {
		nodes = append(nodes, t.Tree(pack, axis)...)
	}
	for _, e := range nodes {
		row := nodeRow{Name: e.Name, Code: e.Code, Definition: e.Definition, Level: e.Level, Leaf: e.Leaf, Examples: e.Examples, Counter: e.Counter}
		codes := t.Under(e.Code)
		for _, code := range codes {
			row.N += counts[code]
		}
		if p.Period != "" {
			row.Share, row.Door = dashboards.Percent(row.N, max(p.N, 1)), dashboards.Door(month.With(axis.Column(), codes...))
		}
		if e.Leaf {
			here += row.N
			own = append(own, e.Code)
		}
		p.Rows = append(p.Rows, row)
	}
	if p.Period == "" {
		return
	}
	if len(own) > 0 {
		p.Parts = append(p.Parts, namedDoor{"列出", dashboards.Door(month.With(axis.Column(), own...)), here})
	}
	if rest := p.N - here - counts[""]; rest > 0 {
		p.Parts = append(p.Parts, namedDoor{"其他分类包", dashboards.Door(month.Without(axis.Column(), append(own, "")...)), rest})
	}
	p.Parts = append(p.Parts, namedDoor{topic.Unclassified, dashboards.Door(month.With(axis.Column(), "")), counts[""]})
}

// try reads a text as a complaint is read, and shows what was weighed.
func (p *taxonomyPage) try(c *topic.Classifier, words string) {
	words = strings.TrimSpace(words)
	if r := []rune(words); len(r) > maxTry {
		words = string(r[:maxTry])
	}
	if p.Try = words; words == "" {
		return
	}
	t, e := c.Taxonomy(), c.Explain(words, "")
	for _, axis := range topic.Axes {
		label := []analytics.Label{{Code: e.Topic, From: e.From, Confidence: e.Confidence}, e.Why, e.Where}[axis]
		v := trialView{Axis: axis.Name(), Label: t.Name(label.Code), None: label.Code == ""}
		for _, scheme := range t.Schemes() {
			if scheme.Code == e.Home {
				v.Axis = scheme.Axes[axis]
			}
		}
		if path := t.Path(label.Code); len(path) > 1 {
			v.Path = strings.Join(path[:len(path)-1], " › ")
		}
		var evidence []analytics.Evidence
		for _, one := range e.Evidence {
			if one.Topic == label.Code && label.Code != "" {
				evidence = append(evidence, one)
			}
		}
		v.Words = markText(words, evidence, "")
		if !v.None {
			v.Sure = dashboards.Signs(label.Confidence)
		}
		for _, other := range e.Candidates[axis] {
			if other.Code != label.Code && len(v.Others) < triedOthers {
				v.Others = append(v.Others, otherView{t.Name(other.Code), strings.Join(other.Words, "、"), dashboards.Decimal(float64(other.Score))})
			}
		}
		p.Trial = append(p.Trial, v)
	}
}

// triedOthers is how many of the labels that did not come first are shown.
const triedOthers = 3
