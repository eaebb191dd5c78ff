package similar

// TemplatePeople is how many customers must have used a wording before it is called a template: fewer may know each other, or may have been
// written down by one agent.
const TemplatePeople = 5

// Templates are the wordings that at least TemplatePeople customers used, of whom the source says who they are.
func Templates(items []Item) map[uint64]bool {
	sizes := map[uint64]int{}
	for i := range items {
		if items[i].Wording != items[i].ID {
			sizes[items[i].Wording]++
		}
	}
	type use struct{ wording, customer uint64 }
	seen, people := map[use]bool{}, map[uint64]int{}
	for i := range items {
		u := use{items[i].Wording, items[i].Customer}
		if u.customer == 0 || sizes[u.wording] < TemplatePeople-1 || seen[u] {
			continue
		}
		seen[u] = true
		people[u.wording]++
	}
	templates := map[uint64]bool{}
	for wording, n := range people {
		if n >= TemplatePeople {
			templates[wording] = true
		}
	}
	return templates
}

// MassPeople is how many customers make an event a mass complaint. Where nobody knows the customers, each matter is taken for one.
const MassPeople = 5
