package engine

import (
	"os"
	"strings"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

// versionPrefix is the library that this package was written for and tested with. Its C interface has changed between minor versions.
const versionPrefix = "26.7."

// library holds libchdb's functions. A handle (connection, result, insert stream) is an address that only the library reads.
type library struct {
	version       func() string
	newConnection func(argc int32, argv unsafe.Pointer) unsafe.Pointer
	closeConn     func(connection unsafe.Pointer)
	query         func(connection uintptr, query unsafe.Pointer, n uintptr, format unsafe.Pointer, formatN uintptr) uintptr
	openQuery     func(connection uintptr, query unsafe.Pointer, n uintptr, format unsafe.Pointer, formatN uintptr) uintptr
	fetch         func(connection, query uintptr) uintptr
	cancelQuery   func(connection, query uintptr)
	resultError   func(result uintptr) string
	resultBuffer  func(result uintptr) unsafe.Pointer
	resultLength  func(result uintptr) uintptr
	freeResult    func(result uintptr)
	insert        func(connection uintptr, query unsafe.Pointer, n uintptr, format unsafe.Pointer, formatN uintptr) uintptr
	insertError   func(stream uintptr) string
	insertAppend  func(stream uintptr, data unsafe.Pointer, n uintptr) int32
	insertDone    func(stream uintptr) uintptr
	insertCancel  func(stream uintptr)
	freeInsert    func(stream uintptr)
	classify      func(connection uintptr, query unsafe.Pointer, n uintptr, database unsafe.Pointer, databaseN uintptr, analysis unsafe.Pointer) int32
	setSignals    func(enabled int32)
	sigaction     func(signal int32, action, old unsafe.Pointer) int32
}

var (
	loadedMu sync.Mutex
	loaded   = map[string]*library{}
)

// load opens the library once per process; it cannot be unloaded. The zone is read by the engine when it starts, from the C
// environment, which os.Setenv writes too where cgo is linked in; so it must be set before.
func load(path, zone string) (*library, error) {
	loadedMu.Lock()
	defer loadedMu.Unlock()
	if lib := loaded[path]; lib != nil {
		return lib, nil
	}
	if zone != "" {
		if err := os.Setenv("TZ", zone); err != nil {
			return nil, &LibraryError{Path: path, Reason: "无法设置时区 " + zone, Err: err}
		}
	}
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, &LibraryError{Path: path, Reason: "libchdb 无法加载：" + err.Error(), Err: err}
	}
	lib := &library{}
	if err := lib.bind(handle); err != nil {
		return nil, &LibraryError{Path: path, Reason: "libchdb 的版本不对，应为 " + versionPrefix + "x：" + err.Error(), Err: err}
	}
	if version := lib.version(); !strings.HasPrefix(version, versionPrefix) {
		return nil, &LibraryError{Path: path, Reason: "libchdb 的版本是 " + version + "，应为 " + versionPrefix + "x"}
	}
	lib.keepSignals()
	loaded[path] = lib
	return lib, nil
}

// bind finds every function. purego panics where a name is missing, so that each is looked up before.
func (l *library) bind(handle uintptr) error {
	for name, target := range map[string]any{
		"chdb_version":                     &l.version,
		"chdb_connect":                     &l.newConnection,
		"chdb_close_conn":                  &l.closeConn,
		"chdb_query_n":                     &l.query,
		"chdb_stream_query_n":              &l.openQuery,
		"chdb_stream_fetch_result":         &l.fetch,
		"chdb_stream_cancel_query":         &l.cancelQuery,
		"chdb_result_error":                &l.resultError,
		"chdb_result_buffer":               &l.resultBuffer,
		"chdb_result_length":               &l.resultLength,
		"chdb_destroy_query_result":        &l.freeResult,
		"chdb_stream_insert_n":             &l.insert,
		"chdb_stream_insert_error":         &l.insertError,
		"chdb_stream_append":               &l.insertAppend,
		"chdb_stream_done":                 &l.insertDone,
		"chdb_stream_cancel_insert":        &l.insertCancel,
		"chdb_destroy_insert_stream":       &l.freeInsert,
		"chdb_classify_query_n":            &l.classify,
		"chdb_set_signal_handlers_enabled": &l.setSignals,
		"sigaction":                        &l.sigaction,
	} {
		symbol, err := purego.Dlsym(handle, name)
		if err != nil {
			return err
		}
		purego.RegisterFunc(target, symbol)
	}
	return nil
}
