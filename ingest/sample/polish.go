package sample

import (
	"bytes"
	"unicode/utf8"
)

// typos are slips of input methods: right, wrong.
var typos = [][2]string{
	{"联系", "联糸"}, {"已经", "以经"}, {"再次", "在次"}, {"根本", "跟本"}, {"安装", "按装"}, {"反映", "反应"}, {"登录", "登陆"}, {"账", "帐"},
	{"一直", "一只"}, {"发现", "发线"}, {"师傅", "师付"}, {"师傅", "师父"}, {"处理", "处里"}, {"到现在", "到现再"}, {"重新", "从新"}, {"质量", "质亮"},
	{"要求", "要球"}, {"退款", "退宽"}, {"售后", "受后"}, {"明明", "名名"}, {"客服", "客户"}, {"电话", "电化"}, {"预约", "预药"}, {"显示", "显时"},
	{"打不开", "打不开开"}, {"还是", "还事"}, {"正常", "正长"}, {"什么", "神么"}, {"机器", "机气"}, {"没有", "没由"}, {"怎么", "怎吗"}, {"坏了", "坏拉"},
}

// slip makes one typing mistake where the text has a word for it.
func (a *author) slip(from int) {
	start := a.s.n(len(typos))
	for i := range typos {
		t := typos[(start+i)%len(typos)]
		at := bytes.Index(a.b[from:], []byte(t[0]))
		if at < 0 {
			continue
		}
		at += from
		tail := string(a.b[at+len(t[0]):])
		a.b = append(append(a.b[:at], t[1]...), tail...)
		return
	}
}

// habit is how a writer punctuates.
type habit uint8

const (
	proper   habit = iota
	open           // no sign at the end
	halfway        // the signs of an English keyboard
	blanks         // blanks for commas and stops
	commas         // a comma is enough for everything
	shouting       // three signs for one
)

var habits = newPicker([]uint64{40, 28, 8, 8, 11, 5})

// punctuate rewrites the signs from a place on in a writer's habit.
func (a *author) punctuate(from int, h habit) {
	b := a.b[from:]
	if h != proper {
		for len(b) >= 3 && (bytes.HasSuffix(b, []byte("。")) || bytes.HasSuffix(b, []byte("，"))) {
			b = b[:len(b)-3]
		}
	}
	if h > open {
		var room [4096]byte
		old := append(room[:0], b...)
		b = b[:0]
		for i := 0; i < len(old); {
			_, n := utf8.DecodeRune(old[i:])
			b = append(b, h.sign(old[i:i+n])...)
			i += n
		}
	}
	a.b = append(a.b[:from], b...)
}

var halfSigns = map[string]string{"，": ",", "。": ".", "？": "?", "！": "!", "：": ":"}

// sign is what a habit writes for a character.
func (h habit) sign(r []byte) []byte {
	if len(r) != 3 {
		return r
	}
	s := string(r)
	switch {
	case h == halfway:
		if half, ok := halfSigns[s]; ok {
			return []byte(half)
		}
	case h == blanks && (s == "，" || s == "。"):
		return []byte(" ")
	case h == commas && s == "。":
		return []byte("，")
	case h == shouting && (s == "！" || s == "。"):
		return []byte("！！！")
	}
	return r
}
