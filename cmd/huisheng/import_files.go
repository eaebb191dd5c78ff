package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
)

// there makes sure that all files are before the first is imported.
func (c importCommand) there() error {
	for _, path := range c.Files {
		if path == "-" {
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return analytics.Wrap(analytics.KindMissing, err, "没有文件 %s", path)
		}
	}
	return nil
}

// openToImport opens the runtime and stores what is sent, unless another process does.
func (p *program) openToImport() (*runtime.Runtime, error) {
	rt, err := p.open()
	if err != nil {
		return nil, err
	}
	if err := rt.Receive(); err != nil {
		return nil, errors.Join(err, rt.Close())
	}
	return rt, nil
}

// broken reports whether an error may come from a process that ended, and not from the file.
func broken(err error) bool {
	kind := analytics.KindOf(err)
	return kind != analytics.KindInvalid && kind != analytics.KindMissing
}

// all imports the files one after the other. A file that cannot be read keeps none of the others out. Where the process that held the data
// directory ends meanwhile, as another import does when it is done, this one takes its place and begins the file again. It returns the
// runtime that is open then, nil when none is.
func (c importCommand) all(p *program, rt *runtime.Runtime) (*runtime.Runtime, error) {
	var failed []error
	for _, path := range c.Files {
		done := map[string]bool{}
		err := c.one(p, rt, path, done)
		for err != nil && path != "-" && broken(err) && rt.OwnerEnds(p.ctx) {
			fmt.Fprintf(p.stderr, "持有数据目录的进程结束了，由本进程重新导入 %s；已经入库的计为重复\n", path)
			if err = rt.Close(); err != nil {
				return nil, err
			}
			if rt, err = p.openToImport(); err != nil {
				return nil, err
			}
			err = c.one(p, rt, path, done)
		}
		switch {
		case err == nil:
		case !broken(err): // the file's own fault
			failed = append(failed, err)
		default:
			failed = append(failed, err, errors.New("没有导完：再运行同一条命令即可补齐，不多不少"))
			return rt, errors.Join(failed...)
		}
	}
	return rt, errors.Join(failed...)
}
