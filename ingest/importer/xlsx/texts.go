package xlsx

import (
	"bufio"
	"errors"
	"io"
	"os"

	"huisheng/analytics"
)

const (
	textsInMemory = 16 << 20 // bytes of shared texts that stay in memory; more go to a file
	maxTexts      = 20_000_000
	remembered    = 1 << 12
)

// texts is the table of texts that the cells of a workbook share. Only where each begins is always in memory: 8 bytes a text.
type texts struct {
	starts []int64
	end    int64
	memory []byte
	file   *os.File
	out    *bufio.Writer
	recent [remembered]struct {
		n int // from 1
		s string
	}
}

// add appends one.
func (t *texts) add(s string) error {
	if len(t.starts) >= maxTexts {
		return analytics.Invalid("", "工作簿的文字超过 %d 万条，请拆成几个文件", maxTexts/10_000)
	}
	t.starts = append(t.starts, t.end)
	t.end += int64(len(s))
	if t.file == nil && len(t.memory)+len(s) <= textsInMemory {
		t.memory = append(t.memory, s...)
		return nil
	}
	if t.file == nil {
		f, err := os.CreateTemp("", "huisheng-texts-*")
		if err != nil {
			return analytics.Wrap(analytics.Internal, err, "建不了临时文件")
		}
		t.file, t.out = f, bufio.NewWriterSize(f, 256<<10)
		if _, err := t.out.Write(t.memory); err != nil {
			return err
		}
		t.memory = nil
	}
	_, err := t.out.WriteString(s)
	return err
}

// done ends the adding.
func (t *texts) done() error {
	if t.file == nil {
		return nil
	}
	return t.out.Flush()
}

// get is text n, empty when there is none of that number.
func (t *texts) get(n int) (string, error) {
	if n < 0 || n >= len(t.starts) {
		return "", nil
	}
	from, to := t.starts[n], t.end
	if n+1 < len(t.starts) {
		to = t.starts[n+1]
	}
	if t.file == nil {
		return string(t.memory[from:to]), nil
	}
	slot := &t.recent[n%remembered]
	if slot.n == n+1 {
		return slot.s, nil
	}
	b := make([]byte, to-from)
	if _, err := t.file.ReadAt(b, from); err != nil && err != io.EOF {
		return "", analytics.Wrap(analytics.Internal, err, "读不了临时文件")
	}
	slot.n, slot.s = n+1, string(b)
	return slot.s, nil
}

// close removes the file.
func (t *texts) close() error {
	if t.file == nil {
		return nil
	}
	return errors.Join(t.file.Close(), os.Remove(t.file.Name()))
}
