package sample

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	lunar "github.com/6tail/lunar-go/calendar"
)

// Every topic has words for each kind of product it is about: enough that texts differ.
func TestTopicsHaveWords(t *testing.T) {
	for _, list := range [][]Topic{topics, emerging} {
		for _, topic := range list {
			m := words.blocks[topic.Code]
			if m == nil {
				t.Errorf("%s has no words", topic.Code)
				continue
			}
			if n := len(m.lines["core"]); n < 8 {
				t.Errorf("%s has %d descriptions, want 8", topic.Code, n)
			}
			for kind, talk := range m.by {
				if len(talk.core) < 3 || len(talk.open) < 1 || len(talk.harm) < 1 || len(talk.tried) < 1 || len(talk.wants) < 2 || len(talk.idea) < 1 || len(talk.head) < 1 {
					t.Errorf("%s of %s: %d descriptions, %d openings, %d consequences, %d attempts, %d demands, %d suggestions, %d headings",
						topic.Code, kind, len(talk.core), len(talk.open), len(talk.harm), len(talk.tried), len(talk.wants), len(talk.idea), len(talk.head))
				}
			}
		}
	}
}

// Every block of words belongs to something.
func TestNoBlockIsForgotten(t *testing.T) {
	for _, code := range words.order {
		_, topic := TopicOf(code)
		kind, _, _ := strings.Cut(code, ".")
		switch {
		case topic || code == "common" || kind == "plant":
		case kind == "template":
			m := words.blocks[code]
			if _, ok := TopicOf(m.values["topic"]); !ok || !slices.Contains(channels, m.values["channel"]) || !slices.Contains(kinds, m.values["kind"]) {
				t.Errorf("%s: topic %q, channel %q, kind %q", code, m.values["topic"], m.values["channel"], m.values["kind"])
			}
		default:
			t.Errorf("%s belongs to nothing", code)
		}
	}
}

func TestCodesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, topic := range append(Topics(), Emerging()...) {
		if seen[topic.Code] || seen[topic.Name] || topic.Group == "" || len(topic.Words) < 3 {
			t.Errorf("%+v", topic)
		}
		seen[topic.Code], seen[topic.Name] = true, true
		if categories[topic.Group] == "" || resolveNotes[topic.Group] == nil {
			t.Errorf("group %s has no category or no measures", topic.Group)
		}
	}
	if n := len(topics); n < 40 {
		t.Errorf("%d topics", n)
	}
}

// Faults in the words are named with their line.
func TestBadWordsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"== a on ref=1\n-core\n用了{spam}":   "line 3: {spam} is no slot",
		"== a on ref=1\n-core\n[只有一个]":     "line 3: [只有一个] leaves no choice",
		"== a on ref=1\n-core\n没有结尾[甲|乙":   "has no end",
		"== a on ref=1\n-curr\n话":          "is no section",
		"== a on ref=1\n-core\n@phone 话":   "is no kind of product of this topic",
		"话":                                "no block",
		"== a\n-x\n话\n== a\n":              "block a twice",
		"== a on ref=1\n-core\n@!ref,ac 话": "is no kind of product of this topic",
	} {
		_, err := readLibrary(fstest.MapFS{"words/a.txt": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// The table of Spring Festivals agrees with the lunar calendar.
func TestSpringFestivals(t *testing.T) {
	for year, md := range springFestivals {
		solar := lunar.NewLunarFromYmd(year, 1, 1).GetSolar()
		if got := solar.GetMonth()*100 + solar.GetDay(); got != md || solar.GetYear() != year {
			t.Errorf("%d: the table says %d, the calendar %d", year, md, got)
		}
	}
}

func TestSeasonHasNoSteps(t *testing.T) {
	before := 0
	for d := range 730 {
		c := calendarOf(time.Date(2023, 1, 1+d, 0, 0, 0, 0, time.UTC))
		now := c.season("ac")
		if d > 0 && max(now-before, before-now) > 60 {
			t.Errorf("%s: %d after %d", c.day.Format(time.DateOnly), now, before)
		}
		before = now
	}
}
