package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type uploadPage struct {
	Limit   int64
	LimitMB string
	Error   string
}

func (s *site) showUpload(w http.ResponseWriter, r *http.Request) {
	s.uploadForm(w, r, http.StatusOK, "")
}

func (s *site) uploadForm(w http.ResponseWriter, r *http.Request, status int, trouble string) {
	limit := s.Uploads.UploadLimit()
	s.show(w, r, status, "upload", frame{Title: "上传", Active: "imports", Books: s.books(r),
		Body: uploadPage{Limit: limit, LimitMB: dashboards.Number(limit >> 20), Error: trouble}})
}

// formOverhead is what a form with files holds beside the files.
const formOverhead = 1 << 20

// receiveUpload takes the files of a form as they come in. One file leads to its preview, several to the list of those that wait.
func (s *site) receiveUpload(w http.ResponseWriter, r *http.Request) {
	limit := s.Uploads.UploadLimit()
	if r.ContentLength > limit+formOverhead {
		s.uploadForm(w, r, http.StatusRequestEntityTooLarge, tooLarge(limit))
		return
	}
	// A slow line takes as long as it takes; the answer then has the usual time.
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // where it cannot be moved it does not matter
	r.Body = http.MaxBytesReader(w, r.Body, limit+formOverhead)
	ids, err := s.receiveFiles(r)
	_ = control.SetWriteDeadline(time.Now().Add(time.Minute)) // of the connection, so by the real clock
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		s.uploadForm(w, r, http.StatusRequestEntityTooLarge, tooLarge(limit))
	case err != nil && analytics.KindOf(err) != analytics.Internal:
		s.uploadForm(w, r, http.StatusBadRequest, dashboards.Sentence(err))
	case err != nil:
		s.Log.Error("an upload failed", "error", err)
		s.uploadForm(w, r, http.StatusInternalServerError, "上传没有完成，原因已写入日志。请再试一次。")
	case len(ids) == 0:
		s.uploadForm(w, r, http.StatusBadRequest, "没有选择文件。")
	case len(ids) == 1:
		http.Redirect(w, r, "/import/"+ids[0], http.StatusSeeOther)
	default:
		s.after(w, r, "/imports", "uploaded", int64(len(ids)))
	}
}

func tooLarge(limit int64) string {
	return "文件超过 " + dashboards.Number(limit>>20) + " MB，没有保存。可以分成几个文件上传，用命令行 huisheng import 导入，或在设置里调大 upload.limit_mb。"
}

// receiveFiles keeps every file of the form. When one fails, those before it stay drafts.
func (s *site) receiveFiles(r *http.Request) (ids []string, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "没有收到文件，请用上传页面的表单")
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return ids, nil
		}
		if err != nil {
			return ids, interrupted(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		id, err := s.Uploads.ReceiveUpload(r.Context(), fileName(part), part)
		if err != nil {
			return ids, interrupted(err)
		}
		ids = append(ids, id)
	}
}

// interrupted says of a body that ended early that it did, and leaves other errors as they are.
func interrupted(err error) error {
	var over *http.MaxBytesError
	if errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &over) {
		return analytics.Wrap(analytics.KindInvalid, err, "文件没有传完就中断了，没有保存。请再传一次")
	}
	return err
}

// fileName is the last part of the name that the browser gave, whatever system it runs on.
func fileName(part *multipart.Part) string {
	return path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
}
