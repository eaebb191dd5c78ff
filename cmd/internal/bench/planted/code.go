package planted

import (
	"fmt"
	"strings"
)

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

func (f *filler) letter() string {
	i := f.rng.IntN(len(letters))
	return letters[i : i+1]
}

func (f *filler) plate() string {
	body := f.one(f.digits(5), f.letter()+f.digits(4), f.letter()+f.letter()+f.digits(3), f.digits(3)+f.letter()+f.digits(1),
		f.one("D", "F", "A")+f.digits(5), f.one("D", "F")+f.letter()+f.digits(4), f.digits(5)+f.one("D", "F"))
	head := f.one("京", "沪", "粤", "浙", "苏", "川", "鲁", "豫", "湘", "鄂", "皖", "赣", "闽", "渝", "津", "冀", "辽", "陕", "贵", "桂") + f.one("A", "B", "C", "D", "E", "N")
	return f.written([]form{
		{"plain", func(s string) string { return head + s }}, {"plain again", func(s string) string { return head + s }}, {"dot", func(s string) string { return head + "·" + s }},
		{"space", func(s string) string { return head + " " + s }}, {"lower", func(s string) string { return strings.ToLower(head + s) }}, {"dash", func(s string) string { return head + "-" + s }},
		{"wide", func(s string) string { return spelt(wide)(head + s) }}, {"full stop", func(s string) string { return head + "." + s }},
	}, body)
}

// vin makes a vehicle identification number with the check digit of GB 16735 in its ninth place.
func (f *filler) vin() string {
	const signs = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
	b := []byte(f.one("LSV", "LFV", "LGX", "LVS", "L6T", "LBV", "WBA") + strings.Repeat("0", 14))
	for i := 3; i < 17; i++ {
		if b[i] = signs[f.rng.IntN(len(signs))]; i >= 13 {
			b[i] = byte('0' + f.rng.IntN(10))
		}
	}
	worth := map[byte]int{}
	for i, r := range []byte("ABCDEFGH") {
		worth[r] = i + 1
	}
	for i, r := range []byte("JKLMN") {
		worth[r] = i + 1
	}
	worth['P'], worth['R'] = 7, 9
	for i, r := range []byte("STUVWXYZ") {
		worth[r] = i + 2
	}
	total := 0
	for i, w := range []int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		v := int(b[i] - '0')
		if b[i] >= 'A' {
			v = worth[b[i]]
		}
		total += v * w
	}
	b[8] = "0123456789X"[total%11]
	return f.one(string(b), string(b), strings.ToLower(string(b)))
}

func (f *filler) mail() string {
	user := f.one("zhangsan", "li.lei", "wang_fang", "happy2008", "a1b2c3", "chen-jie", "m.liu", "sunny", "lucky.star", "xiaoyu") + f.one("", f.digits(3), "_"+f.digits(2))
	host := f.one("qq.com", "163.com", "126.com", "gmail.com", "sina.com.cn", "outlook.com", "139.com", "foxmail.com", "mail.example.com")
	if f.rng.IntN(6) == 0 {
		user, host = f.digits(9), "qq.com"
	}
	return f.written([]form{{"plain", plain}, {"plain again", plain}, {"capitals", strings.ToUpper}, {"wide at", func(s string) string { return strings.Replace(s, "@", "＠", 1) }}},
		user+"@"+host)
}

func (f *filler) wechat() string {
	return f.one("wxid_"+f.one("a8k2", "p9f3", "zz71")+f.digits(6), f.one("lily", "xiaoming", "hello", "abc", "sunshine")+f.digits(4), f.one("zhang", "wang", "chen")+"_"+f.one("lei", "mei")+f.digits(2),
		f.one("Mr", "Miss")+"-"+f.one("Wu", "Zhao")+f.digits(3), f.one("q", "k", "z")+f.digits(8))
}

func (f *filler) document() string {
	return f.one("E"+f.digits(8), "EA"+f.digits(7), "G"+f.digits(8), "C"+f.digits(8), "H"+f.digits(8), "M"+f.digits(8), f.digits(8))
}

// place is what of an address tells the house: roads, estates and villages stay, as figures by place need them.
func (f *filler) place(slot string) string {
	n := func(most int) int { return 1 + f.rng.IntN(most) }
	room := fmt.Sprintf("%d%02d", n(28), n(6))
	switch slot {
	case "group":
		return f.written([]form{
			{"group", func(string) string { return fmt.Sprintf("%d组", n(9)) }}, {"group house", func(string) string { return fmt.Sprintf("%d组%d号", n(9), n(99)) }},
			{"villagers", func(string) string { return fmt.Sprintf("第%d村民小组", n(9)) }}, {"han group", func(string) string { return f.one("一", "二", "三", "五") + "组" }},
			{"house", func(string) string { return fmt.Sprintf("%d号", n(199)) }},
		}, "")
	case "address":
		return f.written([]form{
			{"house", func(string) string { return fmt.Sprintf("%d号", n(300)) }}, {"house room", func(string) string { return fmt.Sprintf("%d号%s室", n(300), room) }},
			{"house building", func(string) string { return fmt.Sprintf("%d号%d栋%s", n(300), n(20), room) }}, {"lane", func(string) string { return fmt.Sprintf("%d弄%d号%s室", n(900), n(60), room) }},
			{"house storey", func(string) string { return fmt.Sprintf("%d号%d楼", n(300), n(9)) }}, {"house unit", func(string) string { return fmt.Sprintf("%d号院%d号楼%d单元%s", n(90), n(30), n(4), room) }},
			{"behind", func(string) string { return fmt.Sprintf("%d-%d号", n(90), n(9)) }}, {"han", func(string) string { return f.one("十二", "三十六", "一百零八", "五") + "号" }},
			{"annex", func(string) string { return fmt.Sprintf("%d号附%d号", n(90), n(9)) }},
		}, "")
	}
	return f.written([]form{
		{"building unit room", func(string) string { return fmt.Sprintf("%d栋%d单元%s室", n(40), n(4), room) }}, {"building unit", func(string) string { return fmt.Sprintf("%d号楼%d单元%s", n(40), n(4), room) }},
		{"building room", func(string) string { return fmt.Sprintf("%d栋%s", n(40), room) }}, {"dashes", func(string) string { return fmt.Sprintf("%d-%d-%s", n(40), n(4), room) }},
		{"block", func(string) string { return fmt.Sprintf("%s座%s室", f.one("A", "B", "C"), room) }}, {"building", func(string) string { return fmt.Sprintf("%d幢%s室", n(40), room) }},
		{"han", func(string) string {
			return f.one("三", "五", "十二") + "栋" + f.one("一", "二") + "单元" + f.one("三零二", "五〇一", "一二〇三")
		}},
		{"sign", func(string) string { return fmt.Sprintf("%d#%s", n(40), room) }}, {"part", func(string) string { return fmt.Sprintf("%s区%d栋%s", f.one("A", "B", "二"), n(40), room) }},
		{"building alone", func(string) string { return fmt.Sprintf("%d号楼", n(40)) }},
	}, "")
}
