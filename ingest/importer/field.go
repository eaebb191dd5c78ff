package importer

import (
	"slices"
	"strings"

	"huisheng/analytics"
)

// field is what a column can become.
type field uint8

// The fields. Their order is that in which the cells of a row without an id are hashed.
const (
	noField field = iota
	fieldID
	fieldVersion
	fieldTime
	fieldSender
	fieldChannel
	fieldSubject
	fieldText
	fieldCustomerID
	fieldCustomerName
	fieldCustomerPhone
	fieldCustomerTier
	fieldCustomerSegment
	fieldLine
	fieldProduct
	fieldModel
	fieldBatch
	fieldProvince
	fieldCity
	fieldDistrict
	fieldDepartment
	fieldHandler
	fieldGrade
	fieldLevel
	fieldCategory
	fieldDemand
	fieldAmount
	fieldRegion    // a place in one piece: 广东省深圳市南山区
	fieldLevel1    // levels of a category
	fieldLevel2    //
	fieldLevel3    //
	fieldComponent // with the problem, a category of two levels
	fieldProblem
	fieldEventID // of a table of events
	fieldAt
	fieldKind
	fieldBy
	fieldFromDepartment
	fieldToDepartment
	fieldInto
	fieldNote
	fieldOutcome
	fieldSatisfaction
	fieldByChannel
	fieldByAttitude
	fieldByAbility
	fieldBySpeed
	fieldByOutcome
	fieldMonth // of a table of exposures
	fieldUnit
	fieldValue
	fieldDimensions
	fieldLifeSatisfaction // of the return visit that a row of a complaint tells
	fieldLifeOutcome
	fieldLifeNote
	fieldLifeBy
	fieldLife  // the time of a step of the complaint that the row tells; one for each of analytics.EventKinds from here on
	fieldCount = 80
)

// lifeOf is the field of the time of a step.
func lifeOf(kind string) field { return fieldLife + field(slices.Index(analytics.EventKinds, kind)) }

// ofLife reports whether the field belongs to the handling of a complaint and not to what was complained.
func (f field) ofLife() bool { return f >= fieldLifeSatisfaction }

// fieldNames are the names on the wire, which --map takes and the mapping shows.
var fieldNames = withLife("events.", eventKindNames, [fieldCount]string{
	fieldID: "complaint_id", fieldVersion: "version", fieldTime: "received_at", fieldSender: "sender_kind", fieldChannel: "channel",
	fieldSubject: "subject", fieldText: "text", fieldCustomerID: "customer.id", fieldCustomerName: "customer.name",
	fieldCustomerPhone: "customer.phone", fieldCustomerTier: "customer.tier", fieldCustomerSegment: "customer.segment",
	fieldLine: "product.line", fieldProduct: "product.name", fieldModel: "product.model", fieldBatch: "product.batch",
	fieldProvince: "region.province", fieldCity: "region.city", fieldDistrict: "region.district", fieldDepartment: "department",
	fieldHandler: "handler", fieldGrade: "grade", fieldLevel: "level", fieldCategory: "category", fieldDemand: "demand",
	fieldAmount: "amount_cny", fieldRegion: "region",
	fieldLevel1: "category", fieldLevel2: "category", fieldLevel3: "category", fieldComponent: "category", fieldProblem: "category",
	fieldEventID: "event_id", fieldAt: "at", fieldKind: "kind", fieldBy: "by", fieldFromDepartment: "from_department", fieldToDepartment: "to_department",
	fieldInto: "into", fieldNote: "note", fieldOutcome: "outcome", fieldSatisfaction: "satisfaction", fieldByChannel: "satisfaction_by.channel",
	fieldByAttitude: "satisfaction_by.attitude", fieldByAbility: "satisfaction_by.ability", fieldBySpeed: "satisfaction_by.speed",
	fieldByOutcome: "satisfaction_by.outcome", fieldMonth: "month", fieldUnit: "unit", fieldValue: "value", fieldDimensions: "dimensions",
	fieldLifeSatisfaction: "events.satisfaction", fieldLifeOutcome: "events.outcome", fieldLifeNote: "events.note", fieldLifeBy: "events.by",
})

