package web

import (
	"fmt"
	"strings"
	"testing"

	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

func TestNoCardIsAWhiteHole(t *testing.T) {
	long := dashboards.View{Body: panel.Ranking{Rows: make([]panel.RankedRow, 9)}}
	short := dashboards.View{Body: panel.Ranking{Rows: make([]panel.RankedRow, 3)}}
	none := dashboards.View{Empty: "未接入"}
	for _, c := range []struct {
		topics, categories, matrix, regions, channels dashboards.View
		want                                          string
	}{
		{long, long, long, long, long, "trend c7|days c5|topics c7|categories c5|matrix c7|regions c5|channels c12"},
		{long, long, long, none, none, "trend c7|days c5|topics c7|categories c5|matrix c12|regions c6 compact|channels c6 compact"},
		{long, short, long, long, none, "trend c7|days c5|topics c7|regions c5|matrix c12|categories c12|channels c12 compact"},
		{long, short, none, long, long, "trend c7|days c5|topics c7|regions c5|categories c6|channels c6|matrix c12 compact"},
		{short, short, long, short, long, "trend c7|days c5|matrix c12|topics c4|categories c4|regions c4|channels c12"},
		{none, none, none, none, none, "trend c7|days c5|topics c4 compact|categories c4 compact|matrix c4 compact|regions c6 compact|channels c6 compact"},
	} {
		views := map[string]dashboards.View{"topics": c.topics, "categories": c.categories, "matrix": c.matrix, "regions": c.regions, "channels": c.channels, "trend": long, "days": long}
		for name, v := range views {
			v.Name = name
			views[name] = v
		}
		var got []string
		columns := 0
		for _, card := range arrange(views, "") {
			got = append(got, card.View.Name+" "+card.Class)
			var n int
			if _, err := fmt.Sscanf(card.Class, "c%d", &n); err != nil {
				t.Fatal(err)
			}
			if columns += n; columns > 12 {
				t.Errorf("%s does not fit into its line", card.View.Name)
			}
			columns %= 12
		}
		if columns != 0 {
			t.Errorf("the last line has a hole of %d columns", 12-columns)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("got  %s\nwant %s", s, c.want)
		}
	}
}

func TestWhyStandsAboveTheTopicsOrSaysBelowWhyNot(t *testing.T) {
	long := dashboards.View{Body: panel.Ranking{Rows: make([]panel.RankedRow, 9)}}
	none := dashboards.View{Empty: "未接入"}
	for want, why := range map[string]dashboards.View{
		"why c12|topics c7|categories c5|matrix c7|regions c5|channels c12 compact":       long,
		"topics c7|categories c5|matrix c7|regions c5|channels c6 compact|why c6 compact": none,
	} {
		views := map[string]dashboards.View{"topics": long, "categories": long, "matrix": long, "regions": long, "channels": none, "why": why}
		for name, v := range views {
			v.Name = name
			views[name] = v
		}
		var got []string
		for _, card := range arrange(views, "")[2:] {
			got = append(got, card.View.Name+" "+card.Class)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("got  %s\nwant %s", s, want)
		}
	}
}

func TestWhatCustomersWantStandsBesideWhereTheyComplain(t *testing.T) {
	views := map[string]dashboards.View{"topics": {}, "categories": {}, "matrix": {}, "regions": {}, "channels": {Name: "channels"}, "wants": {Name: "wants"}}
	cards := arrange(views, "")
	last := cards[len(cards)-2:]
	if last[0].View.Name != "channels" || last[1].View.Name != "wants" || last[0].Class != "c6" || last[1].Class != "c6" {
		t.Errorf("%s %s, %s %s", last[0].View.Name, last[0].Class, last[1].View.Name, last[1].Class)
	}
}
