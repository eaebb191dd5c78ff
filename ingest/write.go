package ingest

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"huisheng/analytics"
)

// writer appends one JSON object. Empty fields are left out.
type writer struct {
	b []byte
}

// key begins a member.
func (w *writer) key(name string) {
	if last := w.b[len(w.b)-1]; last != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) text(name, s string) {
	if s != "" {
		w.key(name)
		w.quote(s)
	}
}

const hexDigits = "0123456789abcdef"

// quote appends a string; only what JSON demands is escaped.
func (w *writer) quote(s string) {
	w.b = append(w.b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.b = append(w.b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			w.b = append(w.b, '\\', c)
		case '\n':
			w.b = append(w.b, '\\', 'n')
		case '\r':
			w.b = append(w.b, '\\', 'r')
		case '\t':
			w.b = append(w.b, '\\', 't')
		default:
			w.b = append(w.b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	w.b = append(append(w.b, s[from:]...), '"')
}

func (w *writer) number(name string, n uint64) {
	if n != 0 {
		w.key(name)
		w.b = strconv.AppendUint(w.b, n, 10)
	}
}

func (w *writer) time(name string, t time.Time) {
	w.key(name)
	w.b = append(w.b, '"')
	w.b = t.In(analytics.Zone).AppendFormat(w.b, "2006-01-02T15:04:05.999-07:00")
	w.b = append(w.b, '"')
}

// amount writes fen as yuan.
func (w *writer) amount(name string, fen *int64) {
	if fen == nil {
		return
	}
	w.key(name)
	n := *fen
	if n < 0 {
		w.b = append(w.b, '-')
		n = -n
	}
	w.b = strconv.AppendInt(w.b, n/100, 10)
	if cents := n % 100; cents != 0 {
		w.b = append(w.b, '.', byte('0'+cents/10), byte('0'+cents%10))
	}
}

func (w *writer) pairs(name string, m map[string]string) {
	if len(m) == 0 {
		return
	}
	w.key(name)
	w.b = append(w.b, '{')
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.quote(k)
		w.b = append(w.b, ':')
		w.quote(m[k])
	}
	w.b = append(w.b, '}')
}

// open begins a nested object and returns what close needs to take it back when it stayed empty.
func (w *writer) open(name string) (before, inside int) {
	before = len(w.b)
	w.key(name)
	w.b = append(w.b, '{')
	return before, len(w.b)
}

func (w *writer) close(before, inside int) {
	if len(w.b) == inside {
		w.b = w.b[:before]
		return
	}
	w.b = append(w.b, '}')
}

// end closes the message.
func (w *writer) end() ([]byte, error) {
	w.b = append(w.b, '}')
	if len(w.b) > MaxMessageBytes {
		return nil, analytics.Invalid("", "一条记录有 %d 字节，最多 %d 字节", len(w.b), MaxMessageBytes)
	}
	return w.b, nil
}

// appendFloatText writes a number so that reading it gives the same number.
func appendFloatText(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
