package engine

import (
	"errors"
	"io"
	"unsafe"
)

// connection is one of the library's connections: a session with its own settings, parameters and current database. It runs one
// statement at a time and belongs to one goroutine while it is borrowed.
type connection struct {
	lib    *library
	cell   unsafe.Pointer // what closeConn takes
	handle uintptr        // what every other function takes
	mark   string         // names its statement among the running ones
}

// connect opens a connection. The first one starts the engine.
func (l *library) connect(arguments []string) (*connection, error) {
	argv := make([]*byte, len(arguments))
	for i, a := range arguments {
		argv[i] = cString(a)
	}
	cell := l.newConnection(int32(len(argv)), unsafe.Pointer(&argv[0]))
	if cell == nil {
		return nil, errors.New("chdb_connect gave no connection")
	}
	return &connection{lib: l, cell: cell, handle: *(*uintptr)(cell)}, nil
}

func (c *connection) close() { c.lib.closeConn(c.cell) }

// query runs one statement and returns its whole output, which lives in the library's memory until the result is freed.
func (c *connection) query(statement []byte, format string) (*result, error) {
	f := cString(format)
	handle := c.lib.query(c.handle, bytesPointer(statement), uintptr(len(statement)), unsafe.Pointer(f), uintptr(len(format)))
	r := &result{lib: c.lib, handle: handle}
	if text := c.lib.resultError(handle); text != "" {
		r.free()
		return nil, newException(text)
	}
	return r, nil
}

// openQuery begins a SELECT whose answer is fetched in pieces. The handle must be freed, also where it carries an error.
func (c *connection) openQuery(statement []byte, format string) uintptr {
	f := cString(format)
	return c.lib.openQuery(c.handle, bytesPointer(statement), uintptr(len(statement)), unsafe.Pointer(f), uintptr(len(format)))
}

// fetch gives the next piece; an empty one is the end.
func (c *connection) fetch(query uintptr) (*result, error) {
	r := &result{lib: c.lib, handle: c.lib.fetch(c.handle, query)}
	if text := c.lib.resultError(r.handle); text != "" {
		r.free()
		return nil, newException(text)
	}
	return r, nil
}

// cancelQuery ends a query between two fetches. The connection is of no use for another one after it.
func (c *connection) cancelQuery(query uintptr) { c.lib.cancelQuery(c.handle, query) }

// classify asks ClickHouse's own parser what a text is: how many statements, and of which class. A text that it cannot parse has none.
func (c *connection) classify(statement string) (count int, class queryClass) {
	analysis := struct{ size, count, flags, class uint32 }{size: 16}
	q := []byte(statement)
	if c.lib.classify(c.handle, bytesPointer(q), uintptr(len(q)), nil, 0, unsafe.Pointer(&analysis)) != 0 {
		return 0, classUnknown
	}
	return int(analysis.count), queryClass(analysis.class)
}

// queryClass is what a statement does to what outlives it, in the library's numbers.
type queryClass uint32

const (
	classReadOnly queryClass = 0
	classControl  queryClass = 3 // SET and USE, but also SYSTEM, BACKUP and INTO OUTFILE
	classUnknown  queryClass = 4
)

// exec runs a statement whose output nobody wants.
func (c *connection) exec(statement string) error {
	r, err := c.query([]byte(statement), "Null")
	if err != nil {
		return err
	}
	r.free()
	return nil
}

// insert runs an INSERT without its FORMAT clause and sends it the data, piece by piece. What was read before an error of the
// reader is not kept: the insert is cancelled.
func (c *connection) insert(statement, format string, data io.Reader, piece []byte) error {
	q, f := []byte(statement), cString(format)
	stream := c.lib.insert(c.handle, bytesPointer(q), uintptr(len(q)), unsafe.Pointer(f), uintptr(len(format)))
	defer c.lib.freeInsert(stream)
	if text := c.lib.insertError(stream); text != "" {
		return newException(text)
	}
	for {
		n, err := data.Read(piece)
		if n > 0 && c.lib.insertAppend(stream, unsafe.Pointer(&piece[0]), uintptr(n)) != 0 {
			if text := c.lib.insertError(stream); text != "" {
				return newException(text)
			}
			return errors.New("the engine took no more data and did not say why")
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.lib.insertCancel(stream)
			return err
		}
	}
	done := &result{lib: c.lib, handle: c.lib.insertDone(stream)}
	defer done.free()
	if text := c.lib.resultError(done.handle); text != "" {
		return newException(text)
	}
	return nil
}

// result is the output of a statement.
type result struct {
	lib    *library
	handle uintptr
}

// bytes gives the output without copying it. It must not be used after free.
func (r *result) bytes() []byte {
	n := r.lib.resultLength(r.handle)
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(r.lib.resultBuffer(r.handle)), n)
}

func (r *result) free() {
	if r.handle != 0 {
		r.lib.freeResult(r.handle)
		r.handle = 0
	}
}

// cString gives the first byte of a copy that ends in NUL.
func cString(s string) *byte {
	b := append([]byte(s), 0)
	return &b[0]
}

// bytesPointer gives the address of the first byte; the library never reads an empty text, but wants an address.
func bytesPointer(b []byte) unsafe.Pointer {
	if len(b) == 0 {
		return unsafe.Pointer(cString(""))
	}
	return unsafe.Pointer(&b[0])
}

// text runs a statement that gives one value.
func (c *connection) text(statement string) (string, error) {
	r, err := c.query([]byte(statement), "RawBLOB")
	if err != nil {
		return "", err
	}
	defer r.free()
	return string(r.bytes()), nil
}
