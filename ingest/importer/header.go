package importer

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"huisheng/analytics"
)

// synonyms are the usual headers of each field, the surest first. They are written as normalHeader leaves them.
var synonyms = [fieldCount]string{
	fieldID: "complaintid 投诉编号 投诉单号 投诉id 投诉工单号 工单编号 工单号 工单id ticketid ticketno ticketnumber caseid caseno 案件编号 受理编号 受理单号 信件编号 留言编号 " +
		"反馈编号 反馈id 记录编号 记录id 流水号 业务流水号 单号 编号 id uuid",
	fieldVersion: "version 版本号 数据版本",
	fieldTime: "receivedat 投诉时间 受理时间 投诉日期 受理日期 来电时间 提交时间 反馈时间 留言时间 接收时间 登记时间 登记日期 反映时间 发生时间 创建时间 建单时间 工单创建时间 " +
		"来信时间 来电日期 提交日期 反馈日期 留言日期 评价时间 评论时间 complainttime complaintdate datereceived createdat createtime createdtime creationdate submittedat opendate timestamp datetime time date 时间 日期",
	fieldSender:  "senderkind 投诉人类型 投诉主体 投诉方类型 投诉来源类型 来件人类型",
	fieldChannel: "channel 投诉渠道 来源渠道 渠道 受理渠道 反馈渠道 渠道来源 投诉方式 受理方式 投诉来源 来源 submittedvia source",
	fieldSubject: "subject 投诉标题 投诉主题 标题 留言主题 主题 工单标题 反馈标题 title summary headline",
	fieldText: "text 投诉内容 投诉正文 内容 投诉描述 投诉详情 留言详情 留言内容 反馈内容 问题描述 问题详情 详细描述 描述 正文 详情 诉求内容 诉求描述 来电内容 反映内容 投诉简述 事件描述 " +
		"complainttext complaint content description narrative consumercomplaintnarrative body details detail message review comment 评论 评价内容",
	fieldCustomerID:      "customerid 客户编号 客户号 客户id 会员号 会员编号 会员id 用户id 用户编号 留言用户 userid memberid accountid",
	fieldCustomerName:    "customername 客户姓名 投诉人姓名 姓名 投诉人 客户名称 联系人 联系人姓名 用户姓名 contactname fullname name",
	fieldCustomerPhone:   "customerphone 客户电话 投诉人电话 联系电话 手机号 手机号码 手机 电话 电话号码 联系方式 来电号码 主叫号码 phone mobile phonenumber telephone tel",
	fieldCustomerTier:    "customertier 客户等级 客户级别 会员等级 会员级别 vip等级 tier",
	fieldCustomerSegment: "customersegment 客户群 客群 客户类型 客户分群 客户类别 segment",
	fieldLine:            "productline 品牌 产品线 品牌名称 产品品牌 业务线 事业部 产品大类 brand make line",
	fieldProduct:         "productname 产品名称 产品 车系 商品名称 商品 服务名称 服务 系列 产品系列 业务名称 险种 险种名称 保险产品 product series item",
	fieldModel:           "productmodel 产品型号 型号 车型 规格型号 机型 规格 款型 model modelname sku",
	fieldBatch:           "productbatch 批次 生产批次 批次号 批号 产品批次 batch batchno lot lotno",
	fieldProvince:        "province 省份 省 所在省 所属省份 省市 state",
	fieldCity:            "city 城市 市 地市 所在市 所在城市 所属城市",
	fieldDistrict:        "district 区县 区 县 县区 所属区县 county",
	fieldDepartment:      "department 责任部门 处理部门 承办部门 承办单位 责任单位 被投诉部门 部门 所属部门 责任网点 责任机构 承办机构 机构 分支机构 dept",
	fieldHandler:         "handler 处理人 经办人 处理人员 受理人 责任人 跟进人 客服 客服人员 坐席 agent assignee owner",
	fieldGrade:           "grade 投诉等级 等级 严重程度 严重等级 severity",
	fieldLevel:           "level 投诉级别 级别 优先级 紧急程度 紧急级别 priority",
	fieldCategory: "category 投诉类型 投诉类别 投诉分类 分类 类别 类型 问题类别 工单类型 工单分类 业务类型 一二级分类 诉求分类 诉求类型 信件类别 信件类型 留言类型 留言领域 投诉事由 投诉原因 complainttype categoryname " +
		"type kind label cat",
	fieldDemand:           "demand 客户诉求 用户诉求 投诉诉求 投诉要求 客户要求 诉求 要求 期望 期望解决方案 request desiredresolution",
	fieldAmount:           "amountcny 涉及金额 涉诉金额 投诉金额 争议金额 金额 损失金额 订单金额 amount",
	fieldRegion:           "region 地区 区域 所在地区 所属地区 所在地 省市区 投诉地区 归属地 行政区划 area location",
	fieldLevel1:           "一级分类 一级类别 投诉大类 大类 问题大类 一级类目 category1",
	fieldLevel2:           "二级分类 二级类别 投诉小类 小类 问题小类 二级类目 category2 subcategory",
	fieldLevel3:           "三级分类 三级类别 细类 问题细类 三级类目 category3",
	fieldComponent:        "component 部件 零部件 投诉部件 故障部件 故障部位 问题部件 总成 系统 part",
	fieldLifeSatisfaction: "回访满意度 满意度 总体满意度 客户满意度 是否满意 满意情况 满意度评价",
	fieldLifeOutcome:      "回访结果 接通情况 接通状态 回访状态 是否接通",
	fieldLifeNote:         "回访内容 回访情况 回访意见 回访备注 回访说明 回访记录",
	fieldLifeBy:           "回访人 回访员 回访人员",
	fieldProblem:          "problem 问题 故障 故障现象 投诉问题 问题类型 问题分类 问题现象 具体问题 故障类型 issue fault defect",
}

