package intake

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"huisheng/analytics"
)

// Problem is an answer that says what was wrong (RFC 9457). It is an error as well.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	*Receipt

	retryAfter time.Duration
	cause      error // for the log
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.cause }

// problemTypes are the types of problem that there are, with status and title; the description of the interface lists them.
var problemTypes = []struct {
	name   string
	status int
	title  string
}{
	{"unauthorised", http.StatusUnauthorized, "没有有效的密钥"},
	{"unreadable", http.StatusBadRequest, "请求读不懂"},
	{"missing", http.StatusNotFound, "没有这个地址"},
	{"method", http.StatusMethodNotAllowed, "方法不对"},
	{"slow", http.StatusRequestTimeout, "请求传得太慢"},
	{"too-large", http.StatusRequestEntityTooLarge, "请求太大"},
	{"media-type", http.StatusUnsupportedMediaType, "不认识的内容类型"},
	{"none-accepted", http.StatusUnprocessableEntity, "没有一条记录可以接收"},
	{"rate", http.StatusTooManyRequests, "发得太快"},
	{"busy", http.StatusServiceUnavailable, "暂时忙不过来"},
	{"down", http.StatusServiceUnavailable, "暂时不能接收"},
	{"fault", http.StatusInternalServerError, "程序出错"},
}

// problemURN is before the name of a type.
const problemURN = "urn:huisheng:problem:"

// problem makes one of problemTypes.
func problem(name, detail string) *Problem {
	for _, t := range problemTypes {
		if t.name == name {
			return &Problem{Type: problemURN + name, Title: t.title, Status: t.status, Detail: detail}
		}
	}
	return problem("fault", detail)
}

func unauthorised(detail string) *Problem { return problem("unauthorised", detail) }

// later makes a problem that passes by itself.
func later(name, detail string, after time.Duration) *Problem {
	p := problem(name, detail)
	p.retryAfter = after
	return p
}

// problemOf makes a problem of any error. What is not the sender's matter stays in the log.
func problemOf(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	switch analytics.KindOf(err) {
	case analytics.KindInvalid:
		return problem("unreadable", err.Error())
	case analytics.KindDown, analytics.KindBusy:
		p = later("down", "记录没有全部写入，请原样再发一次；已经写入的不会重复计数", 5*time.Second)
	default:
		p = problem("fault", "程序出错，原因已写入日志；请稍后原样再发一次，已经写入的不会重复计数")
	}
	p.cause = err
	return p
}

// refuse answers with a problem and returns its status.
func (in *Intake) refuse(w http.ResponseWriter, r *http.Request, err error) int {
	p := problemOf(err)
	if p.Status >= 500 {
		in.Log.Warn("a request was not taken", "path", r.URL.Path, "status", p.Status, "detail", p.Detail, "error", p.cause)
	}
	h := w.Header()
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="huisheng"`)
	}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds()))))
	}
	if p.Status == http.StatusRequestTimeout || p.Status == http.StatusRequestEntityTooLarge {
		h.Set("Connection", "close") // what is left of the body is not waited for
	}
	h.Set("Content-Type", "application/problem+json")
	write(w, p.Status, p)
	return p.Status
}

// write answers with JSON; Content-Type may be set already.
func write(w http.ResponseWriter, status int, body any) {
	h := w.Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json")
	}
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
