package runtime

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/sys/unix"

	"huisheng/analytics"
	"huisheng/dashboards/web"
	"huisheng/ingest/importer"
)

// draftLife is how long a file waits to be confirmed, and how long its page leads to the import that it became. The upload page
// promises it.
const draftLife = 24 * time.Hour

// sweepEvery is how often what is too old is looked for.
const sweepEvery = 10 * time.Minute

// Uploads are the files that were sent by browsers. Each has a folder of its own under DATA/uploads with the bytes, readable by nobody
// else, and with what is known of it; so a restart forgets nothing. One is imported at a time. It implements web.Uploads.
type Uploads struct {
	rt    *Runtime
	dir   string
	limit int64
	now   func() time.Time
	log   *slog.Logger

	ctx     context.Context // ends with Close: checks and imports stop
	cancel  context.CancelFunc
	workers sync.WaitGroup
	wake    chan struct{} // something was confirmed
	reading chan struct{} // the one place for a check: it keeps all cores busy

	mu       sync.Mutex
	drafts   map[string]*upload
	progress map[uint32]importer.Result // of the imports that run here
}

// upload is a file and what was said about it; what stands in its JSON outlives the process.
type upload struct {
	ID          string        `json:"id"`
	File        string        `json:"file"`
	Size        int64         `json:"size"`
	UploadedAt  time.Time     `json:"uploaded_at"`
	ConfirmedAt time.Time     `json:"confirmed_at,omitzero"` // its place in the queue
	State       string        `json:"state"`
	Error       string        `json:"error,omitempty"`
	Tables      []uploadTable `json:"tables"`
	Notes       []string      `json:"notes,omitempty"` // on what in the file is no table
}

// uploadTable is one table of it.
type uploadTable struct {
	Name    string      `json:"name"` // as importer.File calls it
	Error   string      `json:"error,omitempty"`
	Choices web.Choices `json:"choices"`
	Number  uint32      `json:"number,omitempty"` // of the newest import of it
	Done    bool        `json:"done,omitempty"`

	check *tableCheck
}

// openUploads finds what an earlier process left, and begins where it was broken off.
func (rt *Runtime) openUploads(limitMB int) (*Uploads, error) {
	u := &Uploads{rt: rt, dir: filepath.Join(rt.Config.Data, "uploads"), limit: int64(limitMB) << 20, now: time.Now, log: rt.log, wake: make(chan struct{}, 1),
		reading: make(chan struct{}, 1), drafts: map[string]*upload{}, progress: map[uint32]importer.Result{}}
	if err := os.MkdirAll(u.dir, 0o700); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能使用上传目录 %s", u.dir)
	}
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能读上传目录 %s", u.dir)
	}
	for _, e := range entries {
		u.restore(e.Name())
	}
	u.ctx, u.cancel = context.WithCancel(context.Background())
	u.workers.Go(u.serve)
	rt.onClose(u.close)
	return u, nil
}

// restore takes up one folder; what cannot be understood, as an upload that was cut off by a kill, is removed.
func (u *Uploads) restore(name string) {
	d := &upload{}
	raw, err := os.ReadFile(filepath.Join(u.dir, name, draftFile))
	if err == nil {
		err = json.Unmarshal(raw, d)
	}
	if err != nil || d.ID != name {
		if err := os.RemoveAll(filepath.Join(u.dir, name)); err != nil {
			u.log.Error("a broken upload could not be removed", "folder", name, "error", err)
		}
		return
	}
	if d.State == web.DraftRunning {
		d.State = web.DraftQueued
	}
	u.drafts[d.ID] = d
}

// close stops the work. What was not finished is begun again at the next start.
func (u *Uploads) close() error {
	u.cancel()
	u.workers.Wait()
	return nil
}

// Names inside the folder of an upload.
const (
	draftFile = "draft.json"
	bytesDir  = "file"
)

func (u *Uploads) folder(d *upload) string { return filepath.Join(u.dir, d.ID) }
func (u *Uploads) path(d *upload) string   { return filepath.Join(u.folder(d), bytesDir, d.File) }

// UploadLimit implements web.Uploads.
func (u *Uploads) UploadLimit() int64 { return u.limit }

// ReceiveUpload implements web.Uploads.
func (u *Uploads) ReceiveUpload(ctx context.Context, name string, body io.Reader) (id string, err error) {
	raw := make([]byte, 10)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	d := &upload{ID: "u" + hex.EncodeToString(raw), File: safeName(name), UploadedAt: u.now(), State: web.DraftWaiting}
	defer func() {
		if err != nil {
			err = errors.Join(fullDisk(err, u.dir), os.RemoveAll(u.folder(d)))
		}
	}()
	if err := os.MkdirAll(filepath.Join(u.folder(d), bytesDir), 0o700); err != nil {
		return "", err
	}
	if d.Size, err = keep(u.path(d), body); err != nil {
		return "", err
	}
	if d.Size == 0 {
		return "", analytics.Invalid("file", "文件 %s 是空的，没有保存", d.File)
	}
	d.list(u.path(d))
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.save(d); err != nil {
		return "", err
	}
	u.drafts[d.ID] = d
	return d.ID, nil
}

// keep writes a file that only this user can read.
func keep(path string, body io.Reader) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.Copy(f, body)
}

