package sql

import (
	"fmt"
	"strings"
	"text/template"
)

// Cluster says for which size statements are rendered. The zero value is one server, or the engine in this process.
type Cluster struct {
	Name       string // of the cluster in the servers' remote_servers; empty for a single server
	Replicated bool   // the local tables are of the Replicated family; needs a keeper
	OnCluster  bool   // definitions run ON CLUSTER; needs a keeper too. Without it each server is migrated by itself
}

// Render fills in the template functions of a file:
//
//	{{table "x"}}                  the name under which x is made: x, or x_local and ON CLUSTER
//	{{engine "MergeTree" "args"}}  the engine family with its arguments, Replicated in front where asked for
//	{{distributed "x" "key"}}      the statement that makes x over x_local, nothing on a single server
//	{{local "x"}}                  the name of the table that holds x's rows on this server
//	{{onCluster}}                  ON CLUSTER for statements about a local table, nothing on a single server
//
// Reads and inserts name the plain table, which is the Distributed one in a cluster. data is what {{.Field}} reads, for the names of
// staging tables, which no parameter can stand for everywhere; nil in all other files.
func (c Cluster) Render(f File, data any) (string, error) {
	t, err := template.New(f.Name).Option("missingkey=error").Funcs(template.FuncMap{
		"table":       func(name string) string { return c.Local(name) + c.on() },
		"local":       c.Local,
		"onCluster":   c.on,
		"engine":      c.engine,
		"distributed": c.distributed,
	}).Parse(f.Text)
	if err != nil {
		return "", fmt.Errorf("template of %s.sql: %w", f.Name, err)
	}
	var out strings.Builder
	if err := t.Execute(&out, data); err != nil {
		return "", fmt.Errorf("render %s.sql: %w", f.Name, err)
	}
	return out.String(), nil
}

// Local is the name of the table that holds the rows of a logical table on one server.
func (c Cluster) Local(name string) string {
	if c.Name == "" {
		return name
	}
	return name + "_local"
}

func (c Cluster) on() string {
	if c.Name == "" || !c.OnCluster {
		return ""
	}
	return " ON CLUSTER " + c.Name
}

// engine writes the family. The path of a replicated table ends in its uuid-free name, so that a staging table needs a name of its own.
func (c Cluster) engine(family string, args ...string) string {
	if c.Name != "" && c.Replicated {
		args = append([]string{"'/clickhouse/tables/{shard}/{database}/{table}'", "'{replica}'"}, args...)
		family = "Replicated" + family
	}
	if len(args) == 0 {
		return family
	}
	return family + "(" + strings.Join(args, ", ") + ")"
}

func (c Cluster) distributed(name, key string) string {
	if c.Name == "" {
		return ""
	}
	return fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s%s AS %s ENGINE = Distributed(%s, currentDatabase(), %s, %s);",
		name, c.on(), c.Local(name), c.Name, c.Local(name), key)
}
