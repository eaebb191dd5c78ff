package ingest

import "bytes"

// Elements cuts a JSON text into its records: the elements of an array, or the one value that it is. It stops after limit + 1 of them, so
// that a caller sees that there are too many without holding them all. Each is whole JSON; what it says is for Parse to find out.
func Elements(data []byte, limit int) ([]string, error) {
	p := &scanner{s: string(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))}
	if p.peek() != '[' {
		from := p.i
		p.skip()
		to := p.i
		if p.end(); p.err != nil {
			return nil, p.err
		}
		return []string{p.s[from:to]}, nil
	}
	p.i++
	var elements []string
	if p.peek() == ']' {
		p.i++
	} else {
		for p.err == nil {
			p.space()
			from := p.i
			p.skip()
			if elements = append(elements, p.s[from:p.i]); len(elements) > limit {
				return elements, nil
			}
			if p.peek() != ',' {
				p.take(']')
				break
			}
			p.i++
		}
	}
	if p.end(); p.err != nil {
		return nil, p.err
	}
	return elements, nil
}
