package discover

import (
	"fmt"
	"testing"

	"huisheng/analytics"
)

// lots adds what a month tells about renewals: of televisions, of cameras, or of both in the same words.
func (m *memory) renewals(month analytics.Month, television, camera bool) {
	for i := range 14 {
		if television {
			m.tell(month, fmt.Sprintf("影视 会员 自动续费 , 遥控器 误触 , 孩子 点播 第%d件", i))
		}
		if camera {
			m.tell(month, fmt.Sprintf("摄像头 云存储 锁定 , 回放 查看 , 套餐 到期 第%d件", i))
		}
	}
}

func (m *memory) crowd(month analytics.Month) {
	for i := range 200 {
		m.tell(month, fmt.Sprintf("other:琐事%d 日常%d , 别的%d", i, i%60, i%70))
	}
}

func TestATopicSplitsWhenItIsAboutTwoThings(t *testing.T) {
	m := newMemory()
	for _, month := range []analytics.Month{202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403, 202404} {
		m.crowd(month)
	}
	// One topic: everybody tells both at once.
	for i := range 14 {
		m.tell(202402, fmt.Sprintf("影视 会员 自动续费 , 遥控器 误触 , 孩子 点播 , 摄像头 云存储 锁定 , 回放 查看 , 套餐 到期 第%d件", i))
	}
	m.renewals(202403, true, true)
	m.renewals(202404, true, true)
	m.run(t)
	first := m.emerging(202402)
	if len(first) != 1 || first[0].Life != analytics.ThemeBorn {
		t.Fatalf("February has %+v", first)
	}
	second := map[string]analytics.Theme{}
	for _, th := range m.emerging(202403) {
		second[th.Life] = th
	}
	child, split := second[analytics.ThemeSplit]
	if !split || child.Parent != first[0].ID || child.ID == first[0].ID || child.N != 14 || child.Since != 202403 || child.Name == "" {
		t.Fatalf("March has %+v", second)
	}
	for _, th := range m.emerging(202404) {
		if th.N != 14 || th.Life == analytics.ThemeSplit || th.ID != first[0].ID && th.ID != child.ID {
			t.Errorf("April has %+v", th)
		}
	}
}

func TestATopicThatHasFadedTwiceIsNotLookedForAnyMore(t *testing.T) {
	m := newMemory()
	for _, month := range []analytics.Month{202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403, 202404} {
		m.crowd(month)
	}
	m.renewals(202401, true, false)
	for _, month := range []analytics.Month{202402, 202403, 202404} { // a few still tell it
		m.tell(month, "影视 会员 自动续费 , 遥控器 误触 甲", "影视 会员 自动续费 , 孩子 点播 乙", "会员 自动续费 , 遥控器 误触 丙", "影视 会员 , 孩子 点播 丁")
	}
	m.run(t)
	var lives []string
	for _, month := range []analytics.Month{202401, 202402, 202403, 202404} {
		for _, th := range m.emerging(month) {
			lives = append(lives, fmt.Sprint(month, " ", th.Life))
		}
	}
	if want := "[2024-01 born 2024-02 faded 2024-03 faded]"; fmt.Sprint(lives) != want {
		t.Errorf("%v and not %v", lives, want)
	}
}
