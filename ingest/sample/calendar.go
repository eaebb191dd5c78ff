package sample

import (
	"time"

	"huisheng/analytics"
)

// springFestivals are the first days of the lunar year, month×100+day by year (a test compares them with a lunar calendar).
var springFestivals = map[int]int{
	2009: 126, 2010: 214, 2011: 203, 2012: 123, 2013: 210, 2014: 131, 2015: 219, 2016: 208, 2017: 128, 2018: 216, 2019: 205, 2020: 125,
	2021: 212, 2022: 201, 2023: 122, 2024: 210, 2025: 129, 2026: 217, 2027: 206, 2028: 126, 2029: 213, 2030: 203, 2031: 123, 2032: 211,
	2033: 131, 2034: 219, 2035: 208,
}

// weekdays and what follows are thousandths of an ordinary day. Monday brings what the weekend held back.
var weekdays = [7]int{820, 1150, 1060, 1020, 1010, 1020, 880} // from Sunday

// calendar knows the factors of one day, in thousandths.
type calendar struct {
	day   time.Time
	month int // 0–11
	part  int // thousandths of the month that are over
}

func calendarOf(day time.Time) calendar {
	m := analytics.MonthOf(day)
	return calendar{day: day, month: int(day.Month()) - 1, part: (day.Day()*2 - 1) * 500 / m.Days()}
}

// volume is what the day of the week and holidays do to everything.
func (c calendar) volume() int {
	return weekdays[c.day.Weekday()] * c.holiday() / 1000
}

// holiday slumps, and the days after catch up.
func (c calendar) holiday() int {
	if f := c.spring(); f != 1000 {
		return f
	}
	switch md := int(c.day.Month())*100 + c.day.Day(); {
	case md == 101:
		return 800
	case md >= 501 && md <= 504:
		return 780
	case md == 506 || md == 507:
		return 1130
	case md >= 1001 && md <= 1007:
		return 700
	case md >= 1008 && md <= 1011:
		return 1200
	}
	return 1000
}

// spring is the Spring Festival: the country goes home a week before and is back after the fifteenth.
func (c calendar) spring() int {
	md := springFestivals[c.day.Year()]
	if md == 0 {
		return 1000
	}
	first := time.Date(c.day.Year(), time.Month(md/100), md%100, 0, 0, 0, 0, analytics.Zone)
	switch n := int(c.day.Sub(first) / (24 * time.Hour)); {
	case n < -8 || n > 20:
		return 1000
	case n < -3:
		return 860
	case n < 0:
		return 640
	case n <= 2:
		return 340
	case n <= 6:
		return 520
	case n <= 9:
		return 900
	default:
		return 1140
	}
}

// seasons are the twelve months of a kind of product, in hundredths; kinds that are not here know no season.
var seasons = map[string][12]int{
	"ac":   {62, 58, 60, 75, 115, 175, 220, 205, 120, 68, 56, 60},
	"heat": {165, 150, 120, 90, 72, 62, 55, 58, 76, 100, 135, 165},
	"ref":  {88, 86, 90, 96, 106, 122, 130, 124, 106, 94, 90, 90},
	"tv":   {122, 125, 98, 94, 94, 98, 94, 94, 94, 98, 104, 112},
	"lock": {104, 106, 98, 96, 96, 98, 100, 100, 100, 100, 102, 106},
	"pad":  {100, 104, 100, 94, 92, 98, 108, 118, 112, 96, 94, 96},
}

// season is a kind's factor of the day: straight lines between the middles of months, so that no month begins with a step.
func (c calendar) season(kind string) int {
	months, ok := seasons[kind]
	if !ok {
		return 1000
	}
	here := months[c.month] * 10
	if c.part < 500 {
		before := months[(c.month+11)%12] * 10
		return before + (here-before)*(c.part+500)/1000
	}
	after := months[(c.month+1)%12] * 10
	return here + (after-here)*(c.part-500)/1000
}

// sale is what the two great sales (618 and 双11) do to matters of trade: orders first, deliveries next, refunds last.
func (c calendar) sale(group string) int {
	wave, ok := saleWaves[group]
	if !ok {
		return 1000
	}
	for _, start := range [][2]int{{6, 1}, {11, 1}} {
		first := time.Date(c.day.Year(), time.Month(start[0]), start[1], 0, 0, 0, 0, analytics.Zone)
		n := int(c.day.Sub(first)/(24*time.Hour)) - wave.delay
		if n < 0 || n >= 30 {
			continue
		}
		height := wave.height
		if start[0] == 11 {
			height = height * 6 / 5
		}
		rise := min(n*100, 1000, (30-n)*60)
		return 1000 + height*rise/1000
	}
	return 1000
}

type saleWave struct{ delay, height int } // days after the first of the month; thousandths on top

var saleWaves = map[string]saleWave{
	"物流配送": {6, 700}, "价格与促销": {2, 750}, "退换与订单": {10, 550}, "安装": {9, 350}, "票据与宣传": {8, 300}, "客户服务": {6, 200},
}

// growth is a year's 16 % on the sample's first day's level, day by day.
func growth(day int) int { return 1000 + 160*day/365 }
