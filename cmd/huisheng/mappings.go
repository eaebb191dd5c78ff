package main

import (
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/sql/state"
)

type mappingsCommand struct {
	List   mappingsList   `cmd:"" default:"withargs" help:"列出保存的列映射。"`
	Show   mappingsShow   `cmd:"" help:"看一个列映射。"`
	Delete mappingsDelete `cmd:"" help:"删除一个列映射；用它导入过的记录不变。"`
	Export mappingsExport `cmd:"" help:"以 YAML 写到标准输出。"`
	Import mappingsImport `cmd:"" help:"从 YAML 读入；同名的替换。"`
}

// mappingFile is a mapping as YAML and JSON write it.
type mappingFile struct {
	Name      string              `yaml:"name" json:"name"`
	Kind      string              `yaml:"kind" json:"kind"`
	Source    string              `yaml:"source,omitempty" json:"source,omitempty"`
	Columns   map[string][]string `yaml:"columns" json:"columns"`
	Signature string              `yaml:"signature,omitempty" json:"signature,omitempty"`
	ChangedAt *time.Time          `yaml:"-" json:"changed_at,omitempty"`
}

func newMappingFile(m state.Mapping) mappingFile {
	return mappingFile{Name: m.Name, Kind: m.Kind, Source: m.Source, Columns: m.Columns, Signature: m.Signature, ChangedAt: &m.ChangedAt}
}

// mappingKinds are what people call the records that a mapping makes.
var mappingKinds = map[string]string{"complaint": "投诉", "event": "处理记录", "exposure": "基数"}

type mappingsList struct{}

// Run lists the mappings.
func (mappingsList) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		list, err := s.Mappings(ctx)
		if err != nil {
			return err
		}
		files := make([]mappingFile, len(list))
		for i, m := range list {
			files[i] = newMappingFile(m)
		}
		if p.flags.JSON {
			return p.writeJSON(files)
		}
		if len(files) == 0 {
			p.printf("没有保存的列映射。导入页面可以保存；也可以用 huisheng mappings import 读入。\n")
		}
		for _, f := range files {
			parts := []string{f.Name, mappingKinds[f.Kind]}
			if f.Source != "" {
				parts = append(parts, "来源 "+f.Source)
			}
			p.printf("%s · %d 个字段 · %s 修改\n", strings.Join(parts, " · "), len(f.Columns), dashboards.TimeText(*f.ChangedAt))
		}
		return nil
	})
}

type mappingsShow struct {
	Name string `arg:"" help:"列映射的名称。"`
}

// Run shows one mapping.
func (c mappingsShow) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		m, err := s.MappingNamed(ctx, c.Name)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(newMappingFile(m))
		}
		p.printf("%s（%s）\n", m.Name, mappingKinds[m.Kind])
		if m.Source != "" {
			p.printf("  来源 %s\n", m.Source)
		}
		for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
			p.printf("  %s = %s\n", field, strings.Join(m.Columns[field], " + "))
		}
		if m.Signature != "" {
			p.printf("  表头与保存时相同的文件自动使用它。\n")
		}
		return nil
	})
}

type mappingsDelete struct {
	Name string `arg:"" help:"列映射的名称。"`
}

// Run forgets one mapping.
func (c mappingsDelete) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		if err := s.DeleteMapping(ctx, c.Name); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]string{"deleted": c.Name})
		}
		p.printf("已删除列映射 %s。\n", c.Name)
		return nil
	})
}

type mappingsExport struct {
	Names []string `arg:"" optional:"" name:"name" help:"列映射的名称；不写则导出全部。"`
}

// Run writes mappings as YAML, which mappings import reads on another installation.
func (c mappingsExport) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		list, err := s.Mappings(ctx)
		if err != nil {
			return err
		}
		files := []mappingFile{}
		for _, m := range list {
			if len(c.Names) == 0 || slices.Contains(c.Names, m.Name) {
				files = append(files, newMappingFile(m))
			}
		}
		for _, name := range c.Names {
			if !slices.ContainsFunc(files, func(f mappingFile) bool { return f.Name == name }) {
				_, err := s.MappingNamed(ctx, name)
				return err
			}
		}
		raw, err := yaml.Marshal(files)
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(raw)
		return err
	})
}

type mappingsImport struct {
	File string `arg:"" help:"YAML 文件；- 为标准输入。" type:"path"`
}

// Run reads mappings from YAML. All of them are checked before the first is kept.
func (c mappingsImport) Run(p *program) error {
	files, err := c.read()
	if err != nil {
		return err
	}
	return p.withState(func(ctx context.Context, s *state.State) error {
		list := make([]state.Mapping, len(files))
		for i, f := range files {
			list[i] = state.Mapping{Name: f.Name, Kind: f.Kind, Source: f.Source, Columns: f.Columns, Signature: f.Signature}
		}
		if err := s.SaveMappings(ctx, list); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]int{"saved": len(files)})
		}
		p.printf("读入 %d 个列映射。\n", len(files))
		return nil
	})
}

func (c mappingsImport) read() ([]mappingFile, error) {
	in := io.Reader(os.Stdin)
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, analytics.Wrap(analytics.KindMissing, err, "读不到文件 %s", c.File)
		}
		defer f.Close()
		in = f
	}
	var files []mappingFile
	if err := yaml.NewDecoder(in, yaml.Strict()).Decode(&files); err != nil && err != io.EOF {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "%s 不是列映射的 YAML；用 huisheng mappings export 看格式", c.File)
	}
	if len(files) == 0 {
		return nil, analytics.Invalid("file", "%s 里没有列映射", c.File)
	}
	return files, nil
}