// fullDisk says so when that is why a file could not be kept.
func fullDisk(err error, dir string) error {
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) {
		return analytics.Wrap(analytics.KindBusy, err, "磁盘已满，文件没有保存。请在 %s 所在的磁盘上腾出空间后再上传", dir)
	}
	return err
}

// safeName makes of what a browser called a file the name of one in a folder: no path, no hidden file, nothing that does not print.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(strings.TrimSpace(name), ".")
	const most = 200 // bytes; file systems take 255
	ext := filepath.Ext(name)
	if len(ext) > 16 {
		ext = ""
	}
	for stem := []rune(strings.TrimSuffix(name, ext)); len(name) > most; name = string(stem) + ext {
		stem = stem[:len(stem)-1]
	}
	if name == "" {
		return "上传文件"
	}
	return name
}

// list finds the tables of the file.
func (d *upload) list(path string) {
	d.Tables, d.Notes = nil, nil
	for f, err := range importer.OpenAll(path, importer.Options{Incomplete: true}) {
		var skipped *importer.Skipped
		switch {
		case errors.As(err, &skipped):
			d.Notes = append(d.Notes, "“"+shortTable(d.File, skipped.Name)+"”"+skipped.Reason+"，没有读。")
		case err != nil:
			d.Tables = append(d.Tables, uploadTable{Error: sentence(err)})
		default:
			d.Tables = append(d.Tables, uploadTable{Name: f.Name})
			_ = f.Close() // it was only looked into
		}
	}
	if len(d.Tables) == 0 {
		d.Tables = []uploadTable{{Error: "文件里没有可以读的表。" + strings.Join(d.Notes, "；")}}
	}
}

// save writes what is known of a draft. Written aside and renamed, so that a kill leaves the old or the new.
func (u *Uploads) save(d *upload) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	path := filepath.Join(u.folder(d), draftFile)
	if err := os.WriteFile(path+".new", raw, 0o600); err != nil {
		return fullDisk(err, u.dir)
	}
	return os.Rename(path+".new", path)
}

// find returns a draft; the caller holds the lock.
func (u *Uploads) find(id string) (*upload, error) {
	u.sweep()
	if d, known := u.drafts[id]; known {
		return d, nil
	}
	return nil, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这个上传的文件：已经导入、放弃，或超过 24 小时自动删除了。请在“导入”里查看，或重新上传。"}
}

// sweep removes what is too old; the caller holds the lock.
func (u *Uploads) sweep() {
	for _, d := range u.drafts {
		if d.State == web.DraftQueued || d.State == web.DraftRunning || u.now().Before(d.UploadedAt.Add(draftLife)) {
			continue
		}
		if err := u.remove(d); err != nil {
			u.log.Error("an old upload could not be removed", "id", d.ID, "error", err)
		}
	}
}

// remove forgets a draft and its bytes; the caller holds the lock.
func (u *Uploads) remove(d *upload) error {
	d.stopChecks()
	delete(u.drafts, d.ID)
	if err := os.RemoveAll(u.folder(d)); err != nil {
		return analytics.Wrap(analytics.Internal, err, "上传的文件没有删掉")
	}
	return nil
}

// Drafts implements web.Uploads.
func (u *Uploads) Drafts(context.Context) ([]web.Draft, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sweep()
	var list []web.Draft
	for _, d := range u.drafts {
		if d.State != web.DraftDone {
			list = append(list, u.view(d))
		}
	}
	slices.SortFunc(list, func(a, b web.Draft) int { return b.UploadedAt.Compare(a.UploadedAt) })
	return list, nil
}

// ReadDraft implements web.Uploads.
func (u *Uploads) ReadDraft(_ context.Context, id string) (web.Draft, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	d, err := u.find(id)
	if err != nil {
		return web.Draft{}, err
	}
	return u.view(d), nil
}

func (u *Uploads) view(d *upload) web.Draft {
	v := web.Draft{ID: d.ID, File: d.File, Size: d.Size, UploadedAt: d.UploadedAt, ExpiresAt: d.UploadedAt.Add(draftLife), State: d.State, Error: d.Error}
	for _, t := range d.Tables {
		v.Tables = append(v.Tables, web.Table{Name: shortTable(d.File, t.Name), Skip: t.Choices.Skip, Error: t.Error})
		if t.Number != 0 {
			v.Numbers = append(v.Numbers, t.Number)
		}
	}
	if d.State == web.DraftQueued {
		for _, other := range u.drafts {
			if other.State == web.DraftRunning || other.State == web.DraftQueued && other.ConfirmedAt.Before(d.ConfirmedAt) {
				v.Ahead++
			}
		}
	}
	return v
}

// shortTable is the name of a table inside its file.
func shortTable(file, table string) string {
	return strings.TrimLeft(strings.TrimPrefix(table, file), "/#")
}

// DiscardDraft implements web.Uploads.
func (u *Uploads) DiscardDraft(_ context.Context, id string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	d, err := u.find(id)
	if err != nil {
		return err
	}
	if d.State == web.DraftRunning {
		return &analytics.Error{Kind: analytics.KindBusy, Text: "这个文件正在导入，不能放弃；导入结束后可以撤销"}
	}
	return u.remove(d)
}

// sentence is what an error says to a person; details of what we cannot help stay in the log.
func sentence(err error) string {
	var e *analytics.Error
	if errors.As(err, &e) {
		return e.Text
	}
	return "出错了，原因在日志里"
}
