package web

import (
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// arrange lays the panels below the figures out in twelve columns. Panels with much to show stand in pairs, those with few rows follow
// in lines of their own kind, and panels without anything stand at the end in one line, so that no card is a white hole.
func arrange(views map[string]dashboards.View, export string) []card {
	var large, small, empty []string
	for _, name := range []string{"topics", "categories", "matrix", "regions"} {
		switch {
		case views[name].Empty != "":
			empty = append(empty, name)
		case isShort(views[name]):
			small = append(small, name)
		default:
			large = append(large, name)
		}
	}
	for _, name := range []string{"channels", "wants"} {
		switch view, made := views[name]; {
		case !made:
		case view.Empty != "":
			empty = append(empty, name)
		default:
			small = append(small, name)
		}
	}
	// The matrix is wide: it stands at the left of a pair, or alone.
	if len(large) == 3 && large[1] == "matrix" {
		large[1], large[2] = large[2], large[1]
	}
	cards := []card{{views["trend"], "c7", export}, {views["days"], "c5", export}}
	add := func(name, class string) { cards = append(cards, card{views[name], class, export}) }
	switch why, made := views["why"]; {
	case !made:
	case why.Empty != "" || why.Err != nil:
		empty = append(empty, "why")
	default:
		add("why", "c12")
	}
	for i := 0; i < len(large); i += 2 {
		if i+1 == len(large) {
			add(large[i], "c12")
			break
		}
		add(large[i], "c7")
		add(large[i+1], "c5")
	}
	for i, name := range small {
		add(name, evenly(len(small), i))
	}
	for i, name := range empty {
		add(name, evenly(len(empty), i)+" compact")
	}
	return cards
}

// shortRows is up to how many rows a ranking would leave most of a card beside a long one white.
const shortRows = 6

func isShort(v dashboards.View) bool {
	ranking, ok := v.Body.(panel.Ranking)
	return ok && len(ranking.Rows) <= shortRows
}

// evenly is the class of the i-th of n cards that share lines, at most three in one.
func evenly(n, i int) string {
	switch left := n % 3; {
	case n == 1 || left == 1 && i == n-1:
		return "c12"
	case n == 2 || left == 2 && i >= n-2:
		return "c6"
	}
	return "c4"
}
