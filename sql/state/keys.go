package state

import (
	"context"
	"database/sql"
	"time"

	"huisheng/analytics"
)

// APIKey is a key of the HTTP intake. The secret itself is nowhere: Hash is all that is needed to know it again.
type APIKey struct {
	ID         string // by which people and the log name it; a part of the secret that tells nothing
	Hash       string // SHA-256 of the whole secret, in hexadecimal
	Source     string // what records sent with it are filed under
	SenderKind string // who sends with it; empty when every record tells it
	Note       string
	Rate       int // records a second; 0 for the default
	CreatedAt  time.Time
	RevokedAt  time.Time // zero while it holds
	LastUsedAt time.Time // to the minute or so; zero when never
}

// AddAPIKey adds a key. Its times are ignored but for the creation, which is now.
func (s *State) AddAPIKey(ctx context.Context, k APIKey) error {
	_, err := s.exec(ctx, s.db, "key_add", k.ID, k.Hash, k.Source, k.SenderKind, k.Note, k.Rate, s.millis())
	return err
}

// APIKeys returns all keys, revoked ones too, oldest first.
func (s *State) APIKeys(ctx context.Context) ([]APIKey, error) {
	var list []APIKey
	err := s.each(ctx, s.db, "key_list", func(rows *sql.Rows) error {
		var k APIKey
		var created, revoked, used int64
		err := rows.Scan(&k.ID, &k.Hash, &k.Source, &k.SenderKind, &k.Note, &k.Rate, &created, &revoked, &used)
		k.CreatedAt, k.RevokedAt, k.LastUsedAt = fromMillis(created), fromMillis(revoked), fromMillis(used)
		list = append(list, k)
		return err
	})
	return list, err
}

// RevokeAPIKey ends a key for ever. It tells whether it held until now; an error of kind KindMissing when there is none of this id.
func (s *State) RevokeAPIKey(ctx context.Context, id string) (bool, error) {
	n, err := s.exec(ctx, s.db, "key_revoke", s.millis(), id)
	if n > 0 || err != nil {
		return n > 0, err
	}
	keys, err := s.APIKeys(ctx)
	for _, k := range keys {
		if k.ID == id {
			return false, err
		}
	}
	if err == nil {
		err = &analytics.Error{Kind: analytics.KindMissing, Field: "id", Text: "没有编号为 " + id + " 的密钥，huisheng keys list 列出全部"}
	}
	return false, err
}

// TouchAPIKey writes down that a key was used. An older time than the one that is there changes nothing.
func (s *State) TouchAPIKey(ctx context.Context, id string, at time.Time) error {
	_, err := s.exec(ctx, s.db, "key_touch", at.UnixMilli(), id)
	return err
}
