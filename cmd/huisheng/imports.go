package main

import (
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/jobs"
	"huisheng/sql/state"
)

type importsCommand struct {
	List importsList `cmd:"" default:"withargs" help:"列出历次导入，新的在前。"`
	Show importsShow `cmd:"" help:"看一次导入：账、退回、撤销记录。"`
	Undo importsUndo `cmd:"" help:"撤销一次导入：它的记录不再计入，但都还在，可以恢复。"`
	Redo importsRedo `cmd:"" help:"恢复撤销过的导入。"`
}

// importLine is one import, also as JSON.
type importLine struct {
	Number     uint32      `json:"number"`
	Kind       string      `json:"kind"`
	File       string      `json:"file"`
	Source     string      `json:"source"`
	State      string      `json:"state"`
	StartedAt  time.Time   `json:"started_at"`
	FinishedAt *time.Time  `json:"finished_at,omitempty"`
	Read       int64       `json:"read"`
	Books      booksReport `json:"books"`
	Events     int64       `json:"events"`
	Exposures  int64       `json:"exposures"`
	UndoneAt   *time.Time  `json:"undone_at,omitempty"`
	UndoneBy   string      `json:"undone_by,omitempty"`
	UndoReason string      `json:"undo_reason,omitempty"`
	Pending    bool        `json:"pending,omitempty"`
	Error      string      `json:"error,omitempty"`

	books analytics.Books
}

func newImportLine(in state.Import, b analytics.Books, now time.Time) importLine {
	l := importLine{Number: in.Number, Kind: in.Kind, File: in.File, Source: in.Source, State: stateOf(in, now), StartedAt: in.StartedAt,
		Read: in.Read, Books: newBooksReport(b), Events: in.Events, Exposures: in.Exposures, UndoneBy: in.UndoneBy, UndoReason: in.UndoReason,
		Pending: in.Pending, Error: in.Error, books: b}
	if !in.FinishedAt.IsZero() {
		l.FinishedAt = &in.FinishedAt
	}
	if in.Undone() {
		l.UndoneAt = &in.UndoneAt
	}
	return l
}

// stateOf is the state of an import with what the ledger cannot know: whether one that says it runs is heard of.
func stateOf(in state.Import, now time.Time) string {
	switch {
	case in.Undone():
		return state.ImportUndone
	case in.State == state.ImportRunning && !in.Running(now):
		return "broken"
	}
	return in.State
}

// What people call the kinds and states of imports.
var (
	importKinds  = map[string]string{state.KindFile: "命令行", state.KindHTTP: "接口", state.KindUpload: "上传", state.KindRetry: "退回重投"}
	importStates = map[string]string{state.ImportRunning: "正在导入", "broken": "中断", state.ImportDone: "已导入", state.ImportFailed: "没有导完", state.ImportUndone: "已撤销"}
)

func (l importLine) print(p *program) {
	named := importStates[l.State]
	switch {
	case l.Pending && l.UndoneAt != nil:
		named = "正在撤销"
	case l.Pending:
		named = "正在恢复"
	}
	parts := []string{dashboards.TimeText(l.StartedAt), importKinds[l.Kind], l.File, named}
	if l.Source != "" {
		parts = []string{dashboards.TimeText(l.StartedAt), importKinds[l.Kind], l.File, "来源 " + l.Source, named}
	}
	p.printf("#%d  %s\n", l.Number, strings.Join(parts, " · "))
	p.printf("    %s\n", equation(l.books))
	if l.Events > 0 || l.Exposures > 0 {
		p.printf("    另有处理记录 %s 条、基数 %s 条\n", dashboards.Number(l.Events), dashboards.Number(l.Exposures))
	}
	if l.UndoneAt != nil {
		told := []string{dashboards.TimeText(*l.UndoneAt) + " 由 " + l.UndoneBy + " 撤销"}
		if l.UndoReason != "" {
			told = append(told, "原因："+l.UndoReason)
		}
		p.printf("    %s\n", strings.Join(told, "，"))
	}
	if l.Error != "" {
		p.printf("    %s\n", l.Error)
	}
}

type importsList struct {
	Kind   string `help:"只看一种方式：file、http、upload 或 retry。" enum:",file,http,upload,retry" default:"" placeholder:"KIND"`
	Source string `help:"只看一个来源。" placeholder:"NAME"`
	State  string `help:"只看一种状态：running、done、failed 或 undone。" enum:",running,done,failed,undone" default:"" placeholder:"STATE"`
	Below  uint32 `help:"只看编号更小的，接着上一页往下看。" placeholder:"N"`
	Limit  int    `help:"最多列出几次。" default:"20"`
}

