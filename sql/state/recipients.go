package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"huisheng/analytics"
)

// AddRecipient adds somebody to whom notices go. The name must not be taken by another that stands. Number and MadeAt are set here.
func (s *State) AddRecipient(ctx context.Context, r analytics.Recipient) (analytics.Recipient, error) {
	r.MadeAt = fromMillis(s.millis())
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "recipient")
		if err != nil {
			return err
		}
		r.Number = uint64(number)
		n, err := s.exec(ctx, tx, "recipient_add", number, r.Name, r.Channel, r.Shown, r.Sealed, r.MadeBy, r.MadeAt.UnixMilli())
		if err == nil && n == 0 {
			err = analytics.Invalid("name", "已经有名为 %s 的收件人：换一个名字，或先移除它", r.Name)
		}
		return err
	})
	return r, err
}

// Recipients returns all, those that are gone too, in the order in which they were added.
func (s *State) Recipients(ctx context.Context) ([]analytics.Recipient, error) {
	var list []analytics.Recipient
	err := s.each(ctx, s.db, "recipient_list", func(rows *sql.Rows) error {
		var r analytics.Recipient
		var number, made, gone int64
		err := rows.Scan(&number, &r.Name, &r.Channel, &r.Shown, &r.Sealed, &r.MadeBy, &made, &gone)
		r.Number, r.MadeAt, r.GoneAt = uint64(number), fromMillis(made), fromMillis(gone)
		list = append(list, r)
		return err
	})
	return list, err
}

// RemoveRecipient forgets the address of a recipient. What was sent keeps its name.
func (s *State) RemoveRecipient(ctx context.Context, number uint64) error {
	n, err := s.exec(ctx, s.db, "recipient_remove", s.millis(), int64(number))
	if err == nil && n == 0 {
		err = &analytics.Error{Kind: analytics.KindMissing, Field: "recipient", Text: fmt.Sprintf("没有编号为 %d 的收件人", number)}
	}
	return err
}

// SaveDeliveryRule keeps a rule in the place of the one with its number, or as a new one when that is 0.
func (s *State) SaveDeliveryRule(ctx context.Context, r analytics.DeliveryRule) (analytics.DeliveryRule, error) {
	content, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	r.MadeAt = fromMillis(s.millis())
	err = s.together(ctx, func(tx *sql.Tx) error {
		if r.Number == 0 {
			number, err := s.next(ctx, tx, "delivery_rule")
			if err != nil {
				return err
			}
			r.Number = uint64(number)
		}
		n, err := s.exec(ctx, tx, "delivery_rule_set", int64(r.Number), string(content), r.MadeBy, r.MadeAt.UnixMilli())
		if err == nil && n == 0 {
			err = noDeliveryRule(r.Number)
		}
		return err
	})
	return r, err
}

// DeliveryRules returns the rules that stand, also those that are off, in the order in which they were made.
func (s *State) DeliveryRules(ctx context.Context) ([]analytics.DeliveryRule, error) {
	var list []analytics.DeliveryRule
	err := s.each(ctx, s.db, "delivery_rule_list", func(rows *sql.Rows) error {
		var number, made int64
		var content, by string
		if err := rows.Scan(&number, &content, &by, &made); err != nil {
			return err
		}
		var r analytics.DeliveryRule
		if err := json.Unmarshal([]byte(content), &r); err != nil {
			return fmt.Errorf("delivery rule %d: %w", number, err)
		}
		r.Number, r.MadeBy, r.MadeAt = uint64(number), by, fromMillis(made)
		list = append(list, r)
		return nil
	})
	return list, err
}

// RemoveDeliveryRule takes a rule away. What it planned already is still told.
func (s *State) RemoveDeliveryRule(ctx context.Context, number uint64) error {
	n, err := s.exec(ctx, s.db, "delivery_rule_remove", s.millis(), int64(number))
	if err == nil && n == 0 {
		err = noDeliveryRule(number)
	}
	return err
}

func noDeliveryRule(number uint64) error {
	return &analytics.Error{Kind: analytics.KindMissing, Field: "rule", Text: fmt.Sprintf("没有编号为 %d 的通知规则", number)}
}
