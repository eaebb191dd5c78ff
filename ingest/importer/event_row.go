package importer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// settleEvents decides what names leave open in a table of steps.
func (m *mapping) settleEvents(sample [][]string) {
	for i, name := range m.names {
		if normal := normalHeader(name); m.how[i] != Kept || !uselessHeader(normal) {
			continue
		}
		values := column(sample, i)
		switch {
		case len(values) == 0:
		case m.free(fieldKind) && share(values, isEventKind) >= 90:
			m.assign(fieldKind, i, ByValue, "都是认识的处理动作")
		case m.free(fieldAt) && share(values, isTime) >= 90:
			m.assign(fieldAt, i, ByValue, "都是时间")
		case m.free(fieldID) && share(values, isID) == 100:
			m.assign(fieldID, i, ByValue, "像编号")
		case m.free(fieldNote) && average(values) >= 6 && share(values, hasHan) >= 80:
			m.assign(fieldNote, i, ByValue, "是成句的话")
		case m.free(fieldBy) && share(values, looksLikeName) >= 80:
			m.assign(fieldBy, i, ByValue, "像姓名")
		}
	}
	m.settleClock(sample, fieldAt)
	if !m.has(fieldKind) && slices.ContainsFunc(m.names, func(n string) bool { return ofVisits[normalHeader(n)] }) {
		m.step = "followed_up"
	}
}

func (m *mapping) enoughForEvents() error {
	switch {
	case !m.has(fieldID):
		return m.lacks(fieldID, "投诉编号列")
	case !m.has(fieldAt):
		return m.lacks(fieldAt, "处理时间列")
	case !m.has(fieldKind) && m.step == "":
		return m.lacks(fieldKind, "处理动作列")
	}
	return nil
}

// stepOf is the step that a row tells.
func (r *reader) stepOf(in row) (string, bool) {
	if !r.has(fieldKind) {
		return r.step, true
	}
	return eventKindOf(r.cell(in.cells, fieldKind))
}

// eventOfRow maps a row of a table of steps.
func (c *converter) eventOfRow(in row) outcome {
	cell := func(f field) string { return r0(c.cell(in.cells, f)) }
	e := analytics.Event{Source: c.source, ID: in.id, ComplaintID: cell(fieldID), By: cell(fieldBy), Department: cell(fieldDepartment),
		FromDepartment: cell(fieldFromDepartment), ToDepartment: cell(fieldToDepartment), Into: cell(fieldInto), Note: cell(fieldNote)}
	c.keep(&e.Attributes, in)
	if c.has(fieldEventID) {
		e.ID = cell(fieldEventID)
	}
	if amount := cell(fieldAmount); amount != "" {
		if e.AmountFen = amountOf(amount); e.AmountFen == nil {
			c.keepIn(&e.Attributes, c.names[c.by[fieldAmount][0]], amount)
		}
	}
	if err := c.readEvent(in, &e); err != nil {
		return c.refuse(in, ingest.TopicEvents, e.ID, err)
	}
	return c.event(in, &e)
}

// r0 is a cell, or nothing where it says that there is nothing.
func r0(s string) string {
	if isNothing(plainWord(s)) {
		return ""
	}
	return s
}

// readEvent reads what must be understood.
func (c *converter) readEvent(in row, e *analytics.Event) (err *analytics.Error) {
	if roundedID.MatchString(e.ComplaintID) {
		return c.rounded(e.ComplaintID)
	}
	var known bool
	if e.Kind, known = c.stepOf(in); !known {
		value := c.cell(in.cells, fieldKind)
		if value == "" {
			return analytics.Invalid("kind", "列“%s”没有处理动作", c.names[c.by[fieldKind][0]])
		}
		return badKind(c.names[c.by[fieldKind][0]], value)
	}
	if e.At, err = c.timeOf(fieldAt, c.cell(in.cells, fieldAt)); err != nil {
		return err
	}
	if value := c.cell(in.cells, fieldOutcome); r0(value) != "" {
		if e.Outcome, known = outcomeOf(value); !known {
			return badOutcome("outcome", c.names[c.by[fieldOutcome][0]], value)
		}
	}
	by := &e.SatisfactionBy
	for f, to := range map[field]*uint8{fieldSatisfaction: &e.Satisfaction, fieldByChannel: &by.Channel, fieldByAttitude: &by.Attitude, fieldByAbility: &by.Ability,
		fieldBySpeed: &by.Speed, fieldByOutcome: &by.Outcome} {
		value := c.cell(in.cells, f)
		if *to, known = satisfactionOf(value); !known {
			return badSatisfaction(fieldNames[f], c.names[c.by[f][0]], value)
		}
	}
	return nil
}

