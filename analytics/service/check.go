package service

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
)

// check prepares what was read and finds what cannot be meant. Errors name the field by its place.
func (p *Policy) check() error {
	switch {
	case p.Code == "":
		return fmt.Errorf("缺 policy（代号）")
	case p.Name == "":
		return fmt.Errorf("缺 name（名称）")
	case len(p.Versions) == 0:
		return fmt.Errorf("缺 versions：至少要有一版规则")
	}
	for i := range p.Versions {
		v := &p.Versions[i]
		if err := v.check(); err != nil {
			return fmt.Errorf("versions[%d].%w", i, err)
		}
		if i > 0 && !v.from.After(p.Versions[i-1].from) {
			return fmt.Errorf("versions[%d].from：%s 应晚于上一版的 %s", i, v.From, p.Versions[i-1].From)
		}
	}
	return nil
}

func (v *Version) check() (err error) {
	if v.from, err = time.ParseInLocation(time.DateOnly, v.From, analytics.Zone); err != nil {
		return fmt.Errorf("from：“%s”不是日期，应如 2024-01-01", v.From)
	}
	if v.hours, err = parseHours(v.Hours); err != nil {
		return fmt.Errorf("hours：%w", err)
	}
	for i := range v.Clocks {
		if err := v.Clocks[i].check(v.Clocks[:i]); err != nil {
			return fmt.Errorf("clocks[%d].%w", i, err)
		}
	}
	if err := v.checkLimits(); err != nil {
		return err
	}
	for i, g := range v.Grades {
		if g.Code == "" || slices.ContainsFunc(v.Grades[:i], func(o Grade) bool { return o.Code == g.Code }) {
			return fmt.Errorf("grades[%d].code：“%s”为空或重复", i, g.Code)
		}
		if g.FineYuan < 0 {
			return fmt.Errorf("grades[%d].fine：%d 不能为负", i, g.FineYuan)
		}
	}
	for i, t := range v.Targets {
		if t.AtLeast < 0 || t.AtLeast > 1 || t.Below < 0 || t.Below > 1 || (t.AtLeast > 0) == (t.Below > 0) {
			return fmt.Errorf("targets[%d]：at_least 与 below 应恰有一个，在 0 与 1 之间", i)
		}
	}
	if err := v.checkFines(); err != nil {
		return err
	}
	return v.Rate.check()
}

// checkLimits reads the limits beside those of clocks.
func (v *Version) checkLimits() (err error) {
	if v.Response != "" && !slices.ContainsFunc(v.Clocks, func(c Clock) bool { return c.Code == v.Response }) {
		return fmt.Errorf("response：没有时钟“%s”", v.Response)
	}
	if v.Handover != "" {
		if v.handover, err = parseLimit(v.Handover); err != nil {
			return fmt.Errorf("handover：%w", err)
		}
	}
	if v.spot, err = parseLimit(cmp.Or(v.Spot, spotDefault)); err != nil {
		return fmt.Errorf("spot：%w", err)
	}
	return nil
}

func (c *Clock) check(before []Clock) (err error) {
	if c.Code == "" || slices.ContainsFunc(before, func(o Clock) bool { return o.Code == c.Code }) {
		return fmt.Errorf("code：“%s”为空或重复", c.Code)
	}
	if c.Starts != "" && c.Starts != "accepted" && c.Starts != "resolved" {
		return fmt.Errorf("starts：“%s”应为 accepted 或 resolved，空为收到时", c.Starts)
	}
	if len(c.Ends) == 0 {
		return fmt.Errorf("ends：为空，时钟停不下来")
	}
	for _, e := range c.Ends {
		if !slices.Contains(analytics.EventKinds, e) {
			return fmt.Errorf("ends：没有事件“%s”", e)
		}
	}
	if c.Rounds && c.Starts != "" {
		return fmt.Errorf("rounds：逐轮计时的时钟从每轮开始算，不能再有 starts")
	}
	if c.Target < 0 || c.Target > 1 {
		return fmt.Errorf("target：%v 应在 0 与 1 之间", c.Target)
	}
	if len(c.Within) == 0 {
		return fmt.Errorf("within：为空，没有时限")
	}
	for i := range c.Within {
		if c.Within[i].limit, err = parseLimit(c.Within[i].Limit); err != nil {
			return fmt.Errorf("within[%d].limit：%w", i, err)
		}
	}
	return nil
}

func (v *Version) checkFines() error {
	if v.Often != nil && v.Often.AtLeast < 1 {
		return fmt.Errorf("often.at_least：%d 应至少为 1", v.Often.AtLeast)
	}
	if v.Fines == nil {
		return nil
	}
	clock := func(code string) bool {
		return slices.ContainsFunc(v.Clocks, func(c Clock) bool { return c.Code == code })
	}
	if u := v.Fines.Unfinished; u != nil {
		if !clock(u.Clock) {
			return fmt.Errorf("fines.unfinished.clock：没有时钟“%s”", u.Clock)
		}
		if v.Grade(u.As) == nil {
			return fmt.Errorf("fines.unfinished.as：没有等级“%s”", u.As)
		}
	}
	if l := v.Fines.LateAccepted; l != nil && !clock(l.Clock) {
		return fmt.Errorf("fines.late_accepted.clock：没有时钟“%s”", l.Clock)
	}
	return nil
}

func (r *Rate) check() error {
	if r == nil {
		return nil
	}
	if r.Decimals < 0 || r.Decimals > 6 {
		return fmt.Errorf("rate.decimals：%d 应在 0 与 6 之间", r.Decimals)
	}
	for i, b := range r.Bands {
		low := max(b.Least, b.Above)
		switch {
		case low < 0 || b.Most > 0 && b.Most < low:
			return fmt.Errorf("rate.bands[%d]：上限 %v 小于下限 %v", i, b.Most, low)
		case i > 0 && low < r.Bands[i-1].Most, i > 0 && r.Bands[i-1].Most == 0:
			return fmt.Errorf("rate.bands[%d]：与上一档重叠", i)
		case i > 0 && b.Least > 0 && b.Least == r.Bands[i-1].Most:
			return fmt.Errorf("rate.bands[%d]：%v 同时属于上一档，应写 above", i, b.Least)
		}
	}
	return nil
}

// parseHours reads 09:00-18:00; empty is the whole day.
func parseHours(s string) ([2]time.Duration, error) {
	if s == "" {
		return [2]time.Duration{0, 24 * time.Hour}, nil
	}
	var h [4]int
	if n, err := fmt.Sscanf(s, "%d:%d-%d:%d", &h[0], &h[1], &h[2], &h[3]); n != 4 || err != nil || h[1] > 59 || h[3] > 59 || min(h[0], h[1], h[2], h[3]) < 0 {
		return [2]time.Duration{}, fmt.Errorf("“%s”读不懂，应如 09:00-18:00", s)
	}
	at := func(hour, minute int) time.Duration {
		return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	}
	from, to := at(h[0], h[1]), at(h[2], h[3])
	if from >= to || to > 24*time.Hour {
		return [2]time.Duration{}, fmt.Errorf("“%s”应从早到晚，不过午夜", s)
	}
	return [2]time.Duration{from, to}, nil
}
