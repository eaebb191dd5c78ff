package cause

import "slices"

// Apart keeps attributes out of each other's company: no cause has two of them. They are several names for one thing, as a source's own category
// and our label of the same words, and both in one sentence would say it twice. Call it before Explain, once for each group.
func (c *Cells) Apart(names ...string) {
	c.groups++
	for a := range c.Attributes {
		if slices.Contains(names, c.Attributes[a].Name) {
			c.Attributes[a].group = c.groups
		}
	}
}

// crowded reports whether a choice of attributes has two that were put apart.
func (c *Cells) crowded(set uint) bool {
	seen := make([]bool, c.groups+1)
	for a, attribute := range c.Attributes {
		if set&(1<<a) == 0 || attribute.group == 0 {
			continue
		}
		if seen[attribute.group] {
			return true
		}
		seen[attribute.group] = true
	}
	return false
}
