package main

import (
	"fmt"
	"strings"
	"testing"
)

// topicsReport is what topics --json prints.
type topicsReport struct {
	Rows, Skipped, Topics int
	Hot, Emerging         []hotTopic
}

// The same matter at one place is one topic, a copied letter is one person, and what many support is hotter.
func TestTopicsGroupRowsByMatterAndPlace(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	var rows strings.Builder
	rows.WriteString("编号,时间,标题,内容,地点,赞\n")
	n := 0
	add := func(day, title, text, place string, likes int) {
		n++
		fmt.Fprintf(&rows, "T%02d,%s 08:00:00,%s,%s,%s,%d\n", n, day, title, text, place, likes)
	}
	smells := []string{"南湖公寓旁边建垃圾中转站，臭味扰民", "垃圾中转站离南湖公寓太近，夏天臭味大得不能开窗", "请搬走南湖公寓旁的垃圾中转站，臭味让人睡不着", "南湖公寓门口的垃圾中转站什么时候搬走，臭味严重",
		"南湖公寓的垃圾中转站天天有臭味，没有人管"}
	for i, text := range append(smells, smells[0]) { // the last one is a copy
		add(fmt.Sprintf("2019-07-%02d", 2+i), "南湖公寓旁的垃圾中转站", text, "西城区", i)
	}
	for i := range 4 {
		add(fmt.Sprintf("2019-11-%02d", 10+i), "丽景小区附近修建搅拌厂", []string{"丽景小区旁边修建搅拌厂，粉尘和噪音严重扰民", "搅拌厂离丽景小区太近，夜里施工噪音大得睡不着", "请停建丽景小区旁的搅拌厂，灰尘让人开不了窗", "丽景小区门口的搅拌厂什么时候停工，粉尘污染严重"}[i], "东城区", 30)
	}
	for i, what := range []string{"公交班次太少", "医保卡在外地不能用", "路灯坏了半年", "学校门口没有斑马线", "广场舞声音太大", "自来水发黄", "公厕的门常年锁着", "快递柜挡住消防通道"} {
		for j := range 8 { // each of another place: none is a topic
			add(fmt.Sprintf("2019-%02d-%02d", j+1, i+1), "反映问题", what, fmt.Sprintf("第 %d 街道", 8*i+j), 0)
		}
	}
	add("", "没有时间", "没有时间的一条", "西城区", 0)
	file := in.write("留言.csv", rows.String())
	var got topicsReport
	in.decode(&got, "topics", file, "--text", "标题,内容", "--time", "时间", "--by", "地点", "--likes", "赞", "--out", "话题.csv")
	if got.Rows != n-1 || got.Skipped != 1 || len(got.Hot) < 2 {
		t.Fatalf("%+v", got)
	}
	var station, mixer hotTopic
	for _, topic := range got.Hot {
		switch {
		case strings.Contains(topic.Name, "垃圾中转站"):
			station = topic
		case strings.Contains(topic.Name, "搅拌厂"):
			mixer = topic
		}
	}
	if station.N != 6 || station.People >= station.N || station.From != "2019-07-02" || station.To != "2019-07-07" || station.First != "T01" || len(station.IDs) != 6 || !strings.Contains(station.Name, "垃圾中转站") {
		t.Errorf("station: %+v", station)
	}
	if mixer.N != 4 || mixer.Reactions != 120 || !strings.Contains(mixer.Name, "搅拌厂") || mixer.People > mixer.N {
		t.Errorf("the mixing plant: %+v", mixer)
	}
	if len(got.Emerging) == 0 || !strings.Contains(got.Emerging[0].Name, "搅拌厂") {
		t.Errorf("of the last month is %+v", got.Emerging)
	}
	for _, topic := range got.Hot {
		if topic.People > topic.N || topic.Heat <= 0 {
			t.Errorf("%+v", topic)
		}
	}
	listed := 0
	for _, row := range in.table("话题.csv")[1:] {
		if strings.Contains(strings.Join(row, ","), "T0") {
			listed++
		}
	}
	if listed < 9 {
		t.Errorf("the file of topics has %d of their rows", listed)
	}
	// The days of one month only, and the same in words.
	out := in.run("topics", file, "--text", "标题,内容", "--time", "时间", "--by", "地点", "--from", "2019-07-01", "--to", "2019-07-31")
	if !strings.Contains(out, "垃圾中转站") || strings.Contains(out, "搅拌厂") || !strings.Contains(out, "热点") {
		t.Errorf("July: %s", out)
	}
	for says, line := range map[string][]string{
		"没有名为“正文”的列": {"topics", file, "--text", "正文", "--time", "时间"},
		"请检查 --text": {"topics", file, "--text", "内容", "--time", "时间", "--from", "2031-01-01"},
		"2019-13-01": {"topics", file, "--text", "内容", "--time", "时间", "--from", "2019-13-01"},
	} {
		if out, err := in.try(line...); err == nil || !strings.Contains(out, says) {
			t.Errorf("%s: %v %s", line, err, out)
		}
	}
}
