package web

import (
	"net/http"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/dashboards"
)

// foreseeTimeout bounds looking ahead: reading some ten thousand texts twice takes seconds.
const foreseeTimeout = time.Minute

// checkedView is what a change would do, before it is saved.
type checkedView struct {
	Title    string // 加一个词 “充电枪” → 充电故障
	Label    string
	From     string // the complaint's label now
	This     string // what the complaint would be by the words alone; empty for a correction of it alone
	Stays    bool   // the words alone would not make it what it should be
	Months   string
	Reach    int
	More     bool
	Moved    int
	Moves    []moveView // the largest
	Others   int        // further ones
	OthersN  uint64     // complaints of these
	Examples []exampleView
	Held     []heldView
}

type moveView struct {
	From, To string
	N        uint64
}

type exampleView struct {
	Key      analytics.Key
	Address  string
	Words    []textPart
	From, To string
}

type heldView struct {
	Name             string
	N, Before, After uint64
	Change           string
	Tone             string
}

// checkCorrect shows what the form would do.
func (s *site) checkCorrect(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, foreseeTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	asked, err := page.propose()
	var f Foresight
	if err == nil && asked.change != nil {
		f, err = s.Corrections.Foresee(ctx, *asked.change, page.Key, page.insight.Content)
	}
	if page.refused(err) {
		s.showForm(ctx, w, r, http.StatusBadRequest, page)
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	v := checkedOf(page.Labels, f, []string{page.Word, page.Other})
	v.Label, v.Title = asked.label.Path, kindTitles[page.Kind]
	v.From = page.Labels.of(asked.label.Axis, page.insight.LabelOn(asked.label.Axis).Code).Name
	if asked.change != nil {
		v.Title += " “" + strings.Join(asked.change.Words, "”与“") + "” · " + asked.of.Name
	}
	if page.Label == "" {
		v.Label = ""
	}
	if f.This != nil {
		v.This = page.Labels.of(f.Axis, f.This.Code).Name
		v.Stays = page.Label != "" && f.This.Code != asked.label.Code
	}
	page.Checked = &v
	s.show(w, r, http.StatusOK, "correct_check", frame{Title: page.Title, Active: "complaints", Books: s.books(r), Body: page})
}

// movesShown is how many pairs of labels are told one by one.
const movesShown = 10

// checkedOf is a foresight as it is shown; words are marked in the examples.
func checkedOf(all labels, f Foresight, words []string) checkedView {
	v := checkedView{Reach: f.Reach, More: f.More, Moved: f.Moved}
	var months []string
	for _, m := range f.Months {
		months = append(months, dashboards.MonthText(m))
	}
	v.Months = strings.Join(months, "、")
	for i, m := range f.Moves {
		if i >= movesShown {
			v.Others++
			v.OthersN += uint64(m.N)
			continue
		}
		v.Moves = append(v.Moves, moveView{all.of(f.Axis, m.From).Name, all.of(f.Axis, m.To).Name, uint64(m.N)})
	}
	for _, e := range f.Examples {
		v.Examples = append(v.Examples, exampleView{Key: e.Key, Address: complaintAddress(e.Key), Words: aroundMark(markWords(e.Words, words)), From: all.of(f.Axis, e.From).Name, To: all.of(f.Axis, e.To).Name})
	}
	for _, h := range f.Held {
		one := heldView{Name: h.Name, N: uint64(h.N), Before: uint64(h.Before), After: uint64(h.After), Change: dashboards.Signed(int64(h.After - h.Before))}
		switch {
		case h.After > h.Before:
			one.Tone = "down" // the colour of better
		case h.After < h.Before:
			one.Tone = "up"
		default:
			one.Change = "不变"
		}
		v.Held = append(v.Held, one)
	}
	return v
}

// markWords cuts words at every place where one of some words stands, in whatever width and case.
func markWords(original string, words []string) []textPart {
	normal := text.Normalise(original)
	var found []analytics.Evidence
	for _, w := range words {
		w = text.Normalise(w).Text
		for at := 0; w != ""; {
			i := strings.Index(normal.Text[at:], w)
			if i < 0 {
				break
			}
			from, to := normal.Original(at+i, at+i+len(w))
			found = append(found, analytics.Evidence{From: from, To: to})
			at += i + len(w)
		}
	}
	return markText(original, found, "")
}

// exampleRunes is how much of an example is shown around its first mark.
const exampleRunes = 60

// aroundMark shortens words to what stands around the first mark.
func aroundMark(parts []textPart) []textPart {
	out := fromFirstMark(parts)
	left := exampleRunes
	for i, p := range out {
		runes := []rune(p.Text)
		if len(runes) > left {
			cut := append([]textPart(nil), out[:i+1]...)
			cut[i].Text = string(runes[:left]) + "…"
			return cut
		}
		left -= len(runes)
	}
	return out
}
