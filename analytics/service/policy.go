package service

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
)

// Policy is one system of rules. Two systems are two policies, never a mixture.
type Policy struct {
	Code     string    `yaml:"policy"`
	Name     string    `yaml:"name"`
	Basis    string    `yaml:"basis"`           // where the rules come from, as the author names it
	Notes    []string  `yaml:"notes,omitempty"` // duties that no figure measures, in the policy's words
	Versions []Version `yaml:"versions"`        // by the day from which they hold, ascending

	Fingerprint string `yaml:"-"` // of the text that it was read from
}

// Version is what a policy says from a day on.
type Version struct {
	From     string       `yaml:"from"`               // 2024-01-01: complaints received from this day on
	Hours    string       `yaml:"hours,omitempty"`    // 09:00-18:00, of a working day; limits in 工作小时 count them, and 个工作日 count days
	Grades   []Grade      `yaml:"grades,omitempty"`   // in order of gravity
	Clocks   []Clock      `yaml:"clocks,omitempty"`   // what has to happen within a time
	Response string       `yaml:"response,omitempty"` // code of the clock by which the share of timely responses counts; empty: the first that an answer stops
	Handover string       `yaml:"handover,omitempty"` // limit within which a department answers what was handed to it; empty: none is set
	Spot     string       `yaml:"spot,omitempty"`     // limit within which solving counts as on the spot; empty: 当日
	Targets  []Target     `yaml:"targets,omitempty"`  // shares of a month or year that are to be reached
	Fines    *Fines       `yaml:"fines,omitempty"`    // sums for one case
	Often    *Often       `yaml:"often,omitempty"`    // several complaints about one person in a month
	Rate     *Rate        `yaml:"rate,omitempty"`     // complaints of a department per exposure
	Tell     []Escalation `yaml:"tell,omitempty"`     // who has to know of what

	from  time.Time
	hours [2]time.Duration

	handover, spot limit
}

// Grade is how grave a complaint is.
type Grade struct {
	Code     string   `yaml:"code"`
	Name     string   `yaml:"name"`
	When     []string `yaml:"when"`               // the policy's conditions, in its words: one is enough
	FineYuan int64    `yaml:"fine,omitempty"`     // for the person responsible, per case
	Sanction []string `yaml:"sanction,omitempty"` // beside the sum
}

// Clock is what has to happen within a time.
type Clock struct {
	Code   string   `yaml:"code"`
	Name   string   `yaml:"name"`
	Starts string   `yaml:"starts,omitempty"` // accepted or resolved; empty is the reception
	Ends   []string `yaml:"ends"`             // kinds of event, the first of any of them stops it
	Pauses bool     `yaml:"pauses,omitempty"` // it stands still in pauses
	Rounds bool     `yaml:"rounds,omitempty"` // it begins anew with each reopening
	Target float64  `yaml:"target,omitempty"` // share in time that is to be reached, 0 without
	Within []Within `yaml:"within"`           // the first that fits a complaint holds; none: the complaint has no such clock
}

// Within is the limit for complaints of a kind.
type Within struct {
	For   Condition `yaml:"for,omitempty"`
	Limit string    `yaml:"limit"` // 8 小时, 15 天, 3 个工作日, 16 工作小时, 当日

	limit limit
}

// Target is a share that is to be reached.
type Target struct {
	Code    string  `yaml:"code"` // satisfied: of those who answered a return visit; rate: complaints per exposure
	Name    string  `yaml:"name"`
	AtLeast float64 `yaml:"at_least,omitempty"`
	Below   float64 `yaml:"below,omitempty"`
	Over    string  `yaml:"over,omitempty"` // year; empty is the month
}

//go:embed packs/*.yaml
var shipped embed.FS

// Shipped returns the policies that come with the program, by the names of their files.
func Shipped() ([]*Policy, error) {
	files, err := fs.Glob(shipped, "packs/*.yaml")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	policies := make([]*Policy, 0, len(files))
	for _, file := range files {
		content, err := shipped.ReadFile(file)
		if err != nil {
			return nil, err
		}
		p, err := Parse(path.Base(file), content)
		if err != nil {
			return nil, err
		}
		policies = append(policies, p)
	}
	return policies, nil
}

// Parse reads one policy and checks all of it; the error names the file and the field. Unknown keys are errors, because a misspelt
// condition would change whom a rule concerns.
func Parse(file string, content []byte) (*Policy, error) {
	var p Policy
	if err := yaml.UnmarshalWithOptions(content, &p, yaml.Strict()); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "办法 %s 读不懂", file)
	}
	if err := p.check(); err != nil {
		return nil, analytics.Invalid("policy", "办法 %s 有误：%v", file, err)
	}
	p.Fingerprint = fmt.Sprintf("%x", sha256.Sum256(content))[:12]
	return &p, nil
}

// Grade is the grade of a code, nil when the version has none.
func (v *Version) Grade(code string) *Grade {
	if i := slices.IndexFunc(v.Grades, func(g Grade) bool { return g.Code == code }); i >= 0 {
		return &v.Grades[i]
	}
	return nil
}

// Source is the text of a policy that comes with the program; an error of kind KindMissing names those that do.
func Source(code string) ([]byte, error) {
	policies, err := Shipped()
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, p := range policies {
		codes = append(codes, p.Code)
		if p.Code == code {
			return shipped.ReadFile("packs/" + code + ".yaml")
		}
	}
	return nil, &analytics.Error{Kind: analytics.KindMissing, Text: "没有名为 " + code + " 的办法，内置的有 " + strings.Join(codes, "、")}
}

// Limits writes the limits of a clock: A 级 8 小时，B 级 24 小时.
func (c *Clock) Limits() string {
	var parts []string
	for i := range c.Within {
		parts = append(parts, c.Within[i].Whom()+c.Within[i].Limit)
	}
	return strings.Join(parts, "，")
}
