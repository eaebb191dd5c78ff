package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
	"huisheng/sql"
)

// Migrate brings the tables to the newest form, forward only. Statements can be repeated, so a run that broke off is finished by the
// next one; a second run does nothing. A file that changed after it was applied is an error, because the tables would differ from it.
func (w *Warehouse) Migrate(ctx context.Context) error {
	files, err := sql.Migrations()
	if err != nil {
		return err
	}
	return w.migrate(ctx, files)
}

func (w *Warehouse) migrate(ctx context.Context, files []sql.File) error {
	if err := w.Exec(ctx, "migrations_create", nil); err != nil {
		return err
	}
	applied := map[string]string{}
	err := w.Each(ctx, "migrations_list", nil, func(rows driver.Rows) error {
		var name, sum string
		err := rows.Scan(&name, &sum)
		applied[name] = sum
		return err
	})
	if err != nil {
		return err
	}
	for _, file := range files {
		sum := sha256.Sum256([]byte(file.Text))
		hash := hex.EncodeToString(sum[:])
		before, known := applied[file.Name]
		if known && before != hash {
			return &analytics.Error{Kind: analytics.KindInvalid, Text: fmt.Sprintf(
				"迁移文件 %s.sql 在执行之后被改动过（登记的摘要 %.12s…，现在 %.12s…）；请恢复原文件，改动写进新的迁移文件", file.Name, before, hash)}
		}
		if known {
			continue
		}
		if err := w.apply(ctx, file); err != nil {
			return err
		}
		if err := w.Exec(ctx, "migrations_record", P{"name": file.Name, "sha256": hash, "at": w.now()}); err != nil {
			return err
		}
	}
	return nil
}

func (w *Warehouse) apply(ctx context.Context, file sql.File) error {
	text, err := w.cluster.Render(file, nil)
	if err != nil {
		return err
	}
	for i, statement := range sql.Split(text) {
		if err := w.conn.Exec(ctx, statement); err != nil {
			return failed(fmt.Sprintf("%s.sql, statement %d", file.Name, i+1), err)
		}
	}
	return nil
}
