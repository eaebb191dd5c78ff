package engine

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Config says where the engine is and what it may use. The zero value of everything but Dir is usable.
type Config struct {
	// Library is the libchdb file, or empty for Find's choice.
	Library string
	// Dir is the data directory; it is made when it is missing.
	Dir string
	// Zone is the engine's time zone, Asia/Shanghai when empty. It holds for the whole process and cannot be changed after the first Open.
	Zone string
	// Connections is the most statements that run at once, 32 when 0.
	Connections int
	// Memory limits what the engine allocates in all, in bytes; 0 leaves it to the engine (90 % of the machine).
	Memory uint64
	// Backups is the folder that BACKUP and RESTORE may use; empty forbids them.
	Backups string
	// Cluster, when set, is the name of a cluster whose only shard is this process, so that the cluster size's SQL can be run here.
	Cluster string
	// Settings are ClickHouse settings that hold for every statement unless its request says otherwise.
	Settings map[string]string
}

// defaultConnections is above the number of connections that clickhouse-go opens by itself (10), so that the driver's limit is met first:
// a goroutine that reads rows and inserts meanwhile holds two.
const defaultConnections = 32

// defaultZone is the zone of every day and month in the product.
const defaultZone = "Asia/Shanghai"

// configName is the file that ClickHouse reads, written anew at every start.
const configName = "engine.xml"

// withDefaults fills in what was left empty and makes the paths absolute.
func (c Config) withDefaults() (Config, error) {
	if c.Zone == "" {
		c.Zone = defaultZone
	}
	if c.Connections <= 0 {
		c.Connections = defaultConnections
	}
	for name := range c.Settings {
		if !isName(name) {
			return c, &OpenError{Dir: c.Dir, Reason: "设置名 " + name + " 无效"}
		}
	}
	for _, path := range []*string{&c.Dir, &c.Backups} {
		if *path == "" {
			continue
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return c, &OpenError{Dir: c.Dir, Reason: "路径 " + *path + " 无效", Err: err}
		}
		*path = absolute
	}
	if c.Dir == "" {
		return c, &OpenError{Reason: "没有指定数据目录"}
	}
	return c, nil
}

// arguments are what every connection is opened with: the first one starts the engine with them, and the library refuses one that names
// another path or file.
func (c Config) arguments() []string {
	arguments := []string{"clickhouse", "--path=" + c.Dir, "--config-file=" + filepath.Join(c.Dir, configName)}
	settings := map[string]string{
		// A year of arrivals by month, or a file of ten years, is one insert with more than the 100 partitions that ClickHouse allows.
		"max_partitions_per_insert_block": "0",
	}
	for name, value := range c.Settings {
		settings[name] = value
	}
	names := make([]string, 0, len(settings))
	for name := range settings {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		arguments = append(arguments, "--"+name+"="+settings[name])
	}
	return arguments
}

// write puts ClickHouse's configuration beside the data. Without a file of ours the library would read a config.xml that happens
// to lie in the working directory.
func (c Config) write() error {
	var b strings.Builder
	b.WriteString("<clickhouse>\n")
	if c.Memory > 0 {
		element(&b, "max_server_memory_usage", strconv.FormatUint(c.Memory, 10))
	}
	if c.Backups != "" {
		b.WriteString("<backups>")
		element(&b, "allowed_path", c.Backups)
		b.WriteString("</backups>\n")
	}
	if c.Cluster != "" {
		// A shard at this address and tcp_port is taken for the process itself; nothing is dialled and no port is opened.
		element(&b, "tcp_port", "9000")
		b.WriteString("<remote_servers><" + c.Cluster + "><shard><internal_replication>true</internal_replication><replica>")
		element(&b, "host", "127.0.0.1")
		element(&b, "port", "9000")
		b.WriteString("</replica></shard></" + c.Cluster + "></remote_servers>\n<macros>")
		element(&b, "cluster", c.Cluster)
		element(&b, "shard", "1")
		element(&b, "replica", "1")
		b.WriteString("</macros>\n")
	}
	b.WriteString("</clickhouse>\n")
	return os.WriteFile(filepath.Join(c.Dir, configName), []byte(b.String()), 0o600)
}

func element(b *strings.Builder, name, value string) {
	b.WriteString("<" + name + ">")
	_ = xml.EscapeText(b, []byte(value)) // a Builder never fails
	b.WriteString("</" + name + ">")
}
