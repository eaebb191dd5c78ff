package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Stock is the room that one table takes on the server that answers.
type Stock struct {
	Table       string
	Rows, Bytes uint64
	Parts       uint64 // insert and merge units; thousands of them mean that merging does not keep up
}

// Disk is one disk of the server that answers.
type Disk struct {
	Name        string
	Free, Total uint64 // bytes
}

// Storage returns what the tables take, largest first, and the disks, the one with the least room first.
func (w *Warehouse) Storage(ctx context.Context) (stocks []Stock, disks []Disk, err error) {
	err = w.Each(ctx, "storage", nil, func(rows driver.Rows) error {
		var s Stock
		err := rows.Scan(&s.Table, &s.Rows, &s.Bytes, &s.Parts)
		stocks = append(stocks, s)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = w.Each(ctx, "disks", nil, func(rows driver.Rows) error {
		var d Disk
		err := rows.Scan(&d.Name, &d.Free, &d.Total)
		disks = append(disks, d)
		return err
	})
	return stocks, disks, err
}
