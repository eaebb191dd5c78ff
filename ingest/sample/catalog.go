package sample

import (
	"time"

	"huisheng/analytics"
)

// The maker, its brand and everything it makes are invented.
const brand = "云栎"

// model is one thing that is sold.
type model struct {
	kind    string // what it is: the key by which the words of a topic choose
	line    string
	product string
	code    string
	price   int // yuan
	weight  uint64
	launch  int // year×100+month from which it is sold, 0 when always
	inches  string
}

var models = []model{
	{"ref", "冰箱", "鲜语十字门冰箱", "R520X", 4599, 30, 0, ""},
	{"ref", "冰箱", "鲜语十字门冰箱", "R460X", 3999, 26, 0, ""},
	{"ref", "冰箱", "鲜语对开门冰箱", "R610D", 5299, 18, 0, ""},
	{"ref", "冰箱", "小鲜三门冰箱", "R218T", 1799, 22, 0, ""},
	{"ac", "空调", "清夏壁挂空调", "A26G", 2199, 25, 0, ""},
	{"ac", "空调", "清夏壁挂空调", "A35G", 2599, 34, 0, ""},
	{"ac", "空调", "清夏壁挂空调", "A35S", 3199, 20, 0, ""},
	{"ac", "空调", "清夏立柜空调", "A72L", 6299, 18, 0, ""},
	{"wash", "洗衣机", "净川滚筒洗衣机", "W10G", 2999, 34, 0, ""},
	{"wash", "洗衣机", "净川洗烘一体机", "W12H", 4499, 24, 0, ""},
	{"wash", "洗衣机", "净川波轮洗衣机", "W8B", 1299, 22, 0, ""},
	{"heat", "热水器", "暖溪电热水器", "H60E", 1399, 32, 0, ""},
	{"heat", "热水器", "暖溪电热水器", "H80E", 1899, 20, 0, ""},
	{"heat", "热水器", "暖溪燃气热水器", "H16Q", 2699, 24, 0, ""},
	{"tv", "电视", "曜幕电视", "T55U", 2699, 28, 0, "55"},
	{"tv", "电视", "曜幕电视", "T65U", 3999, 32, 0, "65"},
	{"tv", "电视", "曜幕巨屏电视", "T75M", 6499, 18, 0, "75"},
	{"hood", "厨房电器", "烟岚油烟机", "K22", 2899, 20, 0, ""},
	{"hood", "厨房电器", "烟岚侧吸油烟机", "K18C", 1999, 14, 0, ""},
	{"stove", "厨房电器", "烟岚燃气灶", "S5", 1199, 14, 0, ""},
	{"micro", "厨房电器", "小灶微波炉", "M20", 499, 12, 0, ""},
	{"rice", "厨房电器", "小灶电饭煲", "F4", 399, 12, 0, ""},
	{"rice", "厨房电器", "小灶IH电饭煲", "F5H", 699, 9, 202306, ""},
	{"robot", "清洁电器", "随行扫拖机器人", "C7", 2999, 26, 0, ""},
	{"robot", "清洁电器", "随行扫拖机器人", "C9 Pro", 4299, 18, 202309, ""},
	{"vac", "清洁电器", "轻羽吸尘器", "V3", 1299, 14, 0, ""},
	{"phone", "手机", "Q系列手机", "Q20", 2499, 30, 0, ""},
	{"phone", "手机", "Q系列手机", "Q20 Pro", 3499, 26, 0, ""},
	{"phone", "手机", "Q系列手机", "Q30", 2799, 26, 202402, ""},
	{"phone", "手机", "Q系列手机", "Q30 Pro", 3999, 22, 202402, ""},
	{"phone", "手机", "青系列手机", "N5", 1299, 28, 0, ""},
	{"phone", "手机", "折叠手机", "Fold2", 7999, 8, 0, ""},
	{"watch", "穿戴与平板", "智能手表", "G3", 1099, 16, 0, ""},
	{"ear", "穿戴与平板", "无线耳机", "E2", 399, 18, 0, ""},
	{"ear", "穿戴与平板", "降噪耳机", "E3 Pro", 799, 12, 202310, ""},
	{"pad", "穿戴与平板", "平板电脑", "P11", 1999, 16, 0, ""},
	{"lock", "智能家居", "守一智能门锁", "L5", 1499, 18, 0, ""},
	{"lock", "智能家居", "守一人脸门锁", "L7", 2399, 14, 0, ""},
	{"cam", "智能家居", "守一摄像头", "D2", 199, 14, 0, ""},
	{"cam", "智能家居", "守一云台摄像头", "D3", 329, 12, 202305, ""},
}

// everyday is what people call a kind of thing.
var everyday = map[string][]string{
	"ref": {"冰箱", "冰箱", "电冰箱"}, "ac": {"空调", "空调", "空调机"}, "wash": {"洗衣机"}, "heat": {"热水器"}, "tv": {"电视", "电视机"},
	"hood": {"油烟机", "抽油烟机", "烟机"}, "stove": {"燃气灶", "灶具", "煤气灶"}, "micro": {"微波炉"}, "rice": {"电饭煲", "电饭锅"},
	"robot": {"扫地机", "扫地机器人", "扫拖机"}, "vac": {"吸尘器"}, "phone": {"手机"}, "watch": {"手表"}, "ear": {"耳机", "蓝牙耳机"},
	"pad": {"平板"}, "lock": {"门锁", "智能锁"}, "cam": {"摄像头", "监控摄像头"},
}

// kinds are all kinds in the order in which models name them first.
var kinds = func() (list []string) {
	seen := map[string]bool{}
	for _, m := range models {
		if !seen[m.kind] {
			seen[m.kind] = true
			list = append(list, m.kind)
		}
	}
	return list
}()

// connected kinds have a firmware.
var connected = map[string]bool{"tv": true, "robot": true, "phone": true, "watch": true, "pad": true, "lock": true, "cam": true, "ac": true}

var couriers = []string{"迅鹿速运", "蓝鸽快运", "卓途物流", "同城驿送", "万里驮物流"}

var courierWeights = []uint64{34, 22, 18, 12, 14}

var shops = []string{"云栎官方商城", "天璇商城旗舰店", "京铺自营店", "拼团特卖店", "直播间", "线下门店", "建材市场专卖店"}

var shopWeights = []uint64{22, 26, 24, 8, 10, 14, 5}

var channels = []string{"热线电话", "在线客服", "微信公众号", "电商平台", "App反馈", "门店", "官网邮箱", "短视频私信", "监管转办"}

var channelWeights = []uint64{34, 18, 12, 14, 8, 5, 3, 3, 3}

// soldFor keeps an age within the time for which a model has been on sale.
func (m *model) soldFor(age int, received time.Time) int {
	if m.launch == 0 {
		return age
	}
	first := time.Date(m.launch/100, time.Month(m.launch%100), 1, 0, 0, 0, 0, analytics.Zone)
	return max(1, min(age, int(received.Sub(first)/(24*time.Hour))))
}
