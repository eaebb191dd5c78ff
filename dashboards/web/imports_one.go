package web

import (
	"net/http"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type importPage struct {
	importView
	Duration string
	Why      []string // sentences on what may surprise
	Poll     string   // where its progress is to be had; empty when it has ended
}

// numberOf reads the number of an import from an address; ok is false for the id of a draft.
func numberOf(r *http.Request) (number uint32, ok bool) {
	n, err := strconv.ParseUint(r.PathValue("id"), 10, 32)
	return uint32(n), err == nil && n > 0
}

func (s *site) showImport(w http.ResponseWriter, r *http.Request) {
	number, ok := numberOf(r)
	if !ok {
		s.showDraft(w, r)
		return
	}
	page, err := s.importPage(r, number)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "import", frame{Title: "导入 #" + page.No, Active: "imports", Books: s.books(r), Body: page})
}

// showProgress answers a page that is open while an import runs, or while its records are being stored.
func (s *site) showProgress(w http.ResponseWriter, r *http.Request) {
	number, ok := numberOf(r)
	if !ok {
		s.notFound(w, r)
		return
	}
	page, err := s.importPage(r, number)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "import", frame{Body: page, Fragment: true})
}

func (s *site) importPage(r *http.Request, number uint32) (importPage, error) {
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	in, err := s.Imports.ReadImport(ctx, number)
	if err != nil {
		return importPage{}, err
	}
	page := importPage{importView: viewOfImport(in)}
	if !in.FinishedAt.IsZero() {
		page.Duration = tookText(in.FinishedAt.Sub(in.StartedAt))
	}
	if page.Runs || in.Applying || in.Books != nil && in.Books.InFlight > 0 {
		page.Poll = page.Address + "/progress"
	}
	page.Why = surprises(in)
	return page, nil
}

// surprises are sentences about an import that did not do what one may have hoped.
func surprises(in Import) []string {
	var why []string
	b := in.Books
	switch {
	case in.State == ImportRunning || b == nil:
	case in.Applying:
		why = append(why, "各月的数字正在重新计算，通常不到一分钟。")
	case in.State == ImportBroken:
		why = append(why, "导入的进程没有结束就不在了。已经送出的记录都在账上；重新导入同一个文件即可补齐，不多不少。")
	case in.Read == 0 && in.State == ImportDone:
		why = append(why, "文件里没有读到任何记录。")
	case !in.UndoneAt.IsZero():
		why = append(why, "这次导入已撤销，它的记录留在库里，但不计入任何数字。")
	case b.Received > 0 && b.Stored == 0 && b.Updated == 0 && b.Repeated == b.Received:
		why = append(why, "没有新的投诉：每一条都与已有的记录相同，计为重复，什么也没有改变。")
	case b.Received > 0 && b.Rejected == b.Received:
		why = append(why, "全部退回：没有一条能读成投诉。多半是列对应错了，撤销后重新上传，在预览里改正对应。")
	case b.Received == 0 && in.Others > 0:
		why = append(why, "文件里没有投诉，只有处理记录或基数；它们不进“收到”的账，会出现在投诉的经过和投诉率里。")
	}
	return why
}

// change is undoing an import or doing it again.
type changePage struct {
	importView
	Effect  Effect
	Months  []string
	More    int // months that are not named
	Redoing bool
}

// monthsNamed is how many months a confirmation names.
const monthsNamed = 12

func (s *site) confirmChange(w http.ResponseWriter, r *http.Request) {
	number, redoing, ok := changeOf(r)
	if !ok {
		s.notFound(w, r)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	in, err := s.Imports.ReadImport(ctx, number)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page := changePage{importView: viewOfImport(in), Redoing: redoing}
	if redoing && page.Redo == "" || !redoing && page.Undo == "" {
		http.Redirect(w, r, page.Address, http.StatusSeeOther) // somebody was faster
		return
	}
	if page.Effect, err = s.Imports.ForeseeUndo(ctx, number); err != nil {
		s.problem(w, r, err)
		return
	}
	for i, m := range page.Effect.Months {
		if i == monthsNamed {
			page.More = len(page.Effect.Months) - i
			break
		}
		page.Months = append(page.Months, dashboards.MonthText(m))
	}
	title := "撤销导入 #"
	if redoing {
		title = "恢复导入 #"
	}
	s.show(w, r, http.StatusOK, "import_change", frame{Title: title + page.No, Active: "imports", Books: s.books(r), Body: page})
}

// by is who changes something from a page: nobody logs in yet.
const by = "页面"

func (s *site) changeImport(w http.ResponseWriter, r *http.Request) {
	number, redoing, ok := changeOf(r)
	if !ok {
		s.notFound(w, r)
		return
	}
	change, notice := s.Imports.UndoImport, "undone"
	if redoing {
		change, notice = s.Imports.RedoImport, "redone"
	}
	if err := change(r.Context(), number, by); err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, importAddress(number), notice, int64(number))
}

func changeOf(r *http.Request) (number uint32, redoing, ok bool) {
	number, ok = numberOf(r)
	change := r.PathValue("change")
	return number, change == "redo", ok && (change == "undo" || change == "redo")
}

// tookText writes how long an import took: most take seconds.
func tookText(d time.Duration) string {
	if d < time.Minute {
		return strconv.Itoa(max(1, int(d.Round(time.Second).Seconds()))) + " 秒"
	}
	return analytics.DurationText(d)
}