// lifeSynonyms are the usual headers of the times of the steps in a table of complaints.
var lifeSynonyms = map[string]string{
	"accepted": "受理时间 受理日期 立案时间 立案日期", "assigned": "派单时间 派发时间 分派时间 分配时间 派单日期 交办时间",
	"handed_over": "转办时间 移交时间 转派时间 转交时间", "first_response": "首次响应时间 首响时间 响应时间 首次联系时间 首次回复时间 首次联系客户时间 firstresponseat firstresponsetime",
	"replied": "答复时间 回复时间 答复日期 回复日期 replytime replydate repliedat", "paused": "挂起时间 暂停时间", "resumed": "恢复时间 解挂时间", "escalated": "升级时间",
	"resolved": "解决时间 处理完成时间 完成时间 解决日期 完成日期 resolvedat resolvedtime", "closed": "办结时间 结案时间 关闭时间 结单时间 归档时间 完结时间 办结日期 结案日期 关闭日期 closedat closetime closeddate",
	"reopened": "重开时间 重启时间 重新打开时间", "compensated": "赔付时间 补偿时间 赔偿时间", "followed_up": "回访时间 回访日期", "withdrawn": "撤诉时间 撤单时间",
}

// eventSynonyms are the usual headers in a table of events (处理记录, 回访记录).
var eventSynonyms = map[field]string{
	fieldID: "complaintid 投诉编号 投诉单号 投诉id 投诉工单号 工单编号 工单号 工单id ticketid ticketno caseid 案件编号 受理编号 受理单号 信件编号 留言编号 反馈编号 " +
		"关联工单 关联工单号 关联投诉 关联投诉编号 原投诉编号 原工单号 单号 编号",
	fieldEventID:        "eventid 记录编号 记录id 处理记录编号 处理编号 回访编号 回访单号 回访id 日志编号 日志id 流水号 id uuid",
	fieldAt:             "at 处理时间 操作时间 回访时间 记录时间 跟进时间 办理时间 流转时间 发生时间 处理日期 操作日期 回访日期 actiontime eventtime 时间 日期 创建时间 time date datetime timestamp",
	fieldKind:           "kind 处理动作 动作 操作 操作类型 操作动作 处理类型 记录类型 事件 事件类型 环节 处理环节 办理环节 流程节点 流程环节 节点 action event eventtype 处理状态 状态 类型 type status",
	fieldBy:             "by 处理人 操作人 经办人 回访人 回访员 回访人员 办理人 操作员 处理人员 跟进人 坐席 客服 operator agent handler",
	fieldDepartment:     "department 处理部门 办理部门 操作部门 责任部门 承办部门 承办单位 部门 所属部门 dept",
	fieldFromDepartment: "fromdepartment 转出部门 移出部门 原部门 原责任部门 发出部门 转出单位",
	fieldToDepartment:   "todepartment 转入部门 移入部门 接收部门 目标部门 转办部门 转办单位 接收单位 派往部门 派单部门 转至",
	fieldInto:           "into 并入单号 并入编号 并入工单 主工单号 主单号 合并至",
	fieldNote: "note 处理说明 处理意见 处理内容 处理结果 处理情况 处理描述 操作说明 操作内容 回访内容 回访情况 回访记录 回访意见 回访备注 答复内容 说明 备注 内容 意见 " +
		"remark remarks comment description content text",
	fieldOutcome:      "outcome 接通情况 接通状态 是否接通 联系结果 呼叫结果 拨打结果 回访状态 回访结果",
	fieldSatisfaction: "satisfaction 满意度 总体满意度 回访满意度 客户满意度 是否满意 满意情况 满意度评分 满意度评价 满意度得分 评分 评价 回访结果 score rating",
	fieldByChannel:    "satisfactionbychannel 渠道满意度 受理渠道满意度 投诉渠道满意度",
	fieldByAttitude:   "satisfactionbyattitude 态度满意度 服务态度满意度 服务态度 态度",
	fieldByAbility:    "satisfactionbyability 能力满意度 处理能力满意度 专业能力满意度 专业能力 处理能力 业务能力",
	fieldBySpeed:      "satisfactionbyspeed 时效满意度 处理时效满意度 及时性满意度 处理时效 处理速度 及时性 时效",
	fieldByOutcome:    "satisfactionbyoutcome 结果满意度 处理结果满意度",
	fieldAmount:       "amountcny 赔付金额 补偿金额 赔偿金额 退款金额 金额 amount",
}

