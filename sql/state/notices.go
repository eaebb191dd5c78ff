package state

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"huisheng/analytics"
)

// AddNotice keeps a message that is to be sent now, and that it tells these deliveries. Its number, state and times are set here.
func (s *State) AddNotice(ctx context.Context, n analytics.Notice, tells []uint64) (analytics.Notice, error) {
	n.MadeAt = fromMillis(s.millis())
	n.NextAt, n.State, n.N = n.MadeAt, analytics.NoticeWaiting, len(tells)
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "notice")
		if err != nil {
			return err
		}
		n.Number = uint64(number)
		if _, err := s.exec(ctx, tx, "notice_add", number, int64(n.Recipient), n.Content, n.Title, int64(n.N), int64(n.Level), n.MadeAt.UnixMilli(), n.MadeBy); err != nil {
			return err
		}
		for _, delivery := range tells {
			if _, err := s.exec(ctx, tx, "delivery_told", number, int64(delivery)); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// DueNotices returns the messages whose next attempt is due by a time, and those that a dead process was sending. Called with the lease held.
func (s *State) DueNotices(ctx context.Context, by time.Time) ([]analytics.Notice, error) {
	return s.notices(ctx, "notice_due", by.UnixMilli())
}

// BeginNotice writes down that an attempt to send begins.
func (s *State) BeginNotice(ctx context.Context, number uint64) error {
	_, err := s.exec(ctx, s.db, "notice_begin", int64(number))
	return err
}

// NoticeSent writes down that a message went out.
func (s *State) NoticeSent(ctx context.Context, number uint64) error {
	now := s.millis()
	_, err := s.exec(ctx, s.db, "notice_end", analytics.NoticeSent, "", now, now, int64(number))
	return err
}

// NoticeNotSent writes down why an attempt failed and when the next one is due; the zero time gives it up.
func (s *State) NoticeNotSent(ctx context.Context, number uint64, trouble string, next time.Time) error {
	state, due := analytics.NoticeWaiting, next.UnixMilli()
	if next.IsZero() {
		state, due = analytics.NoticeFailed, 0
	}
	_, err := s.exec(ctx, s.db, "notice_end", state, trouble, due, 0, int64(number))
	return err
}

// RetryNotice sends a message that was given up once more.
func (s *State) RetryNotice(ctx context.Context, number uint64) error {
	n, err := s.exec(ctx, s.db, "notice_retry", s.millis(), int64(number))
	if err == nil && n == 0 {
		err = analytics.Invalid("notice", "通知 %d 没有失败，不用重发", number)
	}
	return err
}

// OpenNotice writes down that the link of a message was opened.
func (s *State) OpenNotice(ctx context.Context, number uint64) error {
	_, err := s.exec(ctx, s.db, "notice_opened", s.millis(), int64(number))
	return err
}

// ConfirmNotice writes down that somebody confirmed a message, and that it was opened. Only the first one does.
func (s *State) ConfirmNotice(ctx context.Context, number uint64, by string) error {
	if err := s.OpenNotice(ctx, number); err != nil {
		return err
	}
	_, err := s.exec(ctx, s.db, "notice_confirmed", s.millis(), by, int64(number))
	return err
}

// Notice returns one message; an error of kind KindMissing when there is none of this number.
func (s *State) Notice(ctx context.Context, number uint64) (analytics.Notice, error) {
	if number > math.MaxInt64 {
		return analytics.Notice{}, noNotice(number)
	}
	list, err := s.notices(ctx, "notice_get", int64(number))
	if err != nil || len(list) > 0 {
		return append(list, analytics.Notice{})[0], err
	}
	return analytics.Notice{}, noNotice(number)
}

func noNotice(number uint64) error {
	return &analytics.Error{Kind: analytics.KindMissing, Field: "notice", Text: fmt.Sprintf("没有编号为 %d 的通知", number)}
}

// Notices returns messages, newest first, with numbers below before; 0 is from the newest.
func (s *State) Notices(ctx context.Context, before uint64, limit int) ([]analytics.Notice, error) {
	if before == 0 || before > math.MaxInt64 {
		before = math.MaxInt64
	}
	return s.notices(ctx, "notice_list", int64(before), int64(limit))
}

// LastNotices returns the newest message to each recipient.
func (s *State) LastNotices(ctx context.Context) ([]analytics.Notice, error) {
	return s.notices(ctx, "notice_last")
}

// CountNotices counts the messages that were put together since a time.
func (s *State) CountNotices(ctx context.Context, since time.Time) (analytics.NoticeCounts, error) {
	var c analytics.NoticeCounts
	_, err := s.one(ctx, s.db, "notice_count", []any{since.UnixMilli()}, &c.Sent, &c.Confirmed, &c.Failed)
	return c, err
}

func (s *State) notices(ctx context.Context, query string, args ...any) ([]analytics.Notice, error) {
	var list []analytics.Notice
	err := s.each(ctx, s.db, query, func(rows *sql.Rows) error {
		var n analytics.Notice
		var number, recipient, tells, level, attempts, next, made, sent, opened, confirmed int64
		err := rows.Scan(&number, &recipient, &n.Content, &n.Title, &tells, &level, &n.State, &attempts, &next, &n.Trouble, &n.MadeBy, &made, &sent, &opened, &confirmed, &n.ConfirmedBy)
		n.Number, n.Recipient, n.N, n.Level, n.Attempts = uint64(number), uint64(recipient), int(tells), uint8(level), int(attempts)
		n.NextAt, n.MadeAt, n.SentAt, n.OpenedAt, n.ConfirmedAt = fromMillis(next), fromMillis(made), fromMillis(sent), fromMillis(opened), fromMillis(confirmed)
		list = append(list, n)
		return err
	}, args...)
	return list, err
}
