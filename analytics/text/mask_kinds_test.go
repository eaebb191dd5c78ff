package text_test

import (
	"encoding/json"
	"sync"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// masked compares texts with their marks cut to the word of the kind.
func masked(t *testing.T, cases map[string]string) {
	t.Helper()
	for in, want := range cases {
		if want == "" {
			want = in
		}
		if got := marks.ReplaceAllString(masker.Mask(in), "〔$1〕"); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestLinesAreMaskedAndCompanyNumbersStay(t *testing.T) {
	masked(t, map[string]string{
		"家里座机0755-88881234": "家里座机〔电话〕", "打(0571)8888123转802找我": "打〔电话〕找我", "（010）6666 1234": "〔电话〕", "0319-8881234-803": "〔电话〕", "02788881234打来的": "〔电话〕打来的",
		"固话８８８８１２３４有杂音": "固话〔电话〕有杂音", "电话8881234": "电话〔电话〕", "座机号码：6666-1234": "座机号码：〔电话〕",
		"客服热线0755-88881234没人接": "", "拨打400-820-8820": "", "电话4008208820": "", "电话打95588": "", "800-820-8820": "", "电话20240105": "", "编号88881234": "", "电话88881234元": "",
	})
}

func TestDocumentsVehiclesAndAccounts(t *testing.T) {
	masked(t, map[string]string{
		"护照E12345678丢了": "护照〔证件〕丢了", "港澳通行证号：C12345678": "港澳通行证号：〔证件〕", "台胞证12345678": "台胞证〔证件〕", "配件E12345678": "",
		"110105 1949 1231 002X": "〔身份证〕", "１１０１０５１９４９１２３１００２ｘ": "〔身份证〕", "用110105491231002的复印件办的": "用〔身份证〕的复印件办的",
		"VIN：LSVAA4182E2123456": "VIN：〔车架号〕", "车架号 lsvaa4182e2123456": "车架号 〔车架号〕", "1M8GDM9AXKP042788有异响": "〔车架号〕有异响", "流水号1M8GDM9AXKP042788": "", "DD240305000000007": "",
		"微信号是abc_2024": "微信号是〔微信〕", "加我VX：lily-88": "加我VX：〔微信〕", "wxid_a8k2123456": "〔微信〕", "微信支付失败": "", "微信iPhone15版闪退": "", "微信8.0.44": "", "微信ios16闪退": "",
		"QQ12345678": "QQ〔QQ〕", "扣扣：12345678": "扣扣：〔QQ〕", "奇瑞QQ3熄火": "", "QQ音乐": "", "qq 号 7654321": "qq 号 〔QQ〕",
		"发到zhang＠qq.com": "发到〔邮箱〕", "LI.LEI@SINA.COM.CN，": "〔邮箱〕，", "粤B 12345": "〔车牌〕", "京AD12345": "〔车牌〕",
	})
}

func TestNamesInTexts(t *testing.T) {
	masked(t, map[string]string{
		"我叫张伟想投诉": "我叫〔姓名〕想投诉", "姓名：欧阳锋 电话": "姓名：〔姓名〕 电话", "联系人买买提·吐尔逊": "", "联系人：买买提·吐尔逊，": "联系人：〔姓名〕，", "业主周建国反映": "业主〔姓名〕反映", "我是李秀英。": "我是〔姓名〕。",
		"找王先生处理": "找〔姓名〕先生处理", "司马经理说": "〔姓名〕经理说", "查实张勇老师违规": "查实〔姓名〕老师违规", "客服小王说": "客服〔姓名〕说", "维修工老李来过": "维修工〔姓名〕来过", "一位陈姓客户": "一位〔姓名〕姓客户", "我姓赵，": "我姓〔姓名〕，",
		"找张总说": "找〔姓名〕总说", "李志宁13800138000": "〔姓名〕〔手机〕", "尊敬的陈书记": "", "陈浩书记": "〔姓名〕书记", "小毛病很多": "", "这是小毛病": "", "联系人张经理": "联系人〔姓名〕经理",
		"谢谢师傅": "", "对方经理说": "", "主任医生": "", "工程师傅": "", "课程老师": "", "高总成漏油": "", "张总是迟到": "", "王总部": "", "康师傅牛肉面": "", "老板电器": "", "小米手机": "", "小鹏P7": "", "王老吉": "", "周大福专柜": "", "李宁店": "",
		"客户满意": "", "业主要求更换": "", "用户金额不对": "", "本人马上到": "", "我是高中生": "", "我是黄金会员": "", "给老车主任何补偿": "", "联系人：没有填写": "", "姓名：不详": "", "客户经理": "", "老百姓张嘴": "", "方向盘白色": "", "向老师反映": "", "黄兴镇长安村": "", "车主艾瑞泽8熄火": "",
	})
}

func TestPlacesLoseTheDoorAndKeepTheRoad(t *testing.T) {
	masked(t, map[string]string{
		"住在建设路88号3栋502室": "住在建设路〔地址〕", "阳光小区3栋2单元301漏水": "阳光小区〔地址〕漏水", "桃园巷12号": "桃园巷〔地址〕", "光明弄300弄12号501室": "光明弄〔地址〕", "中山路一百零八号": "中山路〔地址〕", "三栋二单元三零二": "〔地址〕",
		"李家村3组12号": "李家村〔地址〕", "太平村第5村民小组": "太平村〔地址〕", "翡翠湾12-3-501": "翡翠湾〔地址〕", "翠湖雅居5#1203": "翠湖雅居〔地址〕", "万达广场C座1709": "万达广场〔地址〕", "和平街5号附3号": "和平街〔地址〕", "幸福小区5号楼": "幸福小区〔地址〕", "解放路12-3号": "解放路〔地址〕",
		"广东省深圳市南山区科技路堵车": "", "地铁2号线": "", "2号门": "", "15号到账": "", "5月3号": "", "我知道5号到货": "", "101路公交": "", "三室两厅": "", "一栋四层楼": "", "5栋楼没电": "", "街道12号文件": "", "这里3号到": "", "住院12号病房": "", "1栋": "", "比分3-0-120": "",
		"空调得弄一弄": "", "前台一栋房子": "", "2024-03-12": "", "配件12-3-501": "",
	})
}

func TestWhatIsMaskedIsCounted(t *testing.T) {
	var tally text.Tally
	counting := masker.Counting(&tally)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			counting.Mask("我叫张伟，13800138000，住建设路88号")
			c := analytics.Complaint{Text: "13800138000", Customer: analytics.Customer{ID: "c1000245", Name: "张三丰", Phone: "13800138000"}}
			counting.MaskComplaint(&c)
			counting.MaskComplaint(&c) // masked already: counts no more
		})
	}
	all.Wait()
	n := tally.Counts()
	if n.String() != "手机 12，姓名 8，地址 4，号码 4" || n.Total() != 28 || n.Of("手机") != 12 || n.Of("冰箱") != 0 {
		t.Errorf("%s, %d in all", n, n.Total())
	}
	data, err := json.Marshal(n)
	var back text.Counts
	if err != nil || json.Unmarshal(data, &back) != nil || back != n {
		t.Errorf("%s became %s", data, back)
	}
	if back.Add(n); back.Total() != 56 {
		t.Errorf("twice as much is %s", back)
	}
	if got := masker.Mask("13800138000"); got != counting.Mask("13800138000") {
		t.Error("counting changes marks")
	}
}

