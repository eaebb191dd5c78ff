package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"huisheng/analytics"
)

// Corrections is what 改分类 and 核对 read and change.
type Corrections interface {
	// Labels returns every label of the taxonomy, in its order.
	Labels(ctx context.Context) ([]Label, error)

	// CorrectionsOf returns what people said about one complaint, undone too, oldest first.
	CorrectionsOf(ctx context.Context, k analytics.Key) ([]analytics.Correction, error)

	// Correct writes corrections down, all or none. When it returns, the complaints, their lists and their figures either follow already or
	// will in seconds.
	Correct(ctx context.Context, list []analytics.Correction) error

	// UndoCorrection takes one back, in the same way.
	UndoCorrection(ctx context.Context, number uint64, by string) error

	// Suggest returns of the telling words of a text those that would speak for a label, the most telling first.
	Suggest(ctx context.Context, keywords []string, code string) ([]Suggestion, error)

	// Foresee tells what a change of words would move. With a complaint it also tells what that would be. A change that could not take
	// effect is an error of kind KindInvalid.
	Foresee(ctx context.Context, c analytics.TaxonomyChange, k analytics.Key, content uint64) (Foresight, error)

	// Change makes it: within a second nothing is read without it, and the complaints that it moves follow, newest month first.
	Change(ctx context.Context, c analytics.TaxonomyChange) (analytics.TaxonomyChange, error)

	// UndoChange takes one back, in the same way.
	UndoChange(ctx context.Context, number uint64, by string) error

	// Doubts returns at most limit groups of complaints whose label on an axis is worth a person's look, most worth first.
	Doubts(ctx context.Context, axis string, limit int) ([]analytics.Doubt, error)

	// Made returns at most limit corrections below a number, and all changes of words, undone too, each newest first.
	Made(ctx context.Context, below uint64, limit int) ([]analytics.Correction, []analytics.TaxonomyChange, error)
}

// Suggestion is a word with how many complaints of the label have it among their telling words, and how many of all.
type Suggestion struct {
	Word  string
	N, Of uint64
}

// Foresight is what a change of words would do.
type Foresight struct {
	Axis     string            // on which it moves labels
	Months   []analytics.Month // that were looked at, newest first
	Reach    int               // complaints in them that contain the words
	More     bool              // there are more, which were not read
	Moved    int
	Moves    []Move // most first
	Examples []MovedExample
	Held     []Held
	This     *analytics.Label // what the complaint at hand would be
}

// Move is how many complaints would go from one label to another; an empty code is 未分类.
type Move struct {
	From, To string
	N        int
}

// MovedExample is one complaint that would move.
type MovedExample struct {
	analytics.Key
	Words    string
	From, To string
}

// Held is a set of complaints whose right label is known, and how many of them are labelled right before and after.
type Held struct {
	Name          string
	N             int
	Before, After int
}

// Label is one label as a person looks for it.
type Label struct {
	Axis string // one of analytics.LabelAxes
	Code string
	Name string
	Path string // from wide to narrow: 汽车 / 发动机 / 发动机异响; no two labels have the same
}

// labels are all labels, to be looked up.
type labels []Label

// find reads what a person wrote or chose: a path, a code, or a name that only one label of the axis has. Nothing and 未分类 are no label.
func (l labels) find(axis, written string) (Label, error) {
	written = strings.TrimSpace(written)
	if written == "" || written == unclassified {
		return Label{Axis: axis, Name: unclassified, Path: unclassified}, nil
	}
	var named []Label
	for _, one := range l {
		if one.Path == written || one.Code == written {
			return one, nil
		}
		if one.Name == written && one.Axis == axis {
			named = append(named, one)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return Label{}, analytics.Invalid("label", "分类体系里没有“%s”。请从列表里选一个，或写它的全路径", written)
	}
	return Label{}, analytics.Invalid("label", "叫“%s”的有 %d 个，请从列表里选：%s 等", written, len(named), named[0].Path)
}

// of is the label of a code; a code that the taxonomy has no more is its own name.
func (l labels) of(axis, code string) Label {
	for _, one := range l {
		if one.Code == code && code != "" {
			return one
		}
	}
	if code == "" {
		return Label{Axis: axis, Name: unclassified, Path: unclassified}
	}
	return Label{Axis: axis, Code: code, Name: code, Path: code}
}

const unclassified = "未分类"

// axisTitles are what people call the axes of labels.
var axisTitles = map[string]string{analytics.AxisWhat: "现象", analytics.AxisWhy: "原因", analytics.AxisWhere: "环节"}

// whoCookie keeps the name that a person wrote once. It is no login: whoever has the page may write any name.
const whoCookie = "who"

// who is the name that this browser wrote last.
func who(r *http.Request) string {
	c, err := r.Cookie(whoCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	return name
}

// signs keeps the name of the form for the next one.
func signs(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{Name: whoCookie, Value: url.QueryEscape(name), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// backTo is the address of ours that a form leads back to; the other one when it names none.
func backTo(address, otherwise string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(address, "//") || strings.Contains(address, "\\") {
		return otherwise
	}
	values := u.Query()
	values.Del("done")
	values.Del("n")
	u.RawQuery = values.Encode()
	return u.String()
}

// complaintAddress is the page of one complaint.
func complaintAddress(k analytics.Key) string {
	return "/complaint?" + url.Values{"in": {k.Source}, "open": {k.ID}}.Encode()
}
