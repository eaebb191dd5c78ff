package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Seals is what 封账 reads and changes, and the overview of a sealed month.
type Seals interface {
	// AllSeals returns every seal there ever was, newest month first, and of one month the newest first.
	AllSeals(ctx context.Context) ([]analytics.Seal, error)

	// CountShifts returns how many complaints of each sealed month changed since, months without any left out. Every view of the overview of
	// a sealed month asks for it.
	CountShifts(ctx context.Context) (map[analytics.Month]uint64, error)

	// Shifts returns how the complaints of a sealed month changed. behind says that its facts have changed and are being compared.
	Shifts(ctx context.Context, month analytics.Month) (shifts analytics.Shifts, behind bool, err error)

	// KeptRows returns how many complaints are put away of each month.
	KeptRows(ctx context.Context) (map[analytics.Month]uint64, error)

	// LabelsThen returns by axis of analytics.LabelAxes the codes that a complaint had when its month was sealed; nil when it did not count
	// then. Every view of a complaint of a sealed month asks for it.
	LabelsThen(ctx context.Context, month analytics.Month, k analytics.Key) (map[string]string, error)

	// SealMonth and UnsealMonth return when it is done. An error of kind KindBusy, KindInvalid or KindMissing says why it cannot be.
	SealMonth(ctx context.Context, month analytics.Month, who, why string) (analytics.Seal, error)
	UnsealMonth(ctx context.Context, month analytics.Month, who, why string) error
}

type sealsPage struct {
	Open    []monthOption // months that can be sealed
	Rows    []sealRow
	Past    []sealRow // seals that hold no longer
	Of      *shiftsView
	Refused string // why what was asked for was not done
	Who     string // as it was typed, when it was refused
	Why     string
	Form    string // address that the forms are sent to
}

type monthOption struct {
	Value, Name string
	Chosen      bool
}

// sealRow is a seal as the page lists it.
type sealRow struct {
	analytics.Seal
	Name     string
	Sealed   string // when
	Undone   string
	Then     uint64
	ThenDoor string
	Changed  uint64
	Door     string // of the changes
	Now      uint64
	NowDoor  string
	Models   string
	Lost     bool // less is put away than was sealed
	Chosen   bool
}

func (s *site) showSeals(w http.ResponseWriter, r *http.Request) {
	page, err := s.loadSeals(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.showSealsPage(w, r, http.StatusOK, page)
}

func (s *site) showSealsPage(w http.ResponseWriter, r *http.Request, status int, page sealsPage) {
	s.show(w, r, status, "seals", frame{Title: "封账", Active: "seals", Books: s.books(r), Body: page})
}

func (s *site) loadSeals(r *http.Request) (sealsPage, error) {
	page := sealsPage{Form: "/seals"}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	seals, err := s.Seals.AllSeals(ctx)
	if err != nil {
		return page, err
	}
	months, err := s.Reader.Months(ctx)
	if err != nil {
		return page, err
	}
	counts, err := s.Seals.CountShifts(ctx)
	if err != nil {
		return page, err
	}
	kept, err := s.Seals.KeptRows(ctx)
	if err != nil {
		return page, err
	}
	page.open(months, seals, analytics.MonthOf(s.Clock()))
	holding := holdingSeals(seals)
	chosen, err := chosenSeal(r.URL.Query().Get("month"), holding, counts)
	if err != nil {
		return page, err
	}
	for _, seal := range seals {
		row := rowOfSeal(seal, holding)
		if !seal.Holds() {
			page.Past = append(page.Past, row)
			continue
		}
		row.Changed, row.Chosen, row.Lost = counts[seal.Month], seal.Month == chosen.Month, kept[seal.Month] != seal.N
		for _, m := range months {
			if m.Month == seal.Month {
				row.Now = m.N
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if chosen.Month != 0 {
		page.Of, err = s.shiftsOf(ctx, chosen, holding)
	}
	return page, err
}

func holdingSeals(seals []analytics.Seal) []analytics.Seal {
	return slices.DeleteFunc(slices.Clone(seals), func(seal analytics.Seal) bool { return !seal.Holds() })
}

// open lists the months that are over and not sealed, newest first.
func (p *sealsPage) open(months []analytics.MonthState, seals []analytics.Seal, current analytics.Month) {
	for _, m := range slices.Backward(months) {
		if _, sealed := analytics.SealOf(seals, m.Month); !sealed && m.Month < current {
			p.Open = append(p.Open, monthOption{Value: m.Month.String(), Name: dashboards.MonthText(m.Month)})
		}
	}
}

// chosenSeal is the month whose changes are shown: the one asked for, else the newest that changed, else the newest.
func chosenSeal(asked string, holding []analytics.Seal, counts map[analytics.Month]uint64) (analytics.Seal, error) {
	if asked != "" {
		month, err := analytics.ParseMonth(asked)
		if err != nil {
			return analytics.Seal{}, err
		}
		seal, _ := analytics.SealOf(holding, month) // a month that is open is chosen in the form, and shows no changes
		return seal, nil
	}
	for _, seal := range holding {
		if counts[seal.Month] > 0 {
			return seal, nil
		}
	}
	if len(holding) > 0 {
		return holding[0], nil
	}
	return analytics.Seal{}, nil
}

func rowOfSeal(seal analytics.Seal, holding []analytics.Seal) sealRow {
	month := analytics.Selection{From: seal.Month.First(), To: seal.Month.Last()}
	return sealRow{Seal: seal, Name: dashboards.MonthText(seal.Month), Sealed: dashboards.TimeText(seal.At), Undone: undoneText(seal), Then: seal.N,
		ThenDoor: dashboards.Door(month.OnBasis(analytics.BasisThen, holding)), NowDoor: dashboards.Door(month.OnBasis(analytics.BasisNow, holding)),
		Door: "/seals?month=" + seal.Month.String() + "#changes", Models: strings.Join(seal.Models, "、")}
}

func undoneText(seal analytics.Seal) string {
	if seal.Holds() {
		return ""
	}
	return dashboards.TimeText(seal.UndoneAt)
}

// longest bounds what is typed beside a seal.
const longest = 200

// changeSeal seals or unseals a month.
func (s *site) changeSeal(w http.ResponseWriter, r *http.Request) {
	month, err := analytics.ParseMonth(r.PostFormValue("month"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	who, why := typed(r, "who"), typed(r, "why")
	named := who
	if named == "" {
		named = by
	}
	notice := "sealed"
	if r.PostFormValue("do") == "unseal" {
		notice, err = "unsealed", s.Seals.UnsealMonth(r.Context(), month, named, why)
	} else {
		_, err = s.Seals.SealMonth(r.Context(), month, named, why)
	}
	if kind := analytics.KindOf(err); err != nil && (kind == analytics.KindBusy || kind == analytics.KindInvalid || kind == analytics.KindMissing) {
		page, failed := s.loadSeals(r)
		if failed != nil {
			s.problem(w, r, failed)
			return
		}
		page.Refused, page.Who, page.Why = dashboards.Sentence(err), who, why
		for i := range page.Open {
			page.Open[i].Chosen = page.Open[i].Value == month.String()
		}
		s.showSealsPage(w, r, http.StatusConflict, page)
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/seals?month="+month.String(), notice, -1)
}

// typed is a short text of a form.
func typed(r *http.Request, name string) string {
	text := []rune(strings.TrimSpace(r.PostFormValue(name)))
	return string(text[:min(len(text), longest)])
}
