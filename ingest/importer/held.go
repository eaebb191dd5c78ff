package importer

import (
	"errors"
	"os"
)

// held is what several tables read from: a workbook and the file that it is in. It is let go of when nobody holds it any more, so that a
// table can be read after the walk that found it ended. It is used by one goroutine at a time.
type held struct {
	holders int
	release func() error
}

// hold makes a resource with one holder.
func hold(release func() error) *held { return &held{holders: 1, release: release} }

func (h *held) keep() { h.holders++ }

func (h *held) drop() error {
	if h.holders--; h.holders > 0 {
		return nil
	}
	return h.release()
}

// closed gives a part's file back, and removes it where it is temporary.
func (p part) closed() error {
	err := p.f.Close()
	if p.temporary {
		err = errors.Join(err, os.Remove(p.f.Name()))
	}
	return err
}
