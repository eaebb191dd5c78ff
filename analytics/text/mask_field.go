package text

import "strings"

// fieldRules say how the value of a field of a telling name is masked, first match first.
var fieldRules = []struct {
	words []string // in the lower-case name
	mask  func(m *Masker, value string) string
}{
	{[]string{"身份证", "证件号", "idcard", "id_card", "id card", "identity"}, whole(kindIdentity)},
	{[]string{"卡号", "银行账", "银行帐", "bank_account", "card_no", "card no"}, whole(kindCard)},
	{[]string{"车牌", "plate"}, whole(kindPlate)},
	{[]string{"邮箱", "电子邮件", "email", "e-mail"}, whole(kindMail)},
	{[]string{"手机", "电话", "联系方式", "phone", "mobile", "telephone"}, (*Masker).MaskPhone},
	{[]string{"微信", "wechat"}, whole(kindWeChat)},
	{[]string{"qq号", "qq号码"}, whole(kindQQ)},
	{[]string{"护照", "通行证", "台胞证", "军官证", "passport"}, whole(kindDocument)},
	{[]string{"车架号", "车辆识别", "vin码", "vin号"}, whole(kindVehicle)},
	{[]string{"详细地址", "家庭住址", "住址", "收货地址", "通讯地址", "联系地址", "street address", "home_address"}, whole(kindAddress)},
	{[]string{"姓名", "联系人", "投诉人", "客户名", "收货人", "车主", "户主", "经办", "被保险人", "customer_name", "customer name", "contact_name", "full_name"}, (*Masker).MaskName},
}

// notPersonal are endings of names that contain a word above and still do not tell who: 投诉人类型, 电话录音时长.
var notPersonal = []string{"类型", "类别", "性别", "年龄", "数", "量", "次数", "时间", "日期", "时长", "品牌", "型号", "种类", "人数", "状态", "来源"}

// whole masks a value altogether.
func whole(k kind) func(*Masker, string) string {
	return func(m *Masker, value string) string {
		if strings.TrimSpace(value) == "" {
			return value
		}
		if f := []rune(value); markAt(f, 0) == len(f) || strings.Contains(value, "****") {
			return m.Mask(value)
		}
		return m.mark(k, normalID(value))
	}
}

// MaskField masks the value of a field that we know by its name only, such as a column that no field of ours took: as the name
// tells, and otherwise like any text.
func (m *Masker) MaskField(name, value string) string {
	if value == "" {
		return value
	}
	lower := strings.ToLower(name)
	for _, rule := range fieldRules {
		for _, w := range rule.words {
			if strings.Contains(lower, w) && !endsWithAny(lower, notPersonal) {
				return rule.mask(m, value)
			}
		}
	}
	// 反馈人, 报修人, 收件人: whatever a person did, the column holds who it was.
	if strings.HasSuffix(strings.TrimSpace(lower), "人") {
		return m.MaskName(value)
	}
	return m.Mask(value)
}

func endsWithAny(s string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