// life adds the steps of a complaint that its row tells. A step of a complaint has one time, so its id depends on nothing else: a time
// that is corrected replaces the one before.
func (c *converter) life(in row, r *analytics.Complaint, out []outcome) []outcome {
	for i, kind := range analytics.EventKinds {
		f, value := fieldLife+field(i), ""
		if kind == "followed_up" {
			if !c.visited(in) {
				continue
			}
			f, value = c.visitTime(in)
		} else if value = r0(c.cell(in.cells, f)); value == "" {
			continue
		}
		e := analytics.Event{Source: r.Source, ID: c.lifeID(r, kind), ComplaintID: r.ID, Kind: kind}
		at, err := c.timeOf(f, value)
		if e.At = at; err == nil && kind == "followed_up" {
			err = c.readVisit(in, &e)
		}
		if err == nil && e.At.Before(r.ReceivedAt) && startOfDay(e.At).Equal(e.At) && startOfDay(r.ReceivedAt).Equal(e.At) {
			e.At = r.ReceivedAt // the day alone was told, and it is that of the complaint
		}
		if err != nil {
			out = append(out, c.refuse(in, ingest.TopicEvents, e.ID, err))
			continue
		}
		out = append(out, c.event(in, &e))
	}
	return out
}

// visitTime finds when a row's customer was asked: in its own column, and where that is empty at the end of the complaint, which is when most
// are asked.
func (c *converter) visitTime(in row) (field, string) {
	for _, f := range []field{c.visit, lifeOf("closed"), lifeOf("resolved")} {
		if value := r0(c.cell(in.cells, f)); value != "" {
			return f, value
		}
	}
	return c.visit, ""
}

// visited reports whether a row tells of a return visit.
func (c *converter) visited(in row) bool {
	if r0(c.cell(in.cells, fieldLifeOutcome)) != "" {
		return true
	}
	if rated := c.cell(in.cells, fieldLifeSatisfaction); r0(rated) != "" {
		n, known := satisfactionOf(rated)
		return n > 0 || !known
	}
	return c.visit == lifeOf("followed_up") && r0(c.cell(in.cells, c.visit)) != ""
}

func startOfDay(t time.Time) time.Time {
	t = t.In(analytics.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, analytics.Zone)
}

func (c *converter) lifeID(r *analytics.Complaint, kind string) string {
	return "l" + strconv.FormatUint(c.codec.ContentOfRow(r.Source, "life", r.ID, kind), 16)
}

// readVisit reads what a row of a complaint says of its return visit.
func (c *converter) readVisit(in row, e *analytics.Event) *analytics.Error {
	var known bool
	if value := r0(c.cell(in.cells, fieldLifeOutcome)); value != "" {
		if e.Outcome, known = outcomeOf(value); !known {
			return badOutcome(fieldNames[fieldLifeOutcome], c.names[c.by[fieldLifeOutcome][0]], value)
		}
	}
	value := c.cell(in.cells, fieldLifeSatisfaction)
	if e.Satisfaction, known = satisfactionOf(value); !known {
		return badSatisfaction(fieldNames[fieldLifeSatisfaction], c.names[c.by[fieldLifeSatisfaction][0]], value)
	}
	e.Note, e.By = r0(c.cell(in.cells, fieldLifeNote)), strings.TrimSpace(r0(c.cell(in.cells, fieldLifeBy)))
	return nil
}
