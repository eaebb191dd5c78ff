package service

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
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

// CaseOf is what rules look at of a complaint with its life.
func CaseOf(l *analytics.Life, life *lifecycle.Lifecycle) Case {
	c := Case{Key: analytics.Key{Source: l.Source, ID: l.ID}, Grade: l.Grade, Level: l.Level, Sender: l.SenderKind, Channel: l.Channel, Tier: l.Customer.Tier, Department: l.Department,
		Handler: l.Handler, Urgency: l.Urgency, Repeated: l.Repeated, Mass: l.Mass, Reopened: life.Reopened, Escalated: life.Escalated}
	if l.AmountFen != nil {
		c.AmountFen = *l.AmountFen
	}
	return c
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

// Whom names the complaints of a limit as people do: A、B 级. Empty for all.
func (w *Within) Whom() string {
	text := ""
	add := func(values []string, unit string) {
		if len(values) > 0 {
			text += strings.Join(values, "、") + unit
		}
	}
	add(w.For.Grade, " 级 ")
	add(w.For.Level, " ")
	add(w.For.Tier, "客户 ")
	add(w.For.Channel, "渠道 ")
	add(w.For.Department, " ")
	if len(w.For.Sender) > 0 {
		text += strings.NewReplacer("customer", "客户", "employee", "员工", "supplier", "供应商", "regulator", "监管", "other", "其他").Replace(strings.Join(w.For.Sender, "、")) + "来件 "
	}
	return text
}
