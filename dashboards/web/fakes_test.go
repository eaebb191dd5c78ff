package web

import (
	"context"
	"io"

	"huisheng/analytics"
)

// fakeImports holds imports in memory.
type fakeImports struct {
	list   []Import
	effect Effect
	asked  []string
	err    error
}

func (f *fakeImports) ListImports(_ context.Context, before uint32, limit int) ([]Import, error) {
	var list []Import
	for _, in := range f.list {
		if (before == 0 || in.Number < before) && len(list) < limit {
			list = append(list, in)
		}
	}
	return list, f.err
}

func (f *fakeImports) ReadImport(_ context.Context, number uint32) (Import, error) {
	for _, in := range f.list {
		if in.Number == number {
			return in, f.err
		}
	}
	return Import{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这次导入"}
}

func (f *fakeImports) ForeseeUndo(context.Context, uint32) (Effect, error) { return f.effect, f.err }

func (f *fakeImports) UndoImport(_ context.Context, number uint32, by string) error {
	f.asked = append(f.asked, "undo", by)
	return f.err
}

func (f *fakeImports) RedoImport(_ context.Context, number uint32, by string) error {
	f.asked = append(f.asked, "redo", by)
	return f.err
}

// fakeUploads holds one draft in memory.
type fakeUploads struct {
	limit     int64
	draft     Draft
	preview   Preview
	check     Check
	received  map[string]string // content by name
	choices   []Choices
	changed   bool
	confirmed int
	discarded int
	err       error
}

func (f *fakeUploads) UploadLimit() int64 { return f.limit }

func (f *fakeUploads) ReceiveUpload(_ context.Context, name string, body io.Reader) (string, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return "", err
	}
	if f.received == nil {
		f.received = map[string]string{}
	}
	f.received[name] = string(raw)
	return f.draft.ID, f.err
}

func (f *fakeUploads) Drafts(context.Context) ([]Draft, error) {
	if f.draft.ID == "" {
		return nil, nil
	}
	return []Draft{f.draft}, nil
}

func (f *fakeUploads) ReadDraft(_ context.Context, id string) (Draft, error) {
	if id != f.draft.ID {
		return Draft{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这个上传的文件"}
	}
	return f.draft, nil
}

func (f *fakeUploads) PreviewDraft(context.Context, string, int) (Preview, error) {
	return f.preview, nil
}
func (f *fakeUploads) CheckDraft(context.Context, string, int) (Check, error) { return f.check, nil }

func (f *fakeUploads) ChangeDraft(_ context.Context, _ string, _ int, c Choices) (bool, error) {
	f.choices = append(f.choices, c)
	return f.changed, f.err
}

func (f *fakeUploads) ConfirmDraft(context.Context, string) error {
	if f.err == nil {
		f.confirmed++
		f.draft.State, f.draft.Numbers = DraftRunning, []uint32{7}
	}
	return f.err
}

func (f *fakeUploads) DiscardDraft(context.Context, string) error {
	f.discarded++
	return f.err
}
