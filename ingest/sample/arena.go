package sample

import "strings"

// arena keeps many short strings in few pieces of memory. A piece is never written twice, so its strings stay as they are; it is
// freed when the last of them is.
type arena struct{ b strings.Builder }

const arenaBytes = 16 << 10 // some ten complaints: who keeps one of them keeps little else

func (a *arena) keep(b []byte) string {
	if a.b.Cap()-a.b.Len() < len(b) {
		a.b = strings.Builder{}
		a.b.Grow(max(arenaBytes, len(b)))
	}
	from := a.b.Len()
	a.b.Write(b)
	return a.b.String()[from:]
}
