package state

import (
	"context"
	"database/sql"

	"huisheng/analytics"
)

// ExplainFault writes down that a person has looked into a difference in the books, which then raises no alarm any more.
func (s *State) ExplainFault(ctx context.Context, fault, reason, by string) error {
	if fault == "" || reason == "" {
		return analytics.Invalid("reason", "说明不能为空，例如 磁盘更换时丢失，已重新导入")
	}
	_, err := s.exec(ctx, s.db, "explained_set", fault, reason, by, s.millis())
	return err
}

// ExplainedFaults returns what was looked into, by fault.
func (s *State) ExplainedFaults(ctx context.Context) (map[string]analytics.Explanation, error) {
	all := map[string]analytics.Explanation{}
	err := s.each(ctx, s.db, "explained_list", func(rows *sql.Rows) error {
		var fault string
		var e analytics.Explanation
		var at int64
		err := rows.Scan(&fault, &e.Reason, &e.By, &at)
		e.At = fromMillis(at)
		all[fault] = e
		return err
	})
	return all, err
}
