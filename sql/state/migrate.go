package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"huisheng/analytics"
	text "huisheng/sql"
)

// migrate brings the tables to the newest form, forward only. A second run does nothing.
func (s *State) migrate(ctx context.Context) error {
	list, err := text.List(files, "migrations")
	if err != nil {
		return err
	}
	return s.apply(ctx, list)
}

func (s *State) apply(ctx context.Context, list []text.File) error {
	if _, err := s.exec(ctx, s.db, "migrations_create"); err != nil {
		return err
	}
	applied := map[string]string{}
	err := s.each(ctx, s.db, "migrations_list", func(rows *sql.Rows) error {
		var name, sum string
		err := rows.Scan(&name, &sum)
		applied[name] = sum
		return err
	})
	if err != nil {
		return err
	}
	for _, file := range list {
		sum := sha256.Sum256([]byte(file.Text))
		hash := hex.EncodeToString(sum[:])
		before, known := applied[file.Name]
		if known && before != hash {
			return &analytics.Error{Kind: analytics.KindInvalid, Text: fmt.Sprintf(
				"状态库的迁移文件 %s.sql 在执行之后被改动过（登记的摘要 %.12s…，现在 %.12s…）；请恢复原文件，改动写进新的迁移文件", file.Name, before, hash)}
		}
		if known {
			continue
		}
		if err := s.applyOne(ctx, file, hash); err != nil {
			return err
		}
	}
	return nil
}

// applyOne runs a file and records it in one transaction, as both databases can undo definitions.
func (s *State) applyOne(ctx context.Context, file text.File, hash string) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for i, statement := range text.Split(file.Text) {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return failed(fmt.Sprintf("%s.sql, statement %d", file.Name, i+1), err)
			}
		}
		_, err := s.exec(ctx, tx, "migrations_record", file.Name, hash, s.millis())
		return err
	})
}
