package service

import (
	"slices"

	"huisheng/analytics"
)

// Case is what rules look at of one complaint.
type Case struct {
	Key                                                              analytics.Key
	Grade, Level, Sender, Channel, Tier, Department, Handler, Region string
	Urgency                                                          []string // what analytics/tone read from the words
	AmountFen                                                        int64    // what it is about, 0 when not told
	Repeated                                                         bool     // the customer told the same matter before
	Mass                                                             int      // complaints about the same event of many customers, with this one; 0 in none
	Reopened                                                         int
	Escalated                                                        int
}

// Condition says which complaints a rule concerns: those for which all that it names holds. Of a list one value is enough. The zero
// condition holds for all.
type Condition struct {
	Grade      []string `yaml:"grade,omitempty"`
	Level      []string `yaml:"level,omitempty"`
	Sender     []string `yaml:"sender,omitempty"` // customer, employee, supplier, regulator, other
	Channel    []string `yaml:"channel,omitempty"`
	Tier       []string `yaml:"tier,omitempty"` // of the customer
	Department []string `yaml:"department,omitempty"`
	Urgency    []string `yaml:"urgency,omitempty"`
	Above      int64    `yaml:"above,omitempty"`    // yuan that it is about, more than this
	Repeated   bool     `yaml:"repeated,omitempty"` // told before
	Mass       int      `yaml:"mass,omitempty"`     // at least so many complaints about the event
	Reopened   int      `yaml:"reopened,omitempty"` // at least so often
}

// Holds reports whether a complaint is concerned.
func (c *Condition) Holds(of *Case) bool {
	for _, l := range [...]struct {
		wanted []string
		value  string
	}{{c.Grade, of.Grade}, {c.Level, of.Level}, {c.Sender, of.Sender}, {c.Channel, of.Channel}, {c.Tier, of.Tier}, {c.Department, of.Department}} {
		if len(l.wanted) > 0 && !slices.Contains(l.wanted, l.value) {
			return false
		}
	}
	if len(c.Urgency) > 0 && !slices.ContainsFunc(of.Urgency, func(u string) bool { return slices.Contains(c.Urgency, u) }) {
		return false
	}
	return (c.Above == 0 || of.AmountFen > c.Above*100) && (!c.Repeated || of.Repeated) && of.Mass >= c.Mass && of.Reopened >= c.Reopened
}