// fieldLabels are the names for people.
var fieldLabels = withLife("", eventKindLabels, [fieldCount]string{
	fieldID: "投诉编号", fieldVersion: "版本", fieldTime: "收到时间", fieldSender: "投诉主体", fieldChannel: "渠道", fieldSubject: "标题", fieldText: "正文",
	fieldCustomerID: "客户编号", fieldCustomerName: "客户姓名", fieldCustomerPhone: "客户电话", fieldCustomerTier: "客户等级", fieldCustomerSegment: "客户群",
	fieldLine: "品牌或产品线", fieldProduct: "产品", fieldModel: "型号", fieldBatch: "批次", fieldProvince: "省份", fieldCity: "城市", fieldDistrict: "区县",
	fieldDepartment: "责任部门", fieldHandler: "处理人", fieldGrade: "等级", fieldLevel: "级别", fieldCategory: "来源分类", fieldDemand: "诉求",
	fieldAmount: "涉及金额", fieldRegion: "地区（整段）", fieldLevel1: "来源分类", fieldLevel2: "来源分类", fieldLevel3: "来源分类",
	fieldComponent: "来源分类", fieldProblem: "来源分类",
	fieldEventID: "记录编号", fieldAt: "处理时间", fieldKind: "处理动作", fieldBy: "操作人", fieldFromDepartment: "转出部门", fieldToDepartment: "转入部门",
	fieldInto: "并入的投诉", fieldNote: "处理说明", fieldOutcome: "回访结果", fieldSatisfaction: "满意度", fieldByChannel: "满意度：渠道",
	fieldByAttitude: "满意度：态度", fieldByAbility: "满意度：能力", fieldBySpeed: "满意度：时效", fieldByOutcome: "满意度：结果",
	fieldMonth: "月份", fieldUnit: "单位", fieldValue: "数量", fieldDimensions: "维度",
	fieldLifeSatisfaction: "回访满意度", fieldLifeOutcome: "回访结果", fieldLifeNote: "回访说明", fieldLifeBy: "回访人",
})

// withLife adds the fields of the steps to a list of names.
func withLife(prefix string, of func(kind string) string, names [fieldCount]string) [fieldCount]string {
	for i, kind := range analytics.EventKinds {
		names[fieldLife+field(i)] = prefix + of(kind)
	}
	return names
}

func eventKindNames(kind string) string { return kind }

func eventKindLabels(kind string) string { return KindLabels[kind] + "时间" }

// KindLabels are the names of the steps for people.
var KindLabels = map[string]string{"accepted": "受理", "assigned": "派单", "handed_over": "转办", "replied": "答复", "first_response": "首次响应", "progressed": "处理",
	"paused": "暂停", "resumed": "恢复", "escalated": "升级", "resolved": "解决", "closed": "办结", "reopened": "重开", "compensated": "赔付", "followed_up": "回访",
	"corrected": "更正", "withdrawn": "撤诉", "merged": "并单", "invalidated": "判为无效"}

// shortNames are what --map takes beside the wire's names.
var shortNames = map[string]field{
	"id": fieldID, "time": fieldTime, "brand": fieldLine, "line": fieldLine, "product": fieldProduct, "model": fieldModel, "batch": fieldBatch,
	"province": fieldProvince, "city": fieldCity, "district": fieldDistrict, "amount": fieldAmount, "phone": fieldCustomerPhone,
	"name": fieldCustomerName, "customer": fieldCustomerID, "tier": fieldCustomerTier, "segment": fieldCustomerSegment, "sender": fieldSender,
}

// fieldOf reads a field's name as --map gives it, for a table of complaints.
func fieldOf(name string) field { return fieldIn(Complaints, name) }

// fieldIn reads a field's name as --map gives it, for a table of a kind.
func fieldIn(kind Kind, name string) field {
	name = strings.TrimSpace(name)
	if name == "" {
		return noField
	}
	all := fieldsOf(kind)
	for _, f := range all {
		if fieldNames[f] == name {
			return f
		}
	}
	f := shortNames[name]
	switch {
	case kind == Events && name == "time":
		f = fieldAt
	case kind == Exposures && name == "time":
		f = fieldMonth
	}
	if slices.Contains(all, f) {
		return f
	}
	return noField
}
