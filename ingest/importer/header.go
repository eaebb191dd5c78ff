package importer

import (
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// synonyms are the usual headers of each field, the surest first. They are written as normalHeader leaves them.
var synonyms = [fieldCount]string{
	fieldID: "complaintid 投诉编号 投诉单号 投诉id 投诉工单号 工单编号 工单号 工单id ticketid ticketno ticketnumber caseid caseno 案件编号 受理编号 受理单号 信件编号 留言编号 " +
		"反馈编号 反馈id 记录编号 记录id 流水号 业务流水号 单号 编号 id uuid",
	fieldVersion: "version 版本号 数据版本",
	fieldTime: "receivedat 投诉时间 受理时间 投诉日期 受理日期 来电时间 提交时间 反馈时间 留言时间 接收时间 登记时间 登记日期 反映时间 发生时间 创建时间 建单时间 工单创建时间 " +
		"complainttime complaintdate datereceived createdat createtime createdtime creationdate submittedat opendate timestamp datetime time date 时间 日期",
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
	fieldProduct:         "productname 产品名称 产品 车系 商品名称 商品 服务名称 服务 系列 产品系列 业务名称 product series item",
	fieldModel:           "productmodel 产品型号 型号 车型 规格型号 机型 规格 款型 model modelname sku",
	fieldBatch:           "productbatch 批次 生产批次 批次号 批号 产品批次 batch batchno lot lotno",
	fieldProvince:        "province 省份 省 所在省 所属省份 省市 state",
	fieldCity:            "city 城市 市 地市 所在市 所在城市 所属城市",
	fieldDistrict:        "district 区县 区 县 县区 所属区县 county",
	fieldDepartment:      "department 责任部门 处理部门 承办部门 承办单位 责任单位 被投诉部门 部门 所属部门 dept",
	fieldHandler:         "handler 处理人 经办人 处理人员 受理人 责任人 跟进人 客服 客服人员 坐席 agent assignee owner",
	fieldGrade:           "grade 投诉等级 等级 严重程度 严重等级 severity",
	fieldLevel:           "level 投诉级别 级别 优先级 紧急程度 紧急级别 priority",
	fieldCategory: "category 投诉类型 投诉类别 投诉分类 分类 类别 类型 问题类别 工单类型 工单分类 业务类型 一二级分类 诉求分类 complainttype categoryname " +
		"type kind label cat",
	fieldDemand:    "demand 客户诉求 用户诉求 投诉诉求 投诉要求 客户要求 诉求 要求 期望 期望解决方案 request desiredresolution",
	fieldAmount:    "amountcny 涉及金额 涉诉金额 投诉金额 争议金额 金额 损失金额 订单金额 amount",
	fieldRegion:    "region 地区 区域 所在地区 所属地区 所在地 省市区 投诉地区 归属地 行政区划 area location",
	fieldLevel1:    "一级分类 一级类别 投诉大类 大类 问题大类 一级类目 category1",
	fieldLevel2:    "二级分类 二级类别 投诉小类 小类 问题小类 二级类目 category2 subcategory",
	fieldLevel3:    "三级分类 三级类别 细类 问题细类 三级类目 category3",
	fieldComponent: "component 部件 零部件 投诉部件 故障部件 故障部位 问题部件 总成 系统 part",
	fieldProblem:   "problem 问题 故障 故障现象 投诉问题 问题类型 问题分类 问题现象 具体问题 故障类型 issue fault defect",
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

// candidates finds the fields of a normal header.
var candidates = func() map[string][]candidate {
	m := make(map[string][]candidate)
	for f, names := range synonyms {
		for rank, name := range strings.Fields(names) {
			m[name] = append(m[name], candidate{field(f), rank})
		}
	}
	return m
}()

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