// Run lists imports with their books.
func (c importsList) Run(p *program) error {
	if c.Limit < 1 || c.Limit > 1000 {
		return analytics.Invalid("limit", "--limit %d 应在 1 到 1000 之间", c.Limit)
	}
	return p.withRuntime(func(rt *runtime.Runtime) error {
		filter := state.ImportFilter{Kind: c.Kind, Source: c.Source, State: c.State, Below: c.Below}
		list, err := rt.State.FindImports(p.ctx, filter, c.Limit)
		if err != nil {
			return err
		}
		filter.Below = 0
		all, err := rt.State.CountImports(p.ctx, filter)
		if err != nil {
			return err
		}
		lines, err := p.importLines(rt, list)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"total": all, "imports": lines})
		}
		if len(lines) == 0 {
			p.printf("没有符合条件的导入。\n")
		}
		for _, l := range lines {
			l.print(p)
		}
		if n := len(lines); n == c.Limit && int64(n) < all {
			p.printf("共 %s 次；往下看：--below %d\n", dashboards.Number(all), lines[n-1].Number)
		}
		return nil
	})
}

// withRuntime opens the installation for as long as f runs.
func (p *program) withRuntime(f func(*runtime.Runtime) error) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	return f(rt)
}

func (p *program) importLines(rt *runtime.Runtime, list []state.Import) ([]importLine, error) {
	books, err := rt.BooksOfImports(p.ctx, list)
	if err != nil {
		return nil, err
	}
	lines := make([]importLine, len(list))
	for i, in := range list {
		lines[i] = newImportLine(in, books[in.Number], time.Now())
	}
	return lines, nil
}

type importsShow struct {
	Number uint32 `arg:"" help:"导入编号。"`
}

// Run shows one import with why records were refused and what people did with it.
func (c importsShow) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error { return p.showImport(rt, c.Number) })
}

func (p *program) showImport(rt *runtime.Runtime, number uint32) error {
	in, err := rt.State.ImportOf(p.ctx, number)
	if err != nil {
		return err
	}
	lines, err := p.importLines(rt, []state.Import{in})
	if err != nil {
		return err
	}
	reasons, err := rt.Warehouse.ImportReasons(p.ctx, number)
	if err != nil {
		return err
	}
	undos, err := rt.State.UndosOf(p.ctx, number)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(map[string]any{"import": lines[0], "mapping": in.Mapping, "reasons": reasons, "undos": undos})
	}
	lines[0].print(p)
	for i, r := range reasons {
		if i == rejectedShown {
			p.printf("    ……\n")
			break
		}
		p.printf("    退回 %s 条 %s：%s\n", dashboards.Number(r.N), orDash(r.Field), r.Reason)
	}
	if len(undos) == 1 && in.Undone() {
		undos = nil // told above
	}
	for _, u := range undos {
		did := "恢复"
		if u.Undone {
			did = "撤销"
		}
		p.printf("    %s\n", strings.TrimSpace(strings.Join([]string{dashboards.TimeText(u.RequestedAt), did, u.By, u.Reason}, "  ")))
	}
	return nil
}

type importsUndo struct {
	Number uint32 `arg:"" help:"导入编号。"`
	Reason string `help:"为什么撤销，记在这次导入名下。" placeholder:"TEXT"`
}

// Run undoes an import and waits until every figure follows.
func (c importsUndo) Run(p *program) error { return p.setUndone(c.Number, true, c.Reason) }

type importsRedo struct {
	Number uint32 `arg:"" help:"导入编号。"`
	Reason string `help:"为什么恢复。" placeholder:"TEXT"`
}

// Run lets an import stand again and waits until every figure follows.
func (c importsRedo) Run(p *program) error { return p.setUndone(c.Number, false, c.Reason) }

func (p *program) setUndone(number uint32, undone bool, reason string) error {
	return p.withRunner(func(rt *runtime.Runtime, runner *jobs.Runner) error {
		if err := rt.SetUndone(p.ctx, number, undone, reason, runner); err != nil {
			return err
		}
		if err := p.showImport(rt, number); err != nil || p.flags.JSON {
			return err
		}
		b, err := rt.Books(p.ctx)
		if err != nil {
			return err
		}
		p.printf("全部投诉  %s\n", equation(b))
		return nil
	})
}
