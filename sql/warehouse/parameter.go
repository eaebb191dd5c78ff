package warehouse

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
)

// P holds the parameters of a query by name. Values are strings, integers, floats, booleans, months, times (for DateTime64(3)),
// and slices of strings and integers. A calendar day travels as a Day.
type P map[string]any

// Day makes the value of a Date parameter: the calendar day of t in analytics.Zone.
func Day(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02") }

// encode writes a value the way ClickHouse reads parameters: a line of its escaped text format. Inside of arrays strings are quoted.
func encode(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return escape(v), nil
	case bool:
		if v {
			return "1", nil
		}
		return "0", nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case uint8, uint16, uint32, uint64, int32, analytics.Month, analytics.Seq:
		return fmt.Sprintf("%d", v), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case time.Time:
		return v.In(analytics.Zone).Format("2006-01-02 15:04:05.000"), nil
	case []string:
		return list(v, func(s string) string { return "'" + escape(s) + "'" }), nil
	case []uint64:
		return list(v, func(n uint64) string { return strconv.FormatUint(n, 10) }), nil
	case []uint32:
		return list(v, func(n uint32) string { return strconv.FormatUint(uint64(n), 10) }), nil
	case []uint16:
		return list(v, func(n uint16) string { return strconv.FormatUint(uint64(n), 10) }), nil
	case []int:
		return list(v, strconv.Itoa), nil
	case []analytics.Month:
		return list(v, func(m analytics.Month) string { return strconv.Itoa(int(m)) }), nil
	}
	return "", fmt.Errorf("a value of type %T cannot be a parameter", value)
}

func list[T any](values []T, write func(T) string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(write(v))
	}
	b.WriteByte(']')
	return b.String()
}

var escaper = strings.NewReplacer("\\", "\\\\", "'", "\\'", "\t", "\\t", "\n", "\\n", "\r", "\\r", "\x00", "\\0", "\b", "\\b", "\f", "\\f")

func escape(s string) string { return escaper.Replace(s) }
