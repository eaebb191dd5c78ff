package main

import (
	"encoding/json"
	"io"
	"strings"

	"huisheng/analytics"
)

type sqlCommand struct {
	Statement string `arg:"" help:"一条查询语句。"`
	Format    string `help:"ClickHouse 的输出格式，如 TSV、CSVWithNames、JSONEachRow、PrettyCompact。" placeholder:"NAME"`
}

// Run sends one read-only statement and copies the answer. It works for every size, and in a second terminal while serve runs.
func (c sqlCommand) Run(p *program) error {
	if strings.Trim(c.Statement, "; \t\n") == "" {
		return analytics.Invalid("statement", "请给出一条查询语句，如 huisheng sql 'SELECT count() FROM complaints'")
	}
	format := c.Format
	switch {
	case format != "":
	case p.flags.JSON:
		format = "JSONEachRow"
	default:
		format = "PrettyCompactMonoBlock"
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	answer, err := rt.ReadOnlySQL(p.ctx, c.Statement, format)
	if err != nil {
		return err
	}
	defer answer.Close()
	_, err = io.Copy(p.stdout, answer)
	return err
}

// writeJSON is how every command with --json reports: one object, indented for people who look at it.
func (p *program) writeJSON(v any) error {
	out := json.NewEncoder(p.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}
