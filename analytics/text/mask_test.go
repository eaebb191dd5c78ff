package text_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

var masker = text.NewMasker([]byte("a key for tests"))

var marks = regexp.MustCompile(`〔([\p{Han}Q]+)·[0-9a-z]{7}〕`)

func TestPersonalNumbersAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"请打13800138000联系我":                             "请打〔手机〕联系我",
		"电话 138 0013 8000。":                            "电话 〔手机〕。",
		"电话138-0013-8000，谢谢":                           "电话〔手机〕，谢谢",
		"１３８００１３８０００":                                  "〔手机〕",
		"+86 13800138000":                              "〔手机〕",
		"8613800138000 / 008613800138000":              "〔手机〕 / 〔手机〕",
		"1 3 8 0 0 1 3 8 0 0 0":                        "〔手机〕",
		"Tel13800138000":                               "Tel〔手机〕",
		"13800138000、13900139000":                      "〔手机〕、〔手机〕",
		"13800138000 13900139000":                      "〔手机〕 〔手机〕",
		"身份证11010519491231002X":                        "身份证〔身份证〕",
		"id:11010519491231002x,":                       "id:〔身份证〕,",
		"110105 19491231 002x":                         "〔身份证〕",
		"身份证号：110105194912310021":                      "身份证号：〔身份证〕",
		"证件号码 110105491231002":                         "证件号码 〔身份证〕",
		"卡6222020200112233446扣款":                       "卡〔银行卡〕扣款",
		"6222 0202 0011 2233 446":                      "〔银行卡〕",
		"信用卡4111 1111 1111 1111":                       "信用卡〔银行卡〕",
		"建行卡号：6217001234567890123":                     "建行卡号：〔银行卡〕",
		"车牌京A12345被划":                                  "车牌〔车牌〕被划",
		"粤B·D12345 停在":                                 "〔车牌〕 停在",
		"沪AD12345、川A1234D、苏e9h8k8":                     "〔车牌〕、〔车牌〕、〔车牌〕",
		"粤Z1234港":                                      "〔车牌〕",
		"浙Ｂ１２３４５":                                      "〔车牌〕",
		"邮件zhang.san@qq.com。":                          "邮件〔邮箱〕。",
		"a_b+c@mail.example.com.cn,13800138000@qq.com": "〔邮箱〕,〔邮箱〕",
		"13800138000@不是邮箱":                             "〔手机〕@不是邮箱",
	} {
		if got := marks.ReplaceAllString(masker.Mask(in), "〔$1〕"); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestWhatIsNotPersonalStays(t *testing.T) {
	for _, s := range []string{
		"", "空调不制冷", "2024-01-29 21:58:00", "20240129215853545110", "订单号：13812345678", "工单编号 15012345678 未处理", "单号6222020200112233446",
		"合同6217001234567890123号", "2023款 智电iDD 150KM旗舰PLUS", "13.8001380001 kg", "亏损13800138000元", "￥15000000000", "1,380,013,800", "12345678901",
		"订单3812345678901234567", "4111111111111111", "客服400-800-8820 和 4008123123", "客服电话：0755-88881234", "全新A20000发布", "吉利新A12345公里", "云A区", "A7县新国道107距我家", "川A市",
		"IMEI 490154203237518", "LSV13800138000", "配件 LSVAA4182E2123456", "110105199013310021", "秦PLUS DM-i 2021款", "@所有人", "1920*1080 60Hz 2.4GHz",
		"2024 1 5 9 3 12 8 4 2 6 1", "2019-2020 8000 12000 15000 99", "3.15 12315 12345 热线",
	} {
		if got := masker.Mask(s); got != s {
			t.Errorf("%s became %s", s, got)
		}
	}
}

func TestRepeatsLinkOnlyUnderOneKey(t *testing.T) {
	a, b := masker.Mask("13800138000"), masker.Mask("１３８-００１３-８０００")
	if a != b {
		t.Errorf("one number, two marks: %s %s", a, b)
	}
	if a == masker.Mask("13800138001") || a == text.NewMasker([]byte("another")).Mask("13800138000") {
		t.Error("different numbers or keys, one mark")
	}
}

func TestComplaintIsMaskedAndLinked(t *testing.T) {
	c := analytics.Complaint{Subject: "张三丰投诉", Text: "我是张三丰，13800138000", Handler: "李工",
		Customer:   analytics.Customer{ID: "c1000245", Name: "张三丰", Phone: "138 0013 8000"},
		Product:    analytics.Product{Line: "比亚迪", Model: "2023款 DM-i"},
		Attributes: map[string]string{"联系人": "欧阳锋", "投诉人类型": "个人", "备用电话": "0755-88881234", "身份证号": "123", "likes": "3", "车牌号": "京A12345", "备注": "加微信 wx13800138000"}}
	masker.MaskComplaint(&c)
	key := c.Customer.Key
	if key == 0 || key == masker.CustomerKey("", "", "13800138000") || key != masker.CustomerKey("", " C1000245", "") {
		t.Errorf("the key does not come from the id: %x", key)
	}
	for name, value := range c.Attributes {
		c.Attributes[name] = marks.ReplaceAllString(value, "〔$1〕")
	}
	c.Text = marks.ReplaceAllString(c.Text, "〔$1〕")
	want := analytics.Complaint{Subject: "张**投诉", Text: "我是张**，〔手机〕", Handler: "李工",
		Customer:   analytics.Customer{Key: key, ID: "c****5", Name: "张**", Phone: "138****8000"},
		Product:    analytics.Product{Line: "比亚迪", Model: "2023款 DM-i"},
		Attributes: map[string]string{"联系人": "欧阳**", "投诉人类型": "个人", "备用电话": "075****34", "身份证号": "〔身份证〕", "likes": "3", "车牌号": "〔车牌〕", "备注": "加微信 wx〔手机〕"}}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Fatal(diff)
	}
}

