package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCasesTellsHowComplaintsLikeATextWereHandled(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	in.write("投诉.csv", "编号,时间,内容,reply,答复时间\n"+
		"A1,2024-03-01 08:00:00,冰箱底部一直漏水把客厅地板泡坏了,您好，师傅已上门更换排水管。,2024-03-03 08:00:00\n"+
		"A2,2024-03-02 08:00:00,冰箱底部漏水无人处理,,\n"+
		"A3,2024-03-02 08:00:00,快递丢件,已赔付。,2024-03-03 08:00:00\n")
	in.run("import", "投诉.csv")
	in.run("jobs", "run")
	said := in.run("cases", "冰箱底部漏水，地板泡坏了")
	for _, want := range []string{"1 件相近的已答复或已办结；客户都没有留下评价；用时 2 天。", "2 天后答复", "答复：您好，师傅已上门更换排水管。"} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in\n%s", want, said)
		}
	}
	var got struct {
		N     int `json:"n"`
		Cases []struct {
			ID string `json:"complaint_id"`
		} `json:"cases"`
	}
	if err := json.Unmarshal([]byte(in.run("cases", "冰箱底部漏水，地板泡坏了", "--json")), &got); err != nil || got.N != 1 || len(got.Cases) != 1 || got.Cases[0].ID != "A1" {
		t.Errorf("%v %+v", err, got)
	}
	if said, err := in.try("cases", " "); err == nil || !strings.Contains(said, "请给出一段原文") {
		t.Errorf("%v %s", err, said)
	}
}
