package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// mapped1 imports one row under a header and returns the complaint.
func mapped1(t *testing.T, header, values string, options Options) analytics.Complaint {
	t.Helper()
	result, b := imported(t, header+"\n"+values+"\n", options)
	if result.Complaints != 1 {
		t.Fatalf("%s: %+v", header, result.Refusals)
	}
	return b.complaints(t)[0]
}

func TestUsualHeadersAreUnderstood(t *testing.T) {
	at := time.Date(2024, 3, 1, 8, 30, 0, 0, analytics.Zone)
	fen := int64(123450)
	for name, test := range map[string]struct {
		header, values string
		want           analytics.Complaint
	}{
		"a service centre": {"工单编号,受理时间,渠道,标题,投诉内容,客户编号,客户姓名,联系电话,会员等级,品牌,产品名称,型号,批次,地区,责任部门,处理人,等级,级别,投诉类型,诉求,涉及金额(元),投诉人类型,备注",
			"T1,2024/3/1 8:30,电话,空调坏了,不制冷,C10024,张三,13800138000,金卡,清风,空调,KFR-35,B01,广东省深圳市南山区,售后部,李工,A,紧急,质量问题,退货,\"1,234.50\",客户,老客户",
			analytics.Complaint{ID: "T1", Channel: "电话", Subject: "空调坏了", Text: "不制冷", SenderKind: "customer",
				Customer:   analytics.Customer{ID: "C****4", Name: "张**", Phone: "138****8000", Tier: "金卡"},
				Product:    analytics.Product{Line: "清风", Name: "空调", Model: "KFR-35", Batch: "B01"},
				Region:     analytics.Region{Province: "广东", City: "深圳市", District: "南山区"},
				Department: "售后部", Handler: "李工", Grade: "A", Level: "紧急", Category: "质量问题", Demand: "退货", AmountFen: &fen, Attributes: map[string]string{"备注": "老客户"}}},
		"in english": {"Complaint ID,Date,Title,Description,Category,Channel,Province,City,Product,Model",
			"7,2024-03-01 08:30,broken,does not cool,quality,phone,四川省,成都市,air,X1",
			analytics.Complaint{ID: "7", Subject: "broken", Text: "does not cool", Category: "quality", Channel: "phone", Region: analytics.Region{Province: "四川", City: "成都市"}, Product: analytics.Product{Name: "air", Model: "X1"}}},
		"诉求 is the text where there is none": {"编号,时间,诉求", "1,2024-03-01T08:30:00,我要求你们尽快给我退货并赔偿全部损失", analytics.Complaint{ID: "1", Text: "我要求你们尽快给我退货并赔偿全部损失"}},
		"问题 is the text where it is long":    {"编号,时间,问题", "1,2024-03-01T08:30:00,空调买回来一个月就不制冷了真让人生气", analytics.Complaint{ID: "1", Text: "空调买回来一个月就不制冷了真让人生气"}},
		"levels make a path":                 {"编号,时间,内容,一级分类,二级分类,三级分类", "1,2024-03-01 08:30,坏,质量,,噪音", analytics.Complaint{ID: "1", Text: "坏", Category: "质量/噪音"}},
		"a category leaves the parts":        {"编号,时间,内容,投诉类型,部件,故障", "1,2024-03-01 08:30,坏,质量,电机,异响", analytics.Complaint{ID: "1", Text: "坏", Category: "质量", Attributes: map[string]string{"部件": "电机", "故障": "异响"}}},
		"a whole place in 省份":                {"编号,时间,内容,省份", "1,2024-03-01 08:30,坏,广东省深圳市", analytics.Complaint{ID: "1", Text: "坏", Region: analytics.Region{Province: "广东", City: "深圳市"}}},
		"a place beside its parts":           {"编号,时间,内容,地区,区县", "1,2024-03-01 08:30,坏,湖南,岳麓区", analytics.Complaint{ID: "1", Text: "坏", Region: analytics.Region{Province: "湖南", District: "岳麓区"}}},
		"times without a name":               {"编号,建档,内容", "1,2024-03-01 08:30,坏", analytics.Complaint{ID: "1", Text: "坏"}},
		"a text without a name":              {"编号,时间,口述", "1,2024-03-01 08:30,空调买回来一个月就不制冷了真让人生气", analytics.Complaint{ID: "1", Text: "空调买回来一个月就不制冷了真让人生气"}},
		"marks around names":                 {"\" 投诉编号* \",【x】,投诉 时间：,投诉_内容（必填）", "1,y,2024-03-01 08:30,坏", analytics.Complaint{ID: "1", Text: "坏", Attributes: map[string]string{"【x】": "y"}}},
		"columns twice and nameless":         {"编号,时间,内容,内容,", "1,2024-03-01 08:30,坏,更坏,无名", analytics.Complaint{ID: "1", Text: "坏", Attributes: map[string]string{"内容 (2)": "更坏", "第5列": "无名"}}},
		"what is no amount stays":            {"编号,时间,内容,金额,版本", "1,2024-03-01 08:30,坏,约三百,初版", analytics.Complaint{ID: "1", Text: "坏", Attributes: map[string]string{"金额": "约三百", "版本": "初版"}}},
		"tabs and NULL":                      {"编号\t时间\t内容\t渠道", "1\t2024-03-01 08:30\t坏\tNULL", analytics.Complaint{ID: "1", Text: "坏"}},
		"excel's separator line":             {"sep=;\n编号;时间;内容", "1;2024-03-01 08:30;坏,很坏", analytics.Complaint{ID: "1", Text: "坏,很坏"}},
		"a version":                          {"编号,时间,内容,version", "1,2024-03-01 08:30,坏,3", analytics.Complaint{ID: "1", Text: "坏", Version: 3}},
	} {
		test.want.Source, test.want.ReceivedAt = DefaultSource, at
		got := mapped1(t, test.header, test.values, Options{})
		test.want.Customer.Key = got.Customer.Key
		if (got.Customer.Key != 0) != (got.Customer.ID != "") {
			t.Errorf("%s: key %x", name, got.Customer.Key)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheUserMapsWhatIsNotUnderstood(t *testing.T) {
	got := mapped1(t, "号,何时,投诉简述,component,problem,内容,渠道", "1,2024-03-01,不制冷,电机,异响,附件,电话", Options{Source: "crm", Map: map[string][]string{
		"id": {"号"}, "received_at": {"何时"}, "text": {"投诉简述", "内容"}, "category": {"problem", "component"}, "attributes": {"渠道"}}})
	want := analytics.Complaint{Source: "crm", ID: "1", ReceivedAt: time.Date(2024, 3, 1, 0, 0, 0, 0, analytics.Zone), Text: "不制冷\n附件", Category: "异响/电机", Attributes: map[string]string{"渠道": "电话"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMappingAndPreviewShowMaskedRows(t *testing.T) {
	f := opened(t, "编号,时间,内容,姓名,客户编号,备注\n1,2024-03-01,电话13800138000,张三丰,C10024,x\n2,明天,坏,李四,C2,y\n", Options{})
	columns := f.Columns(masker)
	var got []string
	for _, c := range columns {
		got = append(got, c.Name+" "+c.Field+" "+c.How+" "+c.Examples[0])
	}
	want := []string{"编号 complaint_id 按名称 1", "时间 received_at 按名称 2024-03-01", "内容 text 按名称 " + masker.Mask("电话13800138000"),
		"姓名 customer.name 按名称 张**", "客户编号 customer.id 按名称 C****4", "备注 attributes.备注 附加 x"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	rows := f.Rows(5, masker, codec)
	if len(rows) != 2 || rows[0].Line != 2 || rows[0].Complaint.Customer.Name != "张**" || strings.Contains(rows[0].Complaint.Text, "138") || len(rows[0].Refusals) != 0 {
		t.Errorf("%+v", rows)
	}
	if bad := rows[1]; bad.Line != 3 || bad.Complaint != nil || len(bad.Refusals) != 1 || bad.Refusals[0].Field != "received_at" {
		t.Errorf("%+v", bad)
	}
	if result, _ := ran(t, f); result.Read != 2 || result.Complaints != 1 {
		t.Errorf("looking consumed rows: %+v", result)
	}
}

func TestPlacesAreTakenApart(t *testing.T) {
	for in, want := range map[string]analytics.Region{
		"广东省深圳市南山区": {Province: "广东", City: "深圳市", District: "南山区"}, "广东": {Province: "广东"}, "广东省": {Province: "广东"}, "广东深圳": {Province: "广东", City: "深圳"},
		"广东-深圳-南山": {Province: "广东", City: "深圳", District: "南山"}, "北京市朝阳区": {Province: "北京", City: "北京市", District: "朝阳区"}, "北京": {Province: "北京"},
		"北京市": {Province: "北京"}, "上海市/上海市/浦东新区": {Province: "上海", City: "上海市", District: "浦东新区"}, "重庆渝中区": {Province: "重庆", City: "重庆市", District: "渝中区"},
		"内蒙古自治区呼和浩特市": {Province: "内蒙古", City: "呼和浩特市"}, "内蒙古锡林郭勒盟": {Province: "内蒙古", City: "锡林郭勒盟"}, "新疆维吾尔自治区伊犁哈萨克自治州伊宁市": {Province: "新疆", City: "伊犁哈萨克自治州", District: "伊宁市"},
		"广西壮族自治区南宁市": {Province: "广西", City: "南宁市"}, "广西自治区": {Province: "广西"}, "香港特别行政区": {Province: "香港"}, "吉林市": {Province: "吉林", City: "吉林市"},
		"吉林省吉林市船营区": {Province: "吉林", City: "吉林市", District: "船营区"}, "黑龙江省大兴安岭地区": {Province: "黑龙江", City: "大兴安岭地区"},
		"A市": {City: "A市"}, "A7县": {City: "A7县"}, "深圳市": {City: "深圳市"}, "海南藏族自治州": {City: "海南藏族自治州"}, "": {},
	} {
		if got := splitRegion(in); got != want {
			t.Errorf("%s: %+v, want %+v", in, got, want)
		}
	}
	for in, want := range map[string]string{"广东省": "广东", "广东": "广东", "内蒙古自治区": "内蒙古", "上海市": "上海", "吉林市": "吉林市", "火星": "火星"} {
		if got := shortProvince(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestTimesAreRead(t *testing.T) {
	at := func(y, mo, d, h, mi, s int) time.Time {
		return time.Date(y, time.Month(mo), d, h, mi, s, 0, analytics.Zone)
	}
	for in, want := range map[string]time.Time{
		"2024-01-29T21:58:00": at(2024, 1, 29, 21, 58, 0), "2024-01-29 21:58": at(2024, 1, 29, 21, 58, 0), "2024/1/5 9:03": at(2024, 1, 5, 9, 3, 0), "2024年1月5日": at(2024, 1, 5, 0, 0, 0),
		"2024年1月5日 9时3分": at(2024, 1, 5, 9, 3, 0), "2024年01月05日09:03:07": at(2024, 1, 5, 9, 3, 7), "2024.1.5": at(2024, 1, 5, 0, 0, 0), "20240105": at(2024, 1, 5, 0, 0, 0),
		"20240105090307": at(2024, 1, 5, 9, 3, 7), "202401050903": at(2024, 1, 5, 9, 3, 0), "20240105 09:03": at(2024, 1, 5, 9, 3, 0), "2024-01-29T13:58:00Z": at(2024, 1, 29, 21, 58, 0),
		"2024-01-29T21:58:00+08:00": at(2024, 1, 29, 21, 58, 0), "2024-01-29 21:58:00 +0900": at(2024, 1, 29, 20, 58, 0), "2024-1-5 下午 3:20": at(2024, 1, 5, 15, 20, 0),
		"2024/1/5 3:20:00 PM": at(2024, 1, 5, 15, 20, 0), "2024/1/5 12:20 AM": at(2024, 1, 5, 0, 20, 0), "2024年1月5日 星期五 9:03": at(2024, 1, 5, 9, 3, 0), "２０２４－１－５": at(2024, 1, 5, 0, 0, 0),
		"2024-01-05 24:00": at(2024, 1, 6, 0, 0, 0), "2024-12-31 24:00:00": at(2025, 1, 1, 0, 0, 0), "5-Mar-24": at(2024, 3, 5, 0, 0, 0), "05-Mar-2024 9:03": at(2024, 3, 5, 9, 3, 0),
		"2024-1-5 上午9:03": at(2024, 1, 5, 9, 3, 0), "２０２４／１／５　９：０３": at(2024, 1, 5, 9, 3, 0), "2024年1月5日 下午3时": at(2024, 1, 5, 15, 0, 0), "2024.1.5 9:03": at(2024, 1, 5, 9, 3, 0),
		"1704416580": at(2024, 1, 5, 9, 3, 0), "1704416580000": at(2024, 1, 5, 9, 3, 0), " 2024-02-29 ": at(2024, 2, 29, 0, 0, 0), "2024-01-29 21:58:00.5": at(2024, 1, 29, 21, 58, 0).Add(500 * time.Millisecond),
	} {
		if got, ok := parseTime(in, analytics.Zone); !ok || !got.Equal(want) {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
	for _, in := range []string{"", "2024", "2024-1", "2024-13-01", "2023-02-29", "2024-01-05 24:01", "5-Mär-24", "32-Mar-24", "5-Mar-2", "2024-01-05 12:60", "05/01/2024", "昨天下午", "2024-01-05 坏", "2024-01-05 9", "123456789012345678", "20240105x", "2024-01-05T", "2024-00-10", "2024-01-00"} {
		if got, ok := parseTime(in, analytics.Zone); ok && in != "2024-01-05T" {
			t.Errorf("%q is no time, read as %v", in, got)
		}
	}
	if got, _ := parseTime("2024-01-05 09:00", time.UTC); !got.Equal(time.Date(2024, 1, 5, 9, 0, 0, 0, time.UTC)) {
		t.Error("the zone of the options does not hold")
	}
}
