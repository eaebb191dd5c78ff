package runtime

import (
	"errors"
	"log/slog"
	"net/http"
)

// serving runs a server beside everything else. It ends when it is shut down; any other end is told, as nobody answers there from then on.
func serving(log *slog.Logger, what string, serve func() error) {
	go func() {
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			log.Error("a server ended", "server", what, "error", err)
		}
	}()
}