func TestCustomerKeyFollowsTheCustomer(t *testing.T) {
	phone := masker.CustomerKey("", "", "13800138000")
	for _, same := range [][2]string{{"13800138000", ""}, {"", "+86 138-0013-8000"}, {"１３８００１３８０００", "999"}} {
		if masker.CustomerKey("crm", same[0], same[1]) != phone {
			t.Errorf("%q is another customer", same)
		}
	}
	for _, none := range [][2]string{{"", ""}, {" ", ""}, {"", "138****8000"}, {"C0****12", ""}} {
		if masker.CustomerKey("crm", none[0], none[1]) != 0 {
			t.Errorf("%q is a customer", none)
		}
	}
	c := analytics.Complaint{Customer: analytics.Customer{Key: 7, ID: "a", Phone: "13800138000"}}
	if masker.MaskComplaint(&c); c.Customer.Key != 7 {
		t.Error("a key that was told is replaced")
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"张三": "张**", "欧阳锋": "欧阳**", "司马": "司**", "John Smith": "J**", "张先生": "张先生", "王小明先生": "王**", "深圳市某某公司": "深圳市某某公司",
		"张*": "张*", "": "", " 李四 ": "李**", "张*13800138000": "张*" + masker.Mask("13800138000")} {
		if got := masker.MaskName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// pieces make texts that are full of near hits.
var pieces = []string{"13800138000", "6222020200112233446", "11010519491231002X", "京A12345", "a@b.com", " ", "-", ".", "@", "1", "8", "x", "X", "新", "D", "订单号", "卡号", "〔", "〕", "·", "手机",
	"〔手机·1a2b3cd〕", "１", "元", "张", "，", "0", "86", "f", "京", "\xff", "*", "****",
	"姓名：", "我叫", "客户", "王", "伟", "国庆", "先生", "主任", "姓", "路", "小区", "村", "号", "栋", "单元", "502室", "12", "一", "幺", "三八", "微信", "QQ", "护照", "车架号", "LSVAA4182E2123456", "0755", "转", "O", "①", "小", "找", "电话"}

func someLetter(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 18).Draw(t, name), "")
}

func TestMaskingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := masker.Mask(someLetter(t, "text"))
		if twice := masker.Mask(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
		s := func(name string) string { return someLetter(t, name) }
		c := analytics.Complaint{Subject: s("subject"), Text: s("text"), Handler: s("handler"), Customer: analytics.Customer{ID: s("id"), Name: s("name"), Phone: s("phone")},
			Attributes: map[string]string{"联系人": s("contact"), "电话": s("tel"), "身份证": s("identity"), "备注": s("note")}}
		masker.MaskComplaint(&c)
		again := c
		again.Attributes = map[string]string{}
		for k, v := range c.Attributes {
			again.Attributes[k] = v
		}
		masker.MaskComplaint(&again)
		if c.Customer.Key == 0 {
			again.Customer.Key = 0 // a name that stays may hold what looks like a new id; linking happens once, before masking
		}
		if diff := cmp.Diff(c, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzMask: any bytes are masked without a panic, once and for all.
func FuzzMask(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + pieces[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := masker.Mask(s)
		if twice := masker.Mask(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("%q is no text any more: %q", s, once)
		}
		last := 0
		for _, found := range masker.Find(s) {
			if found.From < last || found.To <= found.From || found.To > len(s) {
				t.Fatalf("%q: %+v", s, masker.Find(s))
			}
			last = found.To
		}
	})
}

// table reads one of the public files.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	root := os.Getenv("HUISHENG_TESTDATA")
	if root == "" {
		root = "../../../shared/data"
	}
	file, err := os.Open(filepath.Join(root, name))
	if err != nil {
		t.Skip("the public data is not here")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// Every brand, series, model, component and problem of the real complaints stays, alone and behind the words after which names and
// numbers are looked for; and so do times, places and categories.
func TestNoNameOfARealProductIsMasked(t *testing.T) {
	distinct := map[string]bool{}
	for _, row := range table(t, "car/car_complaints.csv") {
		for _, column := range []string{"id", "time", "brand", "series", "model", "component", "problem"} {
			distinct[row[column]] = true
		}
		masked := masker.Mask(row["text"])
		for _, column := range []string{"brand", "series"} {
			if n := strings.Count(row["text"], row[column]); row[column] != "" && strings.Count(masked, row[column]) < n && !strings.Contains(masked, "〔地址") {
				t.Errorf("%s left the text of %s: %s", row[column], row["id"], masked)
			}
		}
	}
	for _, row := range table(t, "gov/gov_messages.csv") {
		for _, column := range []string{"id", "time", "region", "category", "reply_time"} {
			distinct[row[column]] = true
		}
	}
	for word := range distinct {
		for _, frame := range []string{"%s", "我买的%s，坏了", "本人%s车主", "车主%s熄火", "%s经销商的服务", "销售%s的店", "2024款%s行驶12号"} {
			s := fmt.Sprintf(frame, word)
			if got := masker.Mask(s); got != s {
				t.Errorf("%q became %q", s, got)
			}
		}
	}
}

// The words for the goods of the reviews stay too.
func TestNoGoodsOfRealReviewsAreMasked(t *testing.T) {
	distinct := map[string]bool{}
	for _, row := range table(t, "reviews/online_shopping_train.csv") {
		for name, value := range row {
			if strings.HasSuffix(name, "cat") {
				distinct[value] = true
			}
		}
	}
	for word := range distinct {
		for _, s := range []string{word, "客户" + word, "联系人" + word, word + "经理"} {
			if got := masker.Mask(s); got != s {
				t.Errorf("%q became %q", s, got)
			}
		}
	}
}

func BenchmarkMaskNothing(b *testing.B) {
	s := strings.Repeat("上个月买的空调不制冷，联系客服说要等一周。", 10)[:600]
	for b.Loop() {
		masker.Mask(s)
	}
}

func BenchmarkMaskHit(b *testing.B) {
	s := strings.Repeat("上个月买的空调不制冷，联系客服说要等一周。", 10)[:600] + "13800138000"
	for b.Loop() {
		masker.Mask(s)
	}
}

func TestAWordBeforeAnotherNumberSaysNothingAboutThisOne(t *testing.T) {

	if got := masker.Mask("订单号YL2023010167350586 v 161-3009-1345"); strings.Contains(got, "1345") || !strings.Contains(got, "YL2023010167350586") {
		t.Errorf("got %s", got)
	}
}
