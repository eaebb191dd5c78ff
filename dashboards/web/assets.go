package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"sync"

	"huisheng/dashboards/assets"
)

// forever is how long a browser keeps a file whose address names its content.
const forever = "public, max-age=31536000, immutable"

// assetVersion names our assets by their content, so that a new binary is never drawn with old styles.
var assetVersion = versionOf(assets.Files)

func versionOf(files fs.FS) string {
	sum := sha256.New()
	names, _ := fs.Glob(files, "*") // the pattern is well formed
	for _, name := range names {
		if body, err := fs.ReadFile(files, name); err == nil {
			sum.Write(body)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

func (s *site) serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	body, err := fs.ReadFile(assets.Files, name)
	if err != nil {
		s.notFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	if r.URL.Query().Get("v") == assetVersion {
		w.Header().Set("Cache-Control", forever)
	}
	_, _ = w.Write(body)
}

// library is the file of ECharts. It is not part of the binary: npm installs it, at the version that package.json pins.
type library struct {
	folders []string
	mu      sync.Mutex
	body    []byte
	packed  []byte
	etag    string
}

// chartFile is the name under which npm installs ECharts.
const chartFile = "echarts.min.js"

func newLibrary(folder string) *library {
	if folder != "" {
		return &library{folders: []string{folder}}
	}
	l := &library{}
	if program, err := os.Executable(); err == nil {
		beside := filepath.Dir(program)
		l.folders = append(l.folders, beside, filepath.Join(beside, "assets"), filepath.Join(beside, "node_modules/echarts/dist"), filepath.Join(beside, "../node_modules/echarts/dist"))
	}
	l.folders = append(l.folders, "node_modules/echarts/dist")
	return l
}

// load reads the file once; until it is found, every request looks again, so that an install needs no restart.
func (l *library) load() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, folder := range l.folders {
		if l.body != nil {
			break
		}
		body, err := os.ReadFile(filepath.Join(folder, chartFile))
		if err != nil || len(body) == 0 {
			continue
		}
		sum := sha256.Sum256(body)
		l.body, l.packed, l.etag = body, compress(body), hex.EncodeToString(sum[:8])
	}
	return l.body != nil
}

// address is where the library is served, or why it is not.
func (l *library) address() (address, trouble string) {
	if !l.load() {
		return "", "图表画不出来：没有找到 " + chartFile + "。请在程序所在的文件夹里运行 npm install，然后刷新本页；数字与表格不受影响。"
	}
	return "/assets/" + chartFile + "?v=" + l.etag, ""
}

func (s *site) serveChart(w http.ResponseWriter, r *http.Request) {
	if _, trouble := s.library.address(); trouble != "" {
		http.Error(w, trouble, http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("ETag", `"`+s.library.etag+`"`)
	h.Set("Cache-Control", forever)
	if accepts(r) {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(s.library.packed)
		return
	}
	_, _ = w.Write(s.library.body)
}

// FindCharts tells where ECharts is served from, or what installs it. folder is the setting, empty for the usual places.
func FindCharts(folder string) (string, error) {
	for _, dir := range newLibrary(folder).folders {
		file := filepath.Join(dir, chartFile)
		if info, err := os.Stat(file); err == nil && info.Size() > 0 {
			return file, nil
		}
	}
	return "", errors.New("没有找到 " + chartFile + "：请在程序所在的文件夹里运行 npm install")
}
