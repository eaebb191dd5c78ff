package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
)

// Mapping says which columns of a file make which field, kept under a name so that the next file of this form needs no flags.
type Mapping struct {
	Name      string
	Kind      string              // of the records: complaint, event or exposure
	Source    string              // of the records; empty when the file tells it
	Columns   map[string][]string // field → columns
	Signature string              // of the headers; files with the same one use this mapping without being told to
	ChangedAt time.Time
}

// MappingKinds are the kinds of record that a mapping can make.
var MappingKinds = []string{"complaint", "event", "exposure"}

// maxMappingName keeps names short enough for a line of a list.
const maxMappingName = 64

// SaveMapping keeps a mapping, in the place of one that had its name. ChangedAt of the argument is ignored.
func (s *State) SaveMapping(ctx context.Context, m Mapping) error {
	return s.SaveMappings(ctx, []Mapping{m})
}

// SaveMappings keeps several mappings, or none when one of them cannot be used.
func (s *State) SaveMappings(ctx context.Context, list []Mapping) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for _, m := range list {
			if err := m.check(); err != nil {
				return err
			}
			columns, err := json.Marshal(m.Columns)
			if err != nil {
				return err
			}
			if _, err := s.exec(ctx, tx, "mapping_save", m.Name, m.Kind, m.Source, string(columns), m.Signature, s.millis()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m Mapping) check() error {
	switch {
	case strings.TrimSpace(m.Name) == "" || strings.TrimSpace(m.Name) != m.Name || strings.ContainsAny(m.Name, "\n\r\t"):
		return analytics.Invalid("name", "列映射的名称 %q 不能为空，也不能有首尾空格或换行", m.Name)
	case utf8.RuneCountInString(m.Name) > maxMappingName:
		return analytics.Invalid("name", "列映射的名称超过 %d 个字", maxMappingName)
	case m.Kind != "complaint" && m.Kind != "event" && m.Kind != "exposure":
		return analytics.Invalid("kind", "列映射 %s 的记录类型 %q 应为 %s 之一", m.Name, m.Kind, strings.Join(MappingKinds, "、"))
	case len(m.Columns) == 0:
		return analytics.Invalid("columns", "列映射 %s 没有写任何列", m.Name)
	}
	return nil
}

// MappingNamed returns one mapping; an error of kind KindMissing when there is none of this name.
func (s *State) MappingNamed(ctx context.Context, name string) (Mapping, error) {
	list, err := s.mappings(ctx, "mapping_get", name)
	if err != nil || len(list) == 0 {
		return Mapping{}, orMissing(err, name)
	}
	return list[0], nil
}

// Mappings returns all mappings, by name.
func (s *State) Mappings(ctx context.Context) ([]Mapping, error) {
	return s.mappings(ctx, "mapping_list")
}

// MappingOfSignature returns the mapping for files with these headers, and whether there is one. Of several the one that was changed last.
func (s *State) MappingOfSignature(ctx context.Context, signature string) (Mapping, bool, error) {
	if signature == "" {
		return Mapping{}, false, nil
	}
	list, err := s.mappings(ctx, "mapping_of_signature", signature)
	if err != nil || len(list) == 0 {
		return Mapping{}, false, err
	}
	return list[0], true, nil
}

// DeleteMapping forgets a mapping. What was imported with it stays as it is.
func (s *State) DeleteMapping(ctx context.Context, name string) error {
	n, err := s.exec(ctx, s.db, "mapping_delete", name)
	if err == nil && n > 0 {
		return nil
	}
	return orMissing(err, name)
}

func orMissing(err error, name string) error {
	if err != nil {
		return err
	}
	return &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("没有名为 %s 的列映射；用 huisheng mappings 查看有哪些", name)}
}

func (s *State) mappings(ctx context.Context, name string, args ...any) ([]Mapping, error) {
	var list []Mapping
	err := s.each(ctx, s.db, name, func(rows *sql.Rows) error {
		var m Mapping
		var columns string
		var changed int64
		err := rows.Scan(&m.Name, &m.Kind, &m.Source, &columns, &m.Signature, &changed)
		if err == nil {
			err = json.Unmarshal([]byte(columns), &m.Columns)
		}
		m.ChangedAt = fromMillis(changed)
		list = append(list, m)
		return err
	}, args...)
	return list, err
}