func TestIdsOfTwoSystemsAreTwoCustomers(t *testing.T) {
	if masker.CustomerKey("crm", "1001", "") == masker.CustomerKey("mall", "1001", "") {
		t.Error("1001 of two systems is one customer")
	}
	if masker.CustomerKey("crm", "", "13800138000") != masker.CustomerKey("mall", "13800138000", "") {
		t.Error("one phone is two customers")
	}
	c := analytics.Complaint{Source: "crm", Customer: analytics.Customer{ID: "1001"}}
	if masker.MaskComplaint(&c); c.Customer.Key != masker.CustomerKey("crm", "1001", "") {
		t.Error("the key of a complaint does not follow its source")
	}
}

func TestThoseWhoHandledItStay(t *testing.T) {
	c := analytics.Complaint{Handler: "客服小王", Department: "张经理组", Text: "客服小王说不行", Region: analytics.Region{District: "中山路88号"}}
	masker.MaskComplaint(&c)
	e := analytics.Event{By: "李经理 13800138000", Note: "找李经理谈过"}
	masker.MaskEvent(&e)
	if c.Handler != "客服小王" || c.Department != "张经理组" || c.Region.District != "中山路88号" {
		t.Errorf("%+v", c)
	}
	if marks.ReplaceAllString(c.Text, "〔$1〕") != "客服〔姓名〕说不行" || marks.ReplaceAllString(e.By, "〔$1〕") != "李经理 〔手机〕" || marks.ReplaceAllString(e.Note, "〔$1〕") != "找〔姓名〕经理谈过" {
		t.Errorf("%s, %s, %s", c.Text, e.By, e.Note)
	}
}
