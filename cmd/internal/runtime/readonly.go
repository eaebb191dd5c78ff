package runtime

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/sql/engine"
)

// readOnlyAddress is where statements that only read go, with the login.
func (rt *Runtime) readOnlyAddress() (address *url.URL, name, password string) {
	if rt.embedsClickHouse() {
		return &url.URL{Scheme: "http", Host: rt.endpoints.ClickHouse, Path: readPath}, user, rt.endpoints.Secret
	}
	return &url.URL{Scheme: "http", Host: rt.Config.ClickHouseAddress, Path: "/"}, rt.Config.ClickHouseUser, rt.Config.ClickHousePassword
}

// ReadOnlySQL runs one statement with readonly=1 and returns its answer in one of ClickHouse's formats, which the caller closes.
func (rt *Runtime) ReadOnlySQL(ctx context.Context, statement, format string) (io.ReadCloser, error) {
	address, name, password := rt.readOnlyAddress()
	address.RawQuery = url.Values{"default_format": {format}, "readonly": {"1"}, "database": {rt.Config.ClickHouseDatabase}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), strings.NewReader(statement))
	if err != nil {
		return nil, err
	}
	if name != "" {
		r.SetBasicAuth(name, password)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindDown, err, "ClickHouse 没有应答")
	}
	if answer.StatusCode != http.StatusOK {
		defer answer.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 4096))
		return nil, analytics.Invalid("statement", "%s", strings.TrimSpace(string(text)))
	}
	return answer.Body, nil
}

// ServeClickHouse opens the embedded engine at a loopback address over ClickHouse's HTTP interface until ctx ends. started is called with
// the address. Where another process holds the data directory, requests are passed on to it.
func (rt *Runtime) ServeClickHouse(ctx context.Context, address string, write bool, started func(address string)) error {
	if !rt.embedsClickHouse() {
		return analytics.Invalid("clickhouse.address", "设置里用的是 ClickHouse 服务器（%s）：请直接连接它", rt.Config.ClickHouseAddress)
	}
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return analytics.Invalid("listen", "地址 %q 不是本机回环，例如 127.0.0.1:8123", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return analytics.Wrap(analytics.KindBusy, err, "不能监听 %s：换一个端口，例如 --listen 127.0.0.1:8124", address)
	}
	server := &http.Server{Handler: rt.clickhouseHandler(write), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	started(listener.Addr().String())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return errors.Join(server.Shutdown(closing), server.Close())
	}
}

func (rt *Runtime) clickhouseHandler(write bool) http.Handler {
	if rt.engine != nil {
		return rt.engine.Handler(engine.Access{ReadOnly: !write})
	}
	target := &url.URL{Scheme: "http", Host: rt.endpoints.ClickHouse}
	if !write {
		target.Path = strings.TrimSuffix(readPath, "/")
	}
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.SetBasicAuth(user, rt.endpoints.Secret)
		r.Out.Header.Del("X-ClickHouse-User")
		r.Out.Header.Del("X-ClickHouse-Key")
	}}
}
