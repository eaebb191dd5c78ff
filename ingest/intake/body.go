package intake

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"huisheng/ingest"
)

// The forms that a body may have.
const (
	formJSON   = "application/json"
	formNDJSON = "application/x-ndjson"
)

// formOf reads the content type.
func formOf(r *http.Request) (string, error) {
	form, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := parameters["charset"]; err == nil && charset != "" && !strings.EqualFold(charset, "utf-8") {
		return "", problem("media-type", fmt.Sprintf("编码 %q 不支持：请用 UTF-8", charset))
	}
	switch form {
	case formJSON:
		return formJSON, nil
	case formNDJSON, "application/ndjson", "application/jsonl":
		return formNDJSON, nil
	}
	return "", problem("media-type", fmt.Sprintf("Content-Type 应为 %s（一个对象或一个数组）或 %s（每行一个对象），现为 %q", formJSON, formNDJSON, r.Header.Get("Content-Type")))
}

// readBody reads and unpacks a body.
func (in *Intake) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > in.Limits.BodyBytes {
		return nil, in.tooLarge()
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(in.Limits.BodyWait)) // a writer without deadlines is a test's
	var from io.Reader = http.MaxBytesReader(w, r.Body, in.Limits.BodyBytes)
	switch encoding := r.Header.Get("Content-Encoding"); strings.ToLower(encoding) {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return nil, in.unread(err)
		}
		from = unpacked
	default:
		return nil, problem("media-type", fmt.Sprintf("Content-Encoding %q 不支持：请用 gzip，或不压缩", encoding))
	}
	var body bytes.Buffer
	body.Grow(int(max(512, min(r.ContentLength, in.Limits.BodyBytes))))
	n, err := io.Copy(&body, io.LimitReader(from, in.Limits.BodyBytes+1))
	switch {
	case n > in.Limits.BodyBytes:
		return nil, in.tooLarge()
	case err != nil:
		return nil, in.unread(err)
	}
	return body.Bytes(), nil
}

func (in *Intake) tooLarge() error {
	return problem("too-large", fmt.Sprintf("一次请求最多 %d 字节（解压之后计），请分几次发", in.Limits.BodyBytes))
}

// unread says why a body could not be read.
func (in *Intake) unread(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return in.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem("slow", fmt.Sprintf("请求在 %.0f 秒内没有传完：请分几次发，或用 gzip 压缩", in.Limits.BodyWait.Seconds()))
	}
	return problem("unreadable", "请求没有传完，或者 Content-Encoding 写的是 gzip 而内容不是："+err.Error())
}

// cut makes records of a body. A record of NDJSON is a line whatever is in it; an array that is not whole JSON is no record at all.
func (in *Intake) cut(body []byte, form string) ([]string, error) {
	var records []string
	if form == formNDJSON {
		text := strings.TrimPrefix(string(body), "\uFEFF")
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if records = append(records, line); len(records) > in.Limits.Records {
				break
			}
		}
	} else {
		var err error
		if records, err = ingest.Elements(body, in.Limits.Records); err != nil {
			return nil, problem("unreadable", "请求的内容"+err.Error()+"，什么都没有接收。每行一个对象时，Content-Type 应为 "+formNDJSON)
		}
	}
	switch {
	case len(records) == 0:
		return nil, problem("unreadable", "请求里没有记录")
	case len(records) > in.Limits.Records:
		return nil, problem("too-large", fmt.Sprintf("一次请求最多 %d 条记录，请分几次发", in.Limits.Records))
	}
	return records, nil
}
