package service

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics/lifecycle"
)

// limit is a time on one of the scales on which rules count.
type limit struct {
	unit   unit
	within time.Duration // on the scale of the unit: a day has 24 hours
}

type unit uint8

const (
	clockTime    unit = iota // every minute
	naturalDays              // whole days, from the midnight after the start
	workingDays              // the same, of working days
	workingHours             // the hours of working days
)

var limits = regexp.MustCompile(`^(\d{1,4}) ?(分钟|小时|天|日|个工作日|工作日|个工作小时|工作小时)$`)

// parseLimit reads 30 分钟, 8 小时, 15 天, 3 个工作日, 16 工作小时 and 当日, which is until midnight.
func parseLimit(s string) (limit, error) {
	s = strings.TrimSpace(s)
	if s == "当日" {
		return limit{unit: naturalDays}, nil
	}
	m := limits.FindStringSubmatch(s)
	if m == nil {
		return limit{}, fmt.Errorf("时限“%s”读不懂，应如 30 分钟、8 小时、15 天、3 个工作日、16 工作小时或当日", s)
	}
	n, _ := strconv.Atoi(m[1]) // at most four digits
	d := time.Duration(n)
	switch strings.TrimPrefix(m[2], "个") {
	case "分钟":
		return limit{clockTime, d * time.Minute}, nil
	case "小时":
		return limit{clockTime, d * time.Hour}, nil
	case "工作日":
		return limit{workingDays, d * 24 * time.Hour}, nil
	case "工作小时":
		return limit{workingHours, d * time.Hour}, nil
	}
	return limit{naturalDays, d * 24 * time.Hour}, nil
}

// Calendar knows which days are worked, with public holidays and the days worked in exchange (调休).
type Calendar interface {
	// Works reports whether the day, at any hour of it in analytics.Zone, is a working day.
	Works(day time.Time) bool
}

// scales are the scales of one version, made once.
func (v *Version) scales(c Calendar) [4]*lifecycle.Scale {
	every := func(time.Time) bool { return true }
	const day = 24 * time.Hour
	return [4]*lifecycle.Scale{
		naturalDays:  lifecycle.NewScale(every, 0, day, true),
		workingDays:  lifecycle.NewScale(c.Works, 0, day, true),
		workingHours: lifecycle.NewScale(c.Works, v.hours[0], v.hours[1], false),
	}
}
