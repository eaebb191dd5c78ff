package state

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"huisheng/analytics"
)

// modelInUse is the setting that holds the number of the model in use, empty or 0 for none.
const modelInUse = "model_in_use"

// Model is a learnt model as it is listed.
type Model struct {
	Number uint64
	MadeAt time.Time
	By     string
	Header string    // JSON
	UsedAt time.Time // last put to use, zero for never
	InUse  bool
}

// AddModel keeps a model and returns its number. It is not in use.
func (s *State) AddModel(ctx context.Context, by, header string, content []byte) (uint64, error) {
	var number int64
	err := s.together(ctx, func(tx *sql.Tx) (err error) {
		if number, err = s.next(ctx, tx, "model"); err != nil {
			return err
		}
		_, err = s.exec(ctx, tx, "model_add", number, s.millis(), by, header, base64.StdEncoding.EncodeToString(content))
		return err
	})
	return uint64(number), err
}

// Models lists all models, newest first.
func (s *State) Models(ctx context.Context) ([]Model, error) {
	used, err := s.ModelInUse(ctx)
	if err != nil {
		return nil, err
	}
	var list []Model
	err = s.each(ctx, s.db, "model_list", func(rows *sql.Rows) error {
		var m Model
		var number, made, usedAt int64
		err := rows.Scan(&number, &made, &m.By, &m.Header, &usedAt)
		m.Number, m.MadeAt, m.InUse = uint64(number), fromMillis(made), uint64(number) == used
		if usedAt > 0 {
			m.UsedAt = fromMillis(usedAt)
		}
		list = append(list, m)
		return err
	})
	return list, err
}

// ModelContent returns the file of a model.
func (s *State) ModelContent(ctx context.Context, number uint64) ([]byte, error) {
	var content string
	found, err := s.one(ctx, s.db, "model_content", []any{int64(number)}, &content)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, noModel(number)
	}
	return base64.StdEncoding.DecodeString(content)
}

func noModel(number uint64) error {
	return &analytics.Error{Kind: analytics.KindMissing, Field: "model", Text: fmt.Sprintf("没有编号为 %d 的模型；huisheng learn list 列出全部", number)}
}

// ModelInUse is the number of the model in use, 0 for none.
func (s *State) ModelInUse(ctx context.Context) (uint64, error) {
	value, err := s.Setting(ctx, modelInUse)
	if err != nil || value == "" {
		return 0, err
	}
	return strconv.ParseUint(value, 10, 64)
}

// UseModel puts a model to use in the place of the one before; 0 uses none.
func (s *State) UseModel(ctx context.Context, number uint64) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		if number > 0 {
			n, err := s.exec(ctx, tx, "model_use", s.millis(), int64(number))
			if err != nil {
				return err
			}
			if n == 0 {
				return noModel(number)
			}
		}
		_, err := s.exec(ctx, tx, "setting_set", modelInUse, strconv.FormatUint(number, 10), s.millis())
		return err
	})
}

// ModelBefore is the model that was last in use before the present one, 0 when there was none.
func ModelBefore(list []Model) uint64 {
	var best Model
	for _, m := range list {
		if !m.InUse && m.UsedAt.After(best.UsedAt) {
			best = m
		}
	}
	return best.Number
}
