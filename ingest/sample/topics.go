package sample

import "slices"

// Topic is one matter that customers write about. Codes are those of the general consumer taxonomy (通用消费投诉).
type Topic struct {
	Code  string
	Name  string
	Group string
	Words []string // a few words that mark the topic; texts use many others beside them
}

// Topics lists every topic that has a place in the taxonomy, in the taxonomy's order. The slice is the caller's own.
func Topics() []Topic { return slices.Clone(topics) }

// Emerging lists the topics that appear within the sample's time and that no taxonomy knows yet: they are there to be discovered.
func Emerging() []Topic { return slices.Clone(emerging) }

// TopicOf finds a topic, emerging ones included.
func TopicOf(code string) (Topic, bool) {
	for _, list := range [][]Topic{topics, emerging} {
		if i := slices.IndexFunc(list, func(t Topic) bool { return t.Code == code }); i >= 0 {
			return list[i], true
		}
	}
	return Topic{}, false
}

var topics = []Topic{
	{"fault.no_cooling", "不制冷", "家电故障", []string{"不制冷", "冷藏", "化冻", "加氟"}},
	{"fault.leak", "漏水渗水", "家电故障", []string{"漏水", "渗水", "滴水", "淌水"}},
	{"fault.noise", "噪音异响", "家电故障", []string{"噪音", "异响", "嗡嗡", "震动"}},
	{"fault.no_power", "不通电不启动", "家电故障", []string{"不通电", "开不了机", "跳闸", "没反应"}},
	{"fault.heating", "不加热水温不稳", "家电故障", []string{"不加热", "水温", "忽冷忽热", "不制热"}},
	{"fault.hazard", "漏电冒烟起火", "家电故障", []string{"漏电", "冒烟", "着火", "烧焦"}},
	{"fault.washing", "洗涤脱水故障", "家电故障", []string{"脱水", "甩干", "洗不干净", "排水"}},
	{"fault.display", "电视屏幕故障", "家电故障", []string{"黑屏", "花屏", "竖线", "背光"}},
	{"fault.finish", "外观锈蚀变形", "家电故障", []string{"生锈", "掉漆", "变形", "门缝"}},
	{"fault.smell", "异味", "家电故障", []string{"异味", "臭味", "塑料味", "刺鼻"}},
	{"fault.robot", "扫拖机器人故障", "家电故障", []string{"扫地机", "回充", "基站", "边刷"}},
	{"fault.lock", "智能门锁故障", "家电故障", []string{"门锁", "指纹", "打不开门", "反锁"}},
	{"phone.battery", "电池续航鼓包", "手机数码故障", []string{"掉电", "续航", "鼓包", "电池"}},
	{"phone.screen", "手机屏幕故障", "手机数码故障", []string{"绿线", "触屏", "失灵", "碎屏"}},
	{"phone.heat", "发热烫手", "手机数码故障", []string{"发烫", "发热", "烫手", "降频"}},
	{"phone.signal", "信号与网络", "手机数码故障", []string{"信号", "无服务", "断网", "5G"}},
	{"phone.camera", "拍照摄像头", "手机数码故障", []string{"摄像头", "拍照", "对焦", "模糊"}},
	{"phone.charging", "充电故障", "手机数码故障", []string{"充不进电", "充电口", "快充", "数据线"}},
	{"software.crash", "系统卡顿闪退", "软件与云", []string{"卡顿", "闪退", "死机", "重启"}},
	{"software.offline", "智能联网离线", "软件与云", []string{"离线", "配网", "连不上", "设备"}},
	{"software.account", "账号与数据丢失", "软件与云", []string{"账号", "登录", "验证码", "照片丢失"}},
	{"software.ads", "弹窗广告", "软件与云", []string{"广告", "开机广告", "弹窗", "关不掉"}},
	{"delivery.late", "送货延迟", "物流配送", []string{"没发货", "没送到", "改期", "物流不更新"}},
	{"delivery.damaged", "运输破损", "物流配送", []string{"破损", "磕碰", "凹陷", "外包装"}},
	{"delivery.lost", "丢件虚假签收", "物流配送", []string{"丢件", "显示签收", "没收到", "驿站"}},
	{"delivery.upstairs", "不上楼加收搬运费", "物流配送", []string{"不上楼", "搬运费", "电梯", "楼下"}},
	{"install.delay", "安装预约延误", "安装", []string{"安装", "预约", "爽约", "排不上"}},
	{"install.fee", "安装乱收费", "安装", []string{"材料费", "高空费", "支架", "铜管"}},
	{"install.quality", "安装不规范", "安装", []string{"装歪", "打孔", "打穿", "没固定"}},
	{"repair.wait", "维修等待过久", "维修", []string{"报修", "没人上门", "派单", "等师傅"}},
	{"repair.cost", "维修收费不合理", "维修", []string{"维修费", "上门费", "检测费", "报价"}},
	{"repair.again", "反复维修修不好", "维修", []string{"又坏了", "修了", "同样的毛病", "返修"}},
	{"repair.parts", "缺配件", "维修", []string{"配件", "缺货", "主板没货", "停产"}},
	{"price.drop", "降价保价", "价格与促销", []string{"降价", "保价", "差价", "价保"}},
	{"price.coupon", "优惠赠品不兑现", "价格与促销", []string{"赠品", "优惠券", "返现", "晒单"}},
	{"refund.slow", "退款迟延", "退换与订单", []string{"退款", "没到账", "审核中", "原路返回"}},
	{"refund.refused", "拒绝退换", "退换与订单", []string{"七天无理由", "不给退", "拒绝退货", "影响二次销售"}},
	{"order.wrong", "发错货少件", "退换与订单", []string{"发错", "少发", "漏发", "型号不对"}},
	{"product.refurbished", "疑似翻新二手", "退换与订单", []string{"翻新", "二手", "激活", "拆封"}},
	{"warranty.dispute", "保修期争议", "售后政策", []string{"过保", "保修期", "人为损坏", "保修卡"}},
	{"service.attitude", "服务态度", "客户服务", []string{"态度", "骂人", "挂电话", "不耐烦"}},
	{"service.unreachable", "客服难接通推诿", "客户服务", []string{"打不通", "排队", "转人工", "踢皮球"}},
	{"invoice.missing", "发票问题", "票据与宣传", []string{"发票", "抬头", "税号", "专票"}},
	{"advert.false", "宣传不符", "票据与宣传", []string{"虚假宣传", "详情页", "参数", "与描述不符"}},
	{"privacy.leak", "个人信息泄露", "隐私", []string{"泄露", "骚扰电话", "个人信息", "隐私"}},
}

var emerging = []Topic{
	{"emerging.subsidy", "换新补贴不到账", "新出现", []string{"补贴", "以旧换新", "资格", "核销"}},
	{"emerging.renewal", "会员自动续费", "新出现", []string{"会员", "自动续费", "扣款", "免密"}},
}
