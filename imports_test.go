package huisheng_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

const module = "huisheng/"

// allowed says which of our packages a package may import, by the longest prefix that fits. A trailing "/" means the package's children
// as well. Tests may import anything: what they need is the real thing beside.
var allowed = map[string][]string{
	"analytics":            {},
	"analytics/":           {"analytics"},
	"analytics/text/":      {"analytics", "analytics/text"},
	"analytics/similar":    {"analytics", "analytics/text"},
	"analytics/learn":      {"analytics", "analytics/text"},
	"analytics/topic":      {"analytics", "analytics/text"},
	"analytics/tone":       {"analytics", "analytics/text"},
	"analytics/idea":       {"analytics", "analytics/text"},
	"analytics/service":    {"analytics", "analytics/lifecycle"},
	"ingest":               {"analytics"},
	"ingest/importer":      {"ingest", "analytics", "analytics/text", "ingest/importer/xlsx"},
	"ingest/importer/xlsx": {"analytics"},
	"ingest/intake":        {"ingest", "analytics", "analytics/text"},
	"ingest/sample":        {"ingest", "analytics", "analytics/text"},
	"ingest/sink":          {"ingest", "ingest/batch", "analytics", "analytics/text"},
	"ingest/kafka":         {"ingest", "analytics"},
	"ingest/batch":         {},
	"ingest/broker":        {},
	"sql":                  {"analytics"},
	"sql/warehouse":        {"sql", "analytics", "analytics/text"},
	"sql/state":            {"sql", "analytics"},
	"sql/engine":           {},
	"jobs":                 {"analytics"},
	"jobs/":                {"jobs", "analytics", "analytics/"},
	"jobs/deliver":         {"jobs", "jobs/deliver/channel", "analytics", "analytics/"},
	"jobs/deliver/channel": {"analytics"},
	"dashboards":           {"analytics", "analytics/"},
	"dashboards/chart":     {"dashboards", "analytics"},
	"dashboards/templates": {},
	"dashboards/assets":    {},
	"dashboards/docs":      {},
	"dashboards/":          {"dashboards", "dashboards/", "analytics", "analytics/"},
	"cmd/":                 {"*"},
}

// clients are the outside technologies that have exactly one package which imports their client.
var clients = map[string][]string{
	"github.com/segmentio/kafka-go":       {"ingest/kafka"},
	"github.com/twmb/franz-go/pkg/kfake":  {"ingest/broker"},
	"github.com/ClickHouse/clickhouse-go": {"sql/warehouse", "sql/engine"},
	"github.com/ebitengine/purego":        {"sql/engine"},
	"github.com/mattn/go-sqlite3":         {"sql/state"},
	"github.com/jackc/pgx":                {"sql/state"},
	"github.com/yanyiwu/gojieba":          {"analytics/text/jieba"},
	"github.com/go-echarts/go-echarts":    {"dashboards/chart"},
	"github.com/parquet-go/parquet-go":    {"ingest/importer"},
	"github.com/prometheus/client_golang": {"cmd/internal/metrics"},
	"github.com/wneessen/go-mail":         {"jobs/deliver/channel"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func ruleFor(path string) ([]string, bool) {
	best, found := "", false
	for prefix := range allowed {
		fits := prefix == path || strings.HasSuffix(prefix, "/") && strings.HasPrefix(path, prefix)
		if fits && len(prefix) > len(best) {
			best, found = prefix, true
		}
	}
	return allowed[best], found
}

func permits(rule []string, path string) bool {
	for _, r := range rule {
		if r == "*" || r == path || strings.HasSuffix(r, "/") && strings.HasPrefix(path, r) {
			return true
		}
	}
	return false
}

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range packages(t) {
		path, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		rule, found := ruleFor(path)
		if !found {
			t.Errorf("%s stands in no room: add it to the table", path)
			continue
		}
		for _, imported := range p.Imports {
			if dep, ours := strings.CutPrefix(imported, module); ours && !permits(rule, dep) {
				t.Errorf("%s imports %s, which its room does not allow", path, dep)
			}
		}
	}
}

func TestEachTechnologyHasOneRoom(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		for _, imported := range p.Imports {
			for client, rooms := range clients {
				if strings.HasPrefix(imported, client) && !permits(rooms, path) {
					t.Errorf("%s imports %s; only %v may", path, imported, rooms)
				}
			}
		}
	}
}