// exposureSynonyms are the usual headers in a table of exposures. The value's are those of a unit told beside; a unit as a header is in units.
var exposureSynonyms = map[field]string{
	fieldMonth: "month 月份 年月 统计月份 统计月 所属月份 账期 月 统计期 period yearmonth 日期 date",
	fieldUnit:  "unit 单位 指标 指标名称 计量单位 基数类型 metric",
	fieldValue: "value 数量 数值 基数 值 数目 合计数量 count total quantity",
}

// sureIDs is how many of the names of an id cannot mean anything else: up to 留言编号.
var sureIDs = slices.Index(strings.Fields(synonyms[fieldID]), "留言编号") + 1

// rowNumbers are headers of a count of the rows. It begins anew in every export, so it is no id: the file of April would replace March.
var rowNumbers = map[string]bool{"序号": true, "行号": true, "no": true, "rownumber": true}

// candidate is a field that a header may mean, with the place of the header in the field's list: smaller is surer.
type candidate struct {
	field field
	rank  int
}

// candidates finds the fields of a normal header, for each kind of table.
var candidates = map[Kind]map[string][]candidate{Complaints: complaintCandidates(), Events: listed(eventSynonyms), Exposures: listed(exposureSynonyms)}

func complaintCandidates() map[string][]candidate {
	all := make(map[field]string)
	for f, names := range synonyms {
		all[field(f)] = names
	}
	for kind, names := range lifeSynonyms {
		all[lifeOf(kind)] = names
	}
	return listed(all)
}

// lifeRank puts the steps behind everything else: 受理时间 is that of an acceptance only where another column tells when the complaint came.
const lifeRank = 1000

// listed turns a table of names around.
func listed(synonyms map[field]string) map[string][]candidate {
	m := make(map[string][]candidate)
	for f := noField; f < fieldCount; f++ {
		for rank, name := range strings.Fields(synonyms[f]) {
			if f.ofLife() {
				rank += lifeRank
			}
			m[name] = append(m[name], candidate{f, rank})
		}
	}
	return m
}

// usual reports whether a header is a usual name in a table of any kind, and whether it can be that of a time, a month or an id.
func usual(header string) (known, sure bool) {
	normal := normalHeader(header)
	for _, kind := range Kinds {
		for _, c := range candidates[kind][normal] {
			known = true
			sure = sure || c.field == fieldTime || c.field == fieldID || c.field == fieldAt || c.field == fieldMonth
		}
	}
	if _, day := parseTime(header, analytics.Zone); !day {
		if _, month := monthOf(header, 2000); month {
			return true, true
		}
	}
	return known || unitOf(normal) != "", sure
}

// normalHeader brings a header to the form of the table: half width, lower case, without spaces, marks and a unit in brackets.
func normalHeader(s string) string {
	s = strings.ToLower(width.Fold.String(strings.TrimSpace(s)))
	if i := strings.IndexAny(s, "([（【"); i > 0 {
		s = s[:i]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t_-*:：#.、\"'?\u00a0", r) {
			return -1
		}
		return r
	}, s)
}

// trueHeaders gives every column a name of its own: empty ones their place, repeated ones a number.
func trueHeaders(header []string) []string {
	seen := make(map[string]int, len(header))
	names := make([]string, len(header))
	for i, h := range header {
		name := strings.TrimSpace(strings.Trim(h, "\ufeff"))
		if name == "" {
			name = "第" + itoa(i+1) + "列"
		}
		if seen[name]++; seen[name] > 1 {
			name += " (" + itoa(seen[name]) + ")"
		}
		names[i] = name
	}
	return names
}
