// Package web serves the pages: routes.go lists the addresses, every handler has a file of its own.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Config is what the pages are made from.
type Config struct {
	Reader      Reader
	Ledger      Ledger           // nil: pages show no books
	Uploads     Uploads          // nil: nothing is uploaded
	Imports     Imports          // nil: files are imported by the command line only
	Rejected    Rejected         // nil: there is no page 退回
	Seals       Seals            // nil: there is no page 封账
	Accounts    Accounts         // nil: there is no page 账目, and no alarm of its
	Readings    Readings         // nil: no chart says by which versions its months were read
	Alike       Alike            // nil: nothing is told of what is alike, and there is no page 重复与群诉
	Corrections Corrections      // nil: labels cannot be corrected, and there is no page 核对
	Taxonomies  Taxonomies       // nil: there is no page 分类体系
	Models      Models           // nil: there is no page 评估
	Judged      Judged           // nil: there is no page 服务时效
	Accountable Accountable      // nil: there is no page 问责
	Findings    Findings         // nil: there is no page 预警, and the overview does not say why
	Decisions   Decisions        // nil: nobody decides about findings
	Themes      Themes           // nil: there are no pages 新话题 and 建议
	Actions     Actions          // nil: there is no page 整改
	Deliveries  Deliveries       // nil: there is no page 通知, and links of notices lead nowhere
	Precheck    Precheck         // nil: there is no page 事前预防
	Operations  Operations       // nil: there is no page 运行
	Metrics     http.Handler     // nil: there is no /metrics
	Names       dashboards.Names // nil: topics are shown by their codes
	Clock       func() time.Time // nil: the system's clock
	Assets      string           // folder with echarts.min.js; empty: beside the binary, then node_modules/echarts/dist
	Cases       Cases            // nil: a complaint shows no similar ones of the past
	Log         *slog.Logger     // nil: slog.Default

	// Satisfaction is what 满意 reads, Customers what 客户 and the page of a complaint do; nil: there is no such page. Valued are the tiers
	// whose customers count as valued.
	Satisfaction Satisfaction
	Customers    Customers
	Valued       []string

	// Status serves what status links lead to, below /s/, and StatusLink makes such a link for a complaint: an address, or only its path
	// when customers cannot reach this installation. nil: there are none.
	Status     http.Handler
	StatusLink func(ctx context.Context, k analytics.Key) (string, error)

	// CountWait is how long a list waits for its count before it is sent without; 0 is defaultCountWait.
	CountWait time.Duration
}

// Reader is what the pages read. Lists are read fresh from what arrived, charts from facts.
type Reader interface {
	panel.Reader
	Complaints
}

// Complaints is what 投诉明细 reads, for every view of it, under a deadline of seconds. It reads arrivals, insights and events and not
// facts, so that a complaint is seen seconds after it was stored. Complaints that were withdrawn, merged or invalidated do not count
// and are not listed. at decides which clocks have run out.
type Complaints interface {
	// ListComplaints returns at most limit complaints of the selection after the cursor, newest first. None is an empty list.
	ListComplaints(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error)

	// TallyComplaints counts the selection.
	TallyComplaints(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Tally, error)

	// ReadComplaint returns all that is known of one complaint, counted or not; an error of kind KindMissing when it is not there.
	ReadComplaint(ctx context.Context, k analytics.Key) (analytics.Dossier, error)
}

// Ledger is what the head of every page shows of the books.
type Ledger interface {
	// Books returns the equation over everything that ever arrived.
	Books(ctx context.Context) (analytics.Books, error)

	// DirtyMonths returns the months that wait to be computed again.
	DirtyMonths(ctx context.Context) ([]analytics.Month, error)
}

// defaultCountWait is short enough that nobody sees the page wait, and long enough for the counts of most installations.
const defaultCountWait = 100 * time.Millisecond

func (c Config) withDefaults() Config {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.CountWait == 0 {
		c.CountWait = defaultCountWait
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}
