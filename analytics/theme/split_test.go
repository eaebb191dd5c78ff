package theme

import (
	"fmt"
	"reflect"
	"testing"
)

// halves are a dozen texts on renewals of two kinds, some other texts, and what both kinds have in common.
func halves(common string) []string {
	var texts []string
	for i := range 12 {
		texts = append(texts, fmt.Sprintf("影视 会员 遥控器 误触 %s 甲%d", common, i))
	}
	for i := range 12 {
		texts = append(texts, fmt.Sprintf("云存储 摄像头 回放 锁定 %s 乙%d", common, i))
	}
	for i := range 200 {
		texts = append(texts, fmt.Sprintf("丙%d 丁%d", i, i%20))
	}
	return texts
}

func numbers(from, to int) []int {
	var list []int
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

func TestAMatterOfTwoHalvesSplits(t *testing.T) {
	s := NewSpace(corpus(halves("")...), 3)
	rest, off := s.Split(numbers(0, 24), Grouping{Alike: 0.2, Together: 0.12, Neighbours: 20, Least: 6})
	if !reflect.DeepEqual(rest, numbers(0, 12)) || !reflect.DeepEqual(off, numbers(12, 24)) {
		t.Errorf("%v stay and %v split off", rest, off)
	}
}

func TestAMatterInTwoWordingsStaysOne(t *testing.T) {
	s := NewSpace(corpus(halves("自动续费 扣款 没有通知")...), 3)
	if rest, off := s.Split(numbers(0, 24), Grouping{Alike: 0.2, Together: 0.12, Neighbours: 20, Least: 6}); len(off) > 0 || len(rest) != 24 {
		t.Errorf("%v stay and %v split off", rest, off)
	}
}

func TestAFewTextsOfAnotherKindDoNotSplitOff(t *testing.T) {
	s := NewSpace(corpus(halves("")...), 3)
	if _, off := s.Split(numbers(0, 15), Grouping{Alike: 0.2, Together: 0.12, Neighbours: 20, Least: 3}); len(off) > 0 {
		t.Errorf("%v split off", off)
	}
}
