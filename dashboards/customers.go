package dashboards

import (
	"net/url"
	"slices"

	"huisheng/analytics"
)

// classNames are what people call the classes of customers, with the rule and what to do.
var classNames = map[string][3]string{
	analytics.ClassValuedOften: {"重点客户，多次投诉", "重点客户，近 12 个月 2 件以上", "专人跟到底，主管当天致电；办结后说明改了什么，再回访一次"},
	analytics.ClassValued:      {"重点客户", "客户等级属于重点，或近 12 个月涉及金额合计 3,000 元以上", "优先受理，答复前由上一级看过；办结后次日回访"},
	analytics.ClassOften:       {"频繁投诉", "近 12 个月 3 件以上", "固定一人接待；先分清是一件事反复还是几件事，逐件了结，不因次数多而放低标准"},
	analytics.ClassRetold:      {"同一件事再诉", "同一件事又说一次，或办结后重开", "换人复核上次的处理，不让客户从头再说；答复写明这次与上次有什么不同"},
	analytics.ClassEscalated:   {"曾经升级", "有投诉升级过，或由监管转来", "答复前由上一级看过；按说好的时间主动告知进展"},
	analytics.ClassTwice:       {"第二次投诉", "近 12 个月 2 件", "先看上一件怎么办的、满不满意，再答复这一件"},
	analytics.ClassOnce:        {"第一次投诉", "近 12 个月 1 件", "按标准流程一次办好，办结时问清还有没有别的事"},
	analytics.ClassUnknown:     {"没有客户标识", "来源没有传客户编号或电话", "受理时登记可以联系的号码，否则认不出再次投诉"},
}

// ClassName is what people call a class of customers.
func ClassName(class string) string { return classNames[class][0] }

// ClassRule says who is in a class.
func ClassRule(class string) string { return classNames[class][1] }

// ClassAdvice says what to do with complaints of a class.
func ClassAdvice(class string) string { return classNames[class][2] }

// CustomerShort is what a customer is called: the end of the keyed hash, by which nobody can be found.
func CustomerShort(key uint64) string { return "客户 " + analytics.IDText(key)[12:] }

// CustomerName says whose complaints are picked.
func CustomerName(c analytics.CustomerPick) string {
	if c.Key != 0 {
		return CustomerShort(c.Key)
	}
	return ClassName(c.Class)
}

// parseCustomer reads whose complaints an address picks: customer, the key in hexadecimal, and class.
func parseCustomer(values url.Values) (analytics.CustomerPick, error) {
	var c analytics.CustomerPick
	if given := values.Get("customer"); given != "" && given != noFilter {
		key, err := analytics.ParseID(given)
		if err != nil || key == 0 {
			return c, analytics.Invalid("customer", "没有 %q 这样的客户标识", given)
		}
		c.Key = key
	}
	if given := values.Get("class"); given != "" && given != noFilter {
		if !slices.Contains(analytics.CustomerClasses, given) {
			return c, analytics.Invalid("class", "没有 %q 这类客户", given)
		}
		if values.Get("month") == "" && values.Get("to") == "" {
			return c, analytics.Invalid("class", "按客户类别看投诉要有月份：类别按到那个月为止的 12 个月定")
		}
		c.Class = given
	}
	return c, nil
}

// encodeCustomer writes it.
func encodeCustomer(values url.Values, c analytics.CustomerPick) {
	if c.Key != 0 {
		values.Set("customer", analytics.IDText(c.Key))
	}
	if c.Class != "" {
		values.Set("class", c.Class)
	}
}
