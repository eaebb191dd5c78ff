package runtime

import (
	"context"
	"fmt"
	"os"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/jobs/seal"
)

// Sealer seals and unseals months of this installation.
func (rt *Runtime) Sealer() (*seal.Sealer, error) {
	classifier, err := Taxonomy(rt.Config)
	if err != nil {
		return nil, err
	}
	host, _ := os.Hostname() // only tells processes apart
	return seal.New(rt.Warehouse, rt.State, seal.Config{Owner: fmt.Sprintf("%s %d", host, os.Getpid()), Taxonomy: classifier.Version(),
		Books: rt.booksBalance, Now: time.Now}), nil
}

// booksBalance is nil when the books balance, over all complaints and, where they are watched, hour by hour.
func (rt *Runtime) booksBalance(ctx context.Context) error {
	b, err := rt.Books(ctx)
	if err != nil {
		return err
	}
	if !b.Balanced() {
		return &analytics.Error{Kind: analytics.KindBusy, Text: fmt.Sprintf("账不平，差 %s 条，先在账目里查清", dashboards.Signed(b.Difference()))}
	}
	if alarm := rt.Accounts().Alarm(); alarm != nil {
		return &analytics.Error{Kind: analytics.KindBusy, Text: dashboards.BooksAlarm(alarm) + "，先在账目里查清"}
	}
	return nil
}

// SealMonth seals a month. An empty who is the user of the terminal.
func (rt *Runtime) SealMonth(ctx context.Context, month analytics.Month, who, why string) (analytics.Seal, error) {
	sealer, err := rt.Sealer()
	if err != nil {
		return analytics.Seal{}, err
	}
	return sealer.Seal(ctx, month, orCommand(who), why)
}

// UnsealMonth takes the seal off a month.
func (rt *Runtime) UnsealMonth(ctx context.Context, month analytics.Month, who, why string) error {
	sealer, err := rt.Sealer()
	if err != nil {
		return err
	}
	return sealer.Unseal(ctx, month, orCommand(who), why)
}

func orCommand(who string) string {
	if who == "" {
		return byCommand()
	}
	return who
}
