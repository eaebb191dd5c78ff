// Package channel sends notices: to the group robots of 企业微信, 钉钉 and 飞书, by mail, and to any program by a signed webhook.
package channel

import (
	"strings"
	"unicode/utf8"
)

// Notice is what is told. All of it is text for people; a channel sets it as its recipients see it best.
type Notice struct {
	ID    string `json:"id"` // the same at every attempt, so that a receiver knows a second one
	Title string `json:"title"`
	Lead  string `json:"lead,omitempty"` // why it comes to this recipient, as when somebody else did not confirm
	Level uint8  `json:"level"`          // the highest of its items, 0 for a test
	Items []Item `json:"items"`
	Link  string `json:"link,omitempty"` // where it is confirmed; empty without a public address
}

// Item is one finding.
type Item struct {
	Finding  string  `json:"finding"` // its id
	Kind     string  `json:"kind"`    // as analytics.Finding
	Level    uint8   `json:"level"`
	Sentence string  `json:"sentence"`
	Series   string  `json:"series"` // as people call it
	From     string  `json:"from"`   // days, 2006-01-02
	To       string  `json:"to"`
	Figures  string  `json:"figures"` // observed against expected, for people
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
}

// LevelNames are the levels as people call them; the level is the index.
var LevelNames = []string{"", "提示", "预警", "警报"}

func levelName(level uint8) string { return LevelNames[min(int(level), len(LevelNames)-1)] }

// inert are the characters that a robot would read as marks, links or calls of members, and what stands for them to a reader.
var inert = strings.NewReplacer("<", "＜", ">", "＞", "[", "［", "]", "］", "*", "＊", "_", "＿", "`", "｀", "#", "＃", "~", "～", "|", "｜", "\\", "＼", "@", "＠",
	"\r", " ", "\n", " ")

// plain makes text out of data harmless in a robot's markdown: names of products and topics come from outside.
func plain(text string) string { return inert.Replace(text) }

// paragraphs writes the items one after the other by write, as many as fit into limit bytes together with what stands around them, and says
// how many were left out.
func paragraphs(n Notice, limit int, write func(Item) string) (text string, left int) {
	var b strings.Builder
	for i, item := range n.Items {
		one := write(item)
		if b.Len()+len(one) > limit {
			return b.String(), len(n.Items) - i
		}
		b.WriteString(one)
	}
	return b.String(), 0
}

// cut shortens text to at most limit bytes without breaking a character.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit -= len("…"); limit > 0 && !utf8.RuneStart(text[limit]); limit-- {
	}
	return text[:max(limit, 0)] + "…"
}
