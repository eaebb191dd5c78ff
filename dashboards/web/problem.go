package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type problemPage struct {
	Heading  string
	Sentence string
}

// problem answers an error by its kind, with the sentence for the person; the details go to the log.
func (s *site) problem(w http.ResponseWriter, r *http.Request, err error) {
	status, heading := statusOf(err)
	if status >= 500 {
		s.Log.Error("a page failed", "address", r.URL.Path, "error", err)
	}
	sentence := dashboards.Sentence(err)
	switch {
	case late(err):
		sentence = "数据库正忙，可能正在重读或重算。请几秒后刷新。"
	case status == http.StatusInternalServerError:
		sentence = "原因已写入日志，请稍后再试。"
	}
	s.show(w, r, status, "problem", frame{Title: heading, Body: problemPage{Heading: heading, Sentence: sentence}})
}

// late reports whether a page ran out of its time, of which nothing else is known.
func late(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && analytics.KindOf(err) == analytics.Internal
}

// statusOf is how an error is answered, with what a page says above it.
func statusOf(err error) (status int, heading string) {
	if late(err) {
		return http.StatusServiceUnavailable, "这一页没有来得及读完"
	}
	switch analytics.KindOf(err) {
	case analytics.KindInvalid:
		return http.StatusBadRequest, "地址里有看不懂的条件"
	case analytics.KindMissing:
		return http.StatusNotFound, "没有找到"
	case analytics.KindBusy, analytics.KindDown, analytics.KindFull:
		return http.StatusServiceUnavailable, "数据库暂时没有应答"
	}
	return http.StatusInternalServerError, "这一页没有读出来"
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	s.problem(w, r, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这个地址。"})
}

// contextWithin gives a part of a request its own deadline.
func contextWithin(r *http.Request, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), d)
}
