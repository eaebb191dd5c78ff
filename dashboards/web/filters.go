package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// filterAxes are the axes that the form offers, in reading order.
var filterAxes = []string{"source", "product_line", "product", "province", "channel", "department", "topic", "topic_why", "topic_where", "category", "grade",
	analytics.AxisUrgency, analytics.AxisDemand, analytics.AxisMood}

// mostOptions bounds a choice: beyond it a person searches instead.
const mostOptions = 200

type filtersPage struct {
	Action string
	Month  string
	Fields []filterField
	States []filterOption // what became of a complaint; only a list is picked by it
	Keep   []hiddenField
}

type filterField struct {
	Axis, Name string
	Options    []filterOption
}

type filterOption struct {
	Value, Name string
	N           uint64
	Chosen      bool
}

type hiddenField struct{ Name, Value string }

// showFilters writes the form with the values that the month has. It is fetched when somebody opens the filters, so that a page does
// not pay for it.
func (s *site) showFilters(w http.ResponseWriter, r *http.Request) {
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
	page := filtersPage{Action: "/", Month: q.Month.String()}
	if r.URL.Query().Get("for") == "complaints" {
		page.Action = "/complaints"
		for _, state := range analytics.States {
			page.States = append(page.States, filterOption{Value: string(state), Name: dashboards.StateName(state), Chosen: string(state) == r.URL.Query().Get("state")})
		}
	}
	page.Keep = keptFields(r, page.Action)
	for _, axis := range filterAxes {
		counts, err := s.Reader.CountByAxis(r.Context(), axis, q.MonthSelection().Free(axis), analytics.Selection{})
		if err != nil {
			s.problem(w, r, err)
			return
		}
		if field := fieldOf(q, axis, counts); len(field.Options) > 1 || anyChosen(field) {
			page.Fields = append(page.Fields, field)
		}
	}
	s.show(w, r, http.StatusOK, "filters", frame{Body: page, Fragment: true})
}

func fieldOf(q dashboards.Query, axis string, counts []analytics.ValueCount) filterField {
	chosen := map[string]bool{}
	values, _ := q.Chosen(axis)
	for _, v := range values {
		chosen[v] = true
	}
	field := filterField{Axis: axis, Name: dashboards.AxisName(axis)}
	for i, c := range counts {
		if i < mostOptions || chosen[c.Value] {
			field.Options = append(field.Options, filterOption{Value: c.Value, Name: dashboards.ValueName(q.Names, axis, c.Value), N: c.N, Chosen: chosen[c.Value]})
			delete(chosen, c.Value)
		}
	}
	for _, v := range values {
		if chosen[v] {
			field.Options = append(field.Options, filterOption{Value: v, Name: dashboards.ValueName(q.Names, axis, v), Chosen: true})
		}
	}
	return field
}

func anyChosen(f filterField) bool {
	for _, o := range f.Options {
		if o.Chosen {
			return true
		}
	}
	return false
}

// keptFields carries on what the form does not show: the month or days, refused values, words, and on the overview the state.
func keptFields(r *http.Request, action string) []hiddenField {
	values := r.URL.Query()
	for name := range values {
		if contains(filterAxes, name) || name == "for" || action == "/" && (name == "from" || name == "to" || name == "import") || action != "/" && name == "state" {
			delete(values, name)
		}
	}
	return hiddenFields(values)
}

// hiddenFields carries values on in a form, by name, so that the same page is the same text.
func hiddenFields(values url.Values) []hiddenField {
	var list []hiddenField
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, v := range values[name] {
			list = append(list, hiddenField{name, v})
		}
	}
	return list
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
