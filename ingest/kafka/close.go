package kafka

import (
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"

	"huisheng/analytics"
)

// within runs a kafka-go Close and gives up waiting for it after the timeout. Its goroutine then ends with the connection it hangs on.
func within(timeout time.Duration, closing func() error) error {
	closed := make(chan error, 1)
	go func() { closed <- closing() }()
	select {
	case err := <-closed:
		return err
	case <-time.After(timeout):
		return &analytics.Error{Kind: analytics.KindDown, Text: fmt.Sprintf("Kafka 连接在 %s 内没有关闭，不再等它", timeout)}
	}
}

// errorLog hands kafka-go's messages to slog. They are for debugging: kafka-go reports there also what it gets over at once.
func (c Config) errorLog(who string) kafka.Logger {
	return kafka.LoggerFunc(func(format string, args ...any) {
		c.Logger.Debug(fmt.Sprintf(format, args...), "from", "kafka-go", "part", who)
	})
}
