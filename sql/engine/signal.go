package engine

import (
	"syscall"
	"unsafe"
)

// sigactionRoom is more than struct sigaction takes on any system that we support (152 bytes on Linux).
const sigactionRoom = 256

// keepSignals stops the library from taking over signals that the Go runtime lives by: SIGSEGV and its like become Go panics, SIGURG
// preempts goroutines. Declining its handlers resets some of them to the default, so they are saved before and restored after.
func (l *library) keepSignals() {
	signals := []syscall.Signal{syscall.SIGILL, syscall.SIGABRT, syscall.SIGFPE, syscall.SIGBUS, syscall.SIGSEGV, syscall.SIGURG}
	saved := make([][sigactionRoom]byte, len(signals))
	for i, s := range signals {
		l.sigaction(int32(s), nil, unsafe.Pointer(&saved[i][0]))
	}
	l.setSignals(0)
	for i, s := range signals {
		l.sigaction(int32(s), unsafe.Pointer(&saved[i][0]), nil)
	}
}
