package importer

import (
	"strings"
	"testing"

	"huisheng/analytics"
)

const exported = "投诉编号,投诉时间,投诉内容\n"

func TestLinesAboveTheHeaderArePassedOver(t *testing.T) {
	for name, test := range map[string]struct {
		above string
		lines int
	}{
		"a title":                       {"2024年3月投诉台账\n", 1},
		"a title as wide as the table":  {"2024年3月投诉台账,,\r\n", 1},
		"a title, its maker, a blank":   {"2024年3月投诉台账,,\n制表：客服部,,\n\n", 3},
		"a quoted title with a comma":   {"\"台账，2024\",,\n", 1},
		"nothing":                       {"", 0},
		"a blank line":                  {"\n", 1},
		"a byte order mark and a title": {"\ufeff2024年3月投诉台账\n", 1},
	} {
		f := opened(t, test.above+exported+"1,2024-03-01,好\n2,明天,坏\n", Options{})
		result, _ := ran(t, f)
		if f.Titles != test.lines || result.Complaints != 1 || len(result.Refusals) != 1 || result.Refusals[0].Line != uint32(test.lines+3) {
			t.Errorf("%s: %d lines, %+v", name, f.Titles, result)
		}
	}
	f := opened(t, "时间,内容,备注\n2024-03-01,好,x\n投诉时间,投诉编号,投诉内容\n", Options{})
	if f.Titles != 0 {
		t.Error("a header was taken for a title")
	}
}

func TestFilesThatCannotBeATableSayWhatToDo(t *testing.T) {
	for name, test := range map[string]struct{ content, want string }{
		"a page called xls":         {"<html><body><table><tr><td>投诉编号</td></tr></table></body></html>\n", "HTML"},
		"lines that end in returns": {"投诉编号,投诉时间,投诉内容\r1,2024-03-01,好\r", "回车"},
		"no header":                 {"T1,2024-03-01 08:30,空调不制冷\nT2,2024-03-02 08:30,冰箱漏水\n", "没有表头"},
	} {
		_, err := OpenReader(strings.NewReader(test.content), "test", Options{})
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNumbersThatExcelHasTouched(t *testing.T) {
	if got := mapped1(t, "投诉编号,投诉时间,投诉内容", `="001",2024-03-01,好`, Options{}); got.ID != "001" {
		t.Errorf("id %q", got.ID)
	}
	result, _ := imported(t, exported+"1.23E+14,2024-03-01,一\n1.23457E+14,2024-03-01,二\nT1E+5,2024-03-01,三\n2024,45356.5,四\n", Options{})
	if result.Complaints != 1 || result.Reasons["complaint_id"] != 2 || result.Reasons["received_at"] != 1 {
		t.Errorf("%+v", result)
	}
	for i, want := range []string{"科学计数", "科学计数", "日期序号"} {
		if !strings.Contains(result.Refusals[i].Reason, want) {
			t.Error(result.Refusals[i])
		}
	}
	result, _ = imported(t, exported+"1.23E+14,2024-03-01,一\n1.23E+14,2024-03-01,二\n", Options{Map: map[string][]string{"attributes": {"投诉编号"}}})
	if result.Complaints != 2 || result.Rejected != 0 {
		t.Errorf("the way out does not work: %+v", result)
	}
}

func TestARecordTooLongIsNotCalledAQuoteOnly(t *testing.T) {
	result, _ := imported(t, exported+"1,2024-03-01,\""+strings.Repeat("长", maxRecord)+"\"\n2,2024-03-01,好\n", Options{})
	if result.Complaints != 1 || !strings.Contains(result.Refusals[0].Reason, "超过 2 MB") {
		t.Errorf("%+v", result.Refusals)
	}
}

func TestASureIDStaysOneWhenItsRowsRepeat(t *testing.T) {
	_, b := imported(t, exported+"T1,2024-03-01,一\nT1,2024-03-01,一\nT1,2024-03-01,一和二\n", Options{})
	for _, c := range b.complaints(t) {
		if c.ID != "T1" {
			t.Errorf("id %q", c.ID)
		}
	}
	_, b = imported(t, "编号,投诉时间,投诉内容\nA,2024-03-01,一\nA,2024-03-01,二\nA,2024-03-01,三\n", Options{})
	if ids := b.complaints(t); ids[0].ID == ids[1].ID || ids[0].ID == "A" {
		t.Error("a column that says the same everywhere was taken for an id")
	}
}

// The files of two months both count from 1: the second must not replace the first, nor a row that moved become another.
func TestTheNumberOfARowIsNoID(t *testing.T) {
	ids := func(content string, options Options) map[string]string {
		_, b := imported(t, content, options)
		out := map[string]string{}
		for _, c := range b.complaints(t) {
			out[c.Text] = c.ID
		}
		return out
	}
	march := ids("序号,投诉时间,投诉内容\n1,2024-03-01,空调\n2,2024-03-02,冰箱\n", Options{})
	april := ids("序号,投诉时间,投诉内容\n1,2024-04-01,快递\n2,2024-03-01,空调\n", Options{})
	if march["空调"] == april["快递"] || march["空调"] != april["空调"] {
		t.Errorf("%v %v", march, april)
	}
	again := ids("序号,投诉时间,投诉内容\n1,2024-03-02,冰箱\n2,2024-03-01,空调\n", Options{})
	if march["空调"] != again["空调"] || march["冰箱"] != again["冰箱"] {
		t.Errorf("%v %v", march, again)
	}
	told := ids("序号,投诉时间,投诉内容\n1,2024-03-01,空调\n2,2024-03-02,冰箱\n", Options{Map: map[string][]string{"id": {"序号"}}})
	if told["空调"] != "1" {
		t.Errorf("%v", told)
	}
}

func TestWhatWouldBeRefusedIsToldBefore(t *testing.T) {
	f := opened(t, exported+"1,2024-03-01,好\n2,明天,坏\n3,2024-03-01,\n", Options{})
	refused, of := f.Refused(masker, codec)
	result, _ := ran(t, f)
	if of != 3 || len(refused) != 2 || refused[0] != result.Refusals[0] || refused[1] != result.Refusals[1] {
		t.Errorf("%+v of %d, then %+v", refused, of, result.Refusals)
	}
}
