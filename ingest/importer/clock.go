package importer

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"huisheng/analytics"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ParseTime reads a time in any of the ways in which files write them, false when it is none. Times without a zone are in Asia/Shanghai.
func ParseTime(s string) (time.Time, bool) { return parseTime(s, analytics.Zone) }

// parseTime reads the ways in which files write times: 2024-01-29T21:58:00, 2024/1/5 9:03, 2024年1月5日 9时3分, 20240105, 2024-1-5 下午 3:20,
// 5-Mar-24 9:03, with or without a zone, and seconds or milliseconds since 1970. A day alone is its midnight, 24:00 that of the next.
// Times without a zone are in zone.
func parseTime(s string, zone *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 7 || len(s) > 48 {
		return time.Time{}, false
	}
	if s[0] > 0x7F || s[0] < '0' || s[0] > '9' {
		if s = width.Fold.String(s); s[0] < '0' || s[0] > '9' {
			return time.Time{}, false
		}
	}
	if t, ok := plainTime(s, zone); ok {
		return t, true
	}
	c := clock{s: s, zone: zone}
	return c.read()
}

// plainTime reads the commonest form fast: 2024-01-29T21:58:00 and the same with a space.
func plainTime(s string, zone *time.Location) (time.Time, bool) {
	if len(s) != 19 || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	var n [6]int
	for i, at := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		for _, c := range []byte(s[at[0]:at[1]]) {
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return dated(n, 0, zone)
}

// dated makes a time of year, month, day, hour, minute, second, refusing days and hours that do not exist.
func dated(n [6]int, nano int, zone *time.Location) (time.Time, bool) {
	midnight := n[3] == 24 && n[4] == 0 && n[5] == 0
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[3] > 23 && !midnight || n[4] > 59 || n[5] > 59 {
		return time.Time{}, false
	}
	if midnight {
		n[3] = 0
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], nano, zone)
	if t.Day() != n[2] {
		return time.Time{}, false
	}
	if midnight {
		t = t.AddDate(0, 0, 1)
	}
	return t, true
}

// clock reads the other forms from left to right.
type clock struct {
	s    string
	i    int
	zone *time.Location
}

// number reads digits; size is how many there were.
func (c *clock) number() (n, size int) {
	from := c.i
	for c.i < len(c.s) && c.s[c.i] >= '0' && c.s[c.i] <= '9' && c.i-from < 18 {
		n = n*10 + int(c.s[c.i]-'0')
		c.i++
	}
	return n, c.i - from
}

// one consumes any of the words.
func (c *clock) one(words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(c.s[c.i:], w) {
			c.i += len(w)
			return true
		}
	}
	return false
}

func (c *clock) spaces() {
	for c.one(" ", "\t", "　", "\u00a0") {
	}
}

func (c *clock) read() (time.Time, bool) {
	n, size := c.number()
	var at [6]int
	switch {
	case size == 4:
		at[0] = n
		if !c.date(&at) {
			return time.Time{}, false
		}
	case size <= 2 && size > 0:
		at[2] = n
		if !c.english(&at) {
			return time.Time{}, false
		}
	case size == 8:
		at[0], at[1], at[2] = n/10000, n/100%100, n%100
	case size == 14:
		at = [6]int{n / 1e10, n / 1e8 % 100, n / 1e6 % 100, n / 1e4 % 100, n / 100 % 100, n % 100}
		return c.finish(at, 0)
	case size == 12 && c.i == len(c.s) && (n/1e10 == 19 || n/1e10 == 20):
		at = [6]int{n / 1e8, n / 1e6 % 100, n / 1e4 % 100, n / 100 % 100, n % 100, 0}
		return c.finish(at, 0)
	case size == 10 && n >= 1e8 && c.i == len(c.s):
		return time.Unix(int64(n), 0).In(c.zone), true
	case size == 13 && n >= 1e11 && c.i == len(c.s):
		return time.UnixMilli(int64(n)).In(c.zone), true
	default:
		return time.Time{}, false
	}
	c.spaces()
	c.one("T", "t")
	return c.ofDay(at)
}

