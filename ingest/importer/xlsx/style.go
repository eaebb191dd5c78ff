package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// style says how a number is to be read.
type style uint8

const (
	plainNumber style = iota
	dateTime
	elapsed // [h]:mm, which may be more than a day
	percent
)

// builtinStyle judges the formats that a workbook may name without writing them down (ECMA-376 part 1, 18.8.30, with those that Chinese
// Excel adds).
func builtinStyle(id int) style {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id == 45, id == 47, id >= 50 && id <= 58:
		return dateTime
	case id == 46:
		return elapsed
	case id == 9 || id == 10:
		return percent
	}
	return plainNumber
}

// styleOf judges a format that is written down: what stands in quotes, in brackets or behind a backslash is no part of it.
func styleOf(code string) style {
	code, _, _ = strings.Cut(code, ";") // the format of positive numbers
	var bare strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				end = len(code) - i - 2
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return plainNumber
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside == "h" || inside == "hh" || inside == "m" || inside == "mm" || inside == "s" || inside == "ss" {
				return elapsed
			}
			i += end
		default:
			bare.WriteByte(code[i])
		}
	}
	lower := strings.ToLower(bare.String())
	switch {
	case strings.Contains(lower, "general"):
		return plainNumber
	case strings.ContainsAny(lower, "ydhsm"):
		return dateTime
	case strings.Contains(lower, "%"):
		return percent
	}
	return plainNumber
}

// Days as Excel counts them.
const (
	lastDay    = 2_958_465 // 9999-12-31
	since1904  = 1462      // days between the two ways of counting
	secondsDay = 86_400
)

// shown writes a number as text: dates in ISO form, to the second; whole numbers with all of their digits; others with the 15 digits that
// Excel shows. A whole number that the workbook holds in powers of ten had more digits than Excel keeps, and stays as it is.
func shown(raw string, as style, from1904 bool) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return raw
	}
	switch as {
	case dateTime:
		if from1904 {
			n += since1904
		}
		if s, ok := date(n); ok {
			return s
		}
	case elapsed:
		if n >= 0 && n <= lastDay {
			s := int64(math.Round(n * secondsDay))
			return strconv.FormatInt(s/3600, 10) + ":" + two(s/60%60) + ":" + two(s%60)
		}
	case percent:
		return short(n*100) + "%"
	}
	if digits := strings.TrimPrefix(raw, "-"); len(digits) > 0 && strings.Trim(digits, "0123456789") == "" {
		return raw // ids of 20 digits that a program wrote are more than a float can hold
	}
	if math.Abs(n) >= 1e15 {
		return strings.ToUpper(raw)
	}
	return short(n)
}

func two(n int64) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

// short writes a number with at most 15 digits, never in powers of ten.
func short(n float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		rounded = n
	}
	if rounded == 0 {
		return "0"
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// date writes a day, a time of day, or both.
func date(n float64) (string, bool) {
	if n < 0 || n >= lastDay+1 {
		return "", false
	}
	seconds := int64(math.Round(n * secondsDay))
	days, ofDay := seconds/secondsDay, seconds%secondsDay
	if days == 0 {
		if ofDay == 0 {
			return "1900-01-00", true // what Excel shows of an empty formula
		}
		return two(ofDay/3600) + ":" + two(ofDay/60%60) + ":" + two(ofDay%60), true
	}
	if days < 60 { // Excel believes in 29 February 1900
		days++
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Add(time.Duration(ofDay) * time.Second)
	if ofDay == 0 {
		return t.Format("2006-01-02"), true
	}
	return t.Format("2006-01-02 15:04:05"), true
}
