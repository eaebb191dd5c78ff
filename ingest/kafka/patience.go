package kafka

import (
	"context"
	"errors"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kerr"
)

// patience is how long passing errors of a single request are tried again. Choosing leaders after a start takes a cluster a second or
// two; what lasts longer than this is to be told.
const patience = 10 * time.Second

// patiently asks again while the answer is an error that passes by itself: leaders that are being chosen, groups that are being loaded.
func patiently(ctx context.Context, ask func() error) error {
	end := time.Now().Add(patience)
	for {
		err := ask()
		if err == nil || !passing(err) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// passing reports whether a broker answered that it cannot do now what it will be able to do. No answer at all is not passing here: to
// wait for a server that is not there is up to the caller.
func passing(err error) bool {
	var segment kafka.Error
	var franz *kerr.Error
	return errors.As(err, &segment) && segment.Temporary() || errors.As(err, &franz) && franz.Retriable
}