// date reads month and day behind the year.
func (c *clock) date(at *[6]int) bool {
	for i := 1; i <= 2; i++ {
		c.spaces()
		if !c.one("-", "/", ".", "年", "月") {
			return false
		}
		c.spaces()
		var size int
		if at[i], size = c.number(); size == 0 || size > 2 {
			return false
		}
	}
	c.one("日", "号")
	c.weekday()
	return true
}

// months are the English short names, as Excel writes 5-Mar-24.
const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// english reads month and year behind the day: -Mar-24, " March 2024".
func (c *clock) english(at *[6]int) bool {
	for c.one("-", " ", "/") {
	}
	from := c.i
	for c.i < len(c.s) && (c.s[c.i]|0x20 >= 'a' && c.s[c.i]|0x20 <= 'z') {
		c.i++
	}
	if c.i-from < 3 {
		return false
	}
	place := strings.Index(months, strings.ToLower(c.s[from:from+3]))
	if place < 0 || place%3 != 0 {
		return false
	}
	at[1] = place/3 + 1
	for c.one("-", " ", "/", ",") {
	}
	year, size := c.number()
	switch size {
	case 2:
		at[0] = 2000 + year
	case 4:
		at[0] = year
	default:
		return false
	}
	return true
}

// weekday passes over 星期一 and （周一）.
func (c *clock) weekday() {
	c.spaces()
	c.one("(")
	if c.one("星期", "周") {
		c.one("一", "二", "三", "四", "五", "六", "日", "天")
	}
	c.one(")")
}

// ofDay reads the time of day, if any, and the zone.
func (c *clock) ofDay(at [6]int) (time.Time, bool) {
	c.spaces()
	half := c.half()
	nano := 0
	if hour, size := c.number(); size > 0 {
		at[3] = hour
		if !c.one(":", "时", "点") {
			return time.Time{}, false
		}
		at[4], _ = c.number()
		if c.one(":", "分") {
			at[5], _ = c.number()
			if c.one(".", ",") {
				from := c.i
				c.number()
				nano = fraction(c.s[from:c.i])
			}
			c.one("秒")
		}
		c.spaces()
		half += c.half()
	}
	switch {
	case half == 'p' && at[3] < 12:
		at[3] += 12
	case half == 'a' && at[3] == 12:
		at[3] = 0
	}
	return c.finish(at, nano)
}

// half reads 上午 and 下午: a, p or 0.
func (c *clock) half() byte {
	switch {
	case c.one("上午", "凌晨", "早上", "AM", "am"):
		c.spaces()
		return 'a'
	case c.one("下午", "晚上", "中午", "PM", "pm"):
		c.spaces()
		return 'p'
	}
	return 0
}

// fraction turns the digits behind the point into nanoseconds.
func fraction(digits string) int {
	n, _ := strconv.Atoi((digits + "000000000")[:9])
	return n
}

// finish reads the zone and makes sure that nothing follows.
func (c *clock) finish(at [6]int, nano int) (time.Time, bool) {
	c.spaces()
	zone := c.zone
	if c.one("Z", "z", "UTC", "GMT") {
		zone = time.UTC
	}
	if minus := c.one("-"); minus || c.one("+") {
		hours, size := c.number()
		minutes := 0
		if size == 4 {
			hours, minutes = hours/100, hours%100
		} else if c.one(":") {
			minutes, _ = c.number()
		}
		if size == 0 || hours > 14 || minutes > 59 {
			return time.Time{}, false
		}
		offset := (hours*60 + minutes) * 60
		if minus {
			offset = -offset
		}
		zone = time.FixedZone("", offset)
	}
	if c.spaces(); c.i != len(c.s) {
		return time.Time{}, false
	}
	t, ok := dated(at, nano, zone)
	return t.In(c.zone), ok
}

// serialTime reads a day as Excel counts them, 45296.377 for 2024-01-05 09:03, to the second.
func serialTime(s string, zone *time.Location) (time.Time, bool) {
	days, err := strconv.ParseFloat(s, 64)
	if err != nil || days < 1 || days > 2_958_465 {
		return time.Time{}, false
	}
	whole := int(days)
	seconds := int((days-float64(whole))*86_400 + 0.5)
	return time.Date(1899, 12, 30+whole, 0, 0, seconds, 0, zone), true
}
