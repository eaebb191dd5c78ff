package lifecycle

import (
	"cmp"
	"slices"

	"huisheng/analytics"
)

// Step is one telling of one event, with its place in the order of arrival.
type Step struct {
	analytics.Event
	Content uint64        // hash of what was told; the same content is the same telling
	Seq     analytics.Seq // of this arrival; in what Fold returns, of the first arrival of the telling that counts
}

// Numbered makes steps of events of which each was chosen already, in order of time and of those at the same time in order of arrival,
// as a Dossier holds them.
func Numbered(events []analytics.Event) []Step {
	steps := make([]Step, len(events))
	for i, e := range events {
		steps[i] = Step{Event: e, Content: uint64(i), Seq: analytics.Seq(i + 1)}
	}
	return steps
}

// chosen keeps one telling of each event: of its contents the one that arrived last for the first time. The result is in the order of
// the life.
func chosen(steps []Step) []Step {
	if toldOnce(steps) {
		list := append([]Step{}, steps...) // never nil
		slices.SortFunc(list, before)
		return list
	}
	type telling struct {
		id      string
		content uint64
	}
	first := map[telling]Step{}
	for _, s := range steps {
		k := telling{s.ID, s.Content}
		if known, told := first[k]; !told || s.Seq < known.Seq {
			first[k] = s
		}
	}
	last := map[string]Step{}
	for k, s := range first {
		if known, told := last[k.id]; !told || s.Seq > known.Seq {
			last[k.id] = s
		}
	}
	list := make([]Step, 0, len(last))
	for _, s := range last {
		list = append(list, s)
	}
	slices.SortFunc(list, before)
	return list
}

// mostCompared bounds the steps of which each is held against each other, which is dearer than a map beyond some dozens.
const mostCompared = 32

// toldOnce reports whether no event was told twice, for the few steps that a life has as a rule; of more it does not know.
func toldOnce(steps []Step) bool {
	if len(steps) > mostCompared {
		return false
	}
	for i := range steps {
		for k := range i {
			if steps[k].ID == steps[i].ID {
				return false
			}
		}
	}
	return true
}

// before orders steps by time. Systems that keep days only tell many steps at the same moment; those go in the order in which a life
// goes, and what has no such order in the order of arrival.
func before(a, b Step) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(ranks[a.Kind], ranks[b.Kind]), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
}

var ranks = map[string]int{"accepted": 1, "assigned": 2, "handed_over": 3, "first_response": 4, "replied": 5, "progressed": 6, "escalated": 7,
	"paused": 8, "resumed": 8, "compensated": 9, "corrected": 10, "resolved": 11, "closed": 12, "followed_up": 13,
	"withdrawn": 14, "merged": 14, "invalidated": 14, "reopened": 14}

// moves are the kinds that move a complaint to another stage; of several at the same time the later one in the list holds.
var moves = []string{"accepted", "assigned", "handed_over", "progressed", "paused", "resumed", "escalated", "first_response", "replied",
	"resolved", "closed", "reopened"}

var names = map[string]string{"accepted": "受理", "assigned": "派单", "handed_over": "转交", "replied": "答复", "first_response": "首次响应",
	"progressed": "处理进展", "paused": "暂停计时", "resumed": "恢复计时", "escalated": "升级", "resolved": "解决", "closed": "办结", "reopened": "重开",
	"compensated": "补偿", "followed_up": "回访", "corrected": "更正", "withdrawn": "撤诉", "merged": "并单", "invalidated": "无效"}

// Name is what people call a kind of event; one that is not known is called what it is.
func Name(kind string) string {
	if name, known := names[kind]; known {
		return name
	}
	return kind
}

// visited reports whether a return visit reached the customer.
func (s Step) visited() bool {
	return s.Kind == "followed_up" && (s.Outcome == "" || s.Outcome == "answered")
}
