package service

// Escalation says who has to know of a complaint, and what they do.
type Escalation struct {
	Name string    `yaml:"name"`
	When Condition `yaml:"when"`
	To   string    `yaml:"to"`   // a role, which the rules of delivery turn into people
	What string    `yaml:"what"` // what the policy asks of them
}

// Tells lists who has to know of a complaint, in the order of the policy.
func (v *Version) Tells(c *Case) []*Escalation {
	var all []*Escalation
	for i := range v.Tell {
		if v.Tell[i].When.Holds(c) {
			all = append(all, &v.Tell[i])
		}
	}
	return all
}
