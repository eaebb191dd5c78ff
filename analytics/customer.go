package analytics

import "time"

// CustomerAxes are what a source tells of who complained. Findings are not made of them.
var CustomerAxes = []string{"customer_tier", "customer_segment"}

// CustomerPick picks complaints by who complained.
type CustomerPick struct {
	Key    uint64   // of this customer; 0 picks all
	Class  string   // of customers of this class, one of CustomerClasses, as they were at the end of the last month of the selection
	Valued []string // tiers whose customers count as valued, put in by who reads the address
}

// CustomerClasses are the classes of customers, from the one that is asked for first. A customer is in the first that fits; those without a
// key are one of their own.
var CustomerClasses = []string{ClassValuedOften, ClassValued, ClassOften, ClassRetold, ClassEscalated, ClassTwice, ClassOnce, ClassUnknown}

// The classes.
const (
	ClassValuedOften = "valued_often" // valued, with two complaints at least
	ClassValued      = "valued"       // by the tier, or by the sum in dispute
	ClassOften       = "often"        // three complaints at least
	ClassRetold      = "retold"       // told one matter again, or had it reopened
	ClassEscalated   = "escalated"    // a complaint was escalated, or came by a regulator
	ClassTwice       = "twice"
	ClassOnce        = "once"
	ClassUnknown     = "unknown" // the source told neither a number nor a telephone
)

// CustomerMonths is how far back complaints of a customer are looked at, the month itself included.
const CustomerMonths = 12

// ValuedFen is the sum in dispute, over CustomerMonths, from which a customer counts as valued without a tier: 3,000 yuan, the loss that makes
// a complaint grave in the policy 分级限时.
const ValuedFen = 300_000

// OftenComplaints is the number of complaints that counts as often, as in the policies.
const OftenComplaints = 3

// CustomerProfile is what a class is told from, over CustomerMonths.
type CustomerProfile struct {
	Key       uint64
	N         int64
	Valued    bool // has a valued tier
	AmountFen int64
	Retold    bool
	Escalated bool
}

// Class is the class of a customer.
func (p CustomerProfile) Class() string {
	valued := p.Valued || p.AmountFen >= ValuedFen
	switch {
	case p.Key == 0:
		return ClassUnknown
	case valued && p.N >= 2:
		return ClassValuedOften
	case valued:
		return ClassValued
	case p.N >= OftenComplaints:
		return ClassOften
	case p.Retold:
		return ClassRetold
	case p.Escalated:
		return ClassEscalated
	case p.N >= 2:
		return ClassTwice
	}
	return ClassOnce
}

// CustomerCount counts the complaints of customers of one class, or of one value of one of CustomerAxes.
type CustomerCount struct {
	Value     string
	Customers int64 // different ones with a key
	N         int64
	Open      int64 // without an end
	Reopened  int64
	Answered  int64
	Satisfied int64
}

// RepeatCustomer is a customer with several complaints. Nothing in it names a person.
type RepeatCustomer struct {
	CustomerProfile
	Tier, Segment string
	Here          int64 // complaints of the selection
	Open          int64 // of all of CustomerMonths, without an end
	Last          time.Time
	Topic         string // the most frequent one
}

// ValuedOpen is an open complaint of a valued customer.
type ValuedOpen struct {
	Key
	ReceivedAt              time.Time
	Tier, Department, Topic string
	Clock                   string    // code of the open clock that runs out first; empty when none runs
	Due                     time.Time // zero without
}

// CustomerLine is what is known of the customer of one complaint.
type CustomerLine struct {
	CustomerProfile
	Before int64 // complaints in the CustomerMonths that were received before this one
}
