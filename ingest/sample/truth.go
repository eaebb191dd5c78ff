package sample

// Label is the truth about one complaint.
type Label struct {
	Topic      string   // code
	Also       []string // codes of other matters that the text brings up
	Duplicate  string   // id of the first complaint of the customer's matter, empty when it is told once
	Likeness   string   // of a later telling to the first: exact, near (same words, edited), again (same matter in new words); first for the first
	Template   string   // code of the circulated text that it follows, empty for words of its own
	Suggestion string   // code of the suggestion in it, topic#number; empty when it makes none
	Cause      string   // id of the planted cause that it would not be there without, empty for the ordinary run of things
	Core       string   // code of the main description, topic#number; texts of different customers with one core may read alike by chance
	Form       uint64   // hash of all fragments of the text: equal forms differ in details only
	Register   string   // how it speaks: plain, terse, polite, angry, rambling, recorded, formal, idea
	Personal   []string // kinds of personal data in the text: mobile, identity, card, plate, mail, name, address
}

// Cause is a planted reason for more complaints, or fewer.
type Cause struct {
	ID         string            `json:"id"`
	Kind       string            `json:"kind"` // batch, price, courier, policy, department, defect, outage, channel, emerging, template
	What       string            `json:"what"`
	From       string            `json:"from"` // first day, 2024-03-01
	To         string            `json:"to"`   // last day
	Topics     []string          `json:"topics,omitempty"`
	Attributes map[string]string `json:"attributes"`           // axis of analytics.Axes, or the name of an attribute → value: the smallest set that explains it
	Equivalent map[string]string `json:"equivalent,omitempty"` // further values that all of it shares
	Extra      int               `json:"expected_extra"`       // complaints more than without it, expected; negative for fewer
	FixedAt    string            `json:"fixed_at,omitempty"`   // the day from which a defect is mended
	Recurs     string            `json:"recurs,omitempty"`     // id of the same cause at an earlier time
	Find       string            `json:"find"`                 // how to find its complaints
}

// Truth is what was planted, as it stands in the first line of a truth file.
type Truth struct {
	Kind     string   `json:"kind"` // truth
	Rows     int      `json:"rows"`
	Seed     uint64   `json:"seed"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Causes   []Cause  `json:"causes"`
	Launches []Launch `json:"launches"` // new models, whose complaints come with them: no cause, and none to be surprised by
	Topics   []Topic  `json:"topics"`
	Emerging []Topic  `json:"emerging"`
	Drivers  []Driver `json:"satisfaction_drivers"`
}

// Launch is a model that came on sale within the sample's time.
type Launch struct {
	Model string `json:"model"`
	Month string `json:"month"` // 2024-02
}

// Driver is a planted influence on satisfaction.
type Driver struct {
	Name   string  `json:"name"`
	Effect float64 `json:"effect"` // on the 1–5 scale, when it applies
	What   string  `json:"what"`
}
