package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/ingest"
	"huisheng/ingest/intake"
	"huisheng/ingest/kafka"
	"huisheng/sql/state"
)

// intakeState is the intake's ledger and keys over the state.
type intakeState struct{ state *state.State }

// ImportOf implements intake.Ledger.
func (s intakeState) ImportOf(ctx context.Context, key intake.Key, at time.Time) (uint32, error) {
	return s.state.IntakeImport(ctx, key.ID, key.Source, "接口 "+key.ID, at)
}

// Count implements intake.Ledger.
func (s intakeState) Count(ctx context.Context, lines []analytics.Given) error {
	counts := make([]state.Counted, len(lines))
	for i, l := range lines {
		c := &counts[i]
		*c = state.Counted{Number: l.Import, Read: l.Sending, Sending: l.Sending, Sent: l.Sent}
		switch l.Topic {
		case ingest.TopicRejected:
			c.Rejected = l.Sent
		case ingest.TopicComplaints:
			c.Complaints = l.Sent
		case ingest.TopicEvents:
			c.Events = l.Sent
		case ingest.TopicExposures:
			c.Exposures = l.Sent
		}
	}
	return s.state.CountIntake(ctx, counts, lines...)
}

// APIKeys implements intake.Keys.
func (s intakeState) APIKeys(ctx context.Context) ([]intake.Key, error) {
	kept, err := s.state.APIKeys(ctx)
	if err != nil {
		return nil, err
	}
	keys := make([]intake.Key, len(kept))
	for i, k := range kept {
		keys[i] = intake.Key{ID: k.ID, Hash: k.Hash, Source: k.Source, SenderKind: k.SenderKind, Rate: k.Rate, Revoked: !k.RevokedAt.IsZero()}
	}
	return keys, nil
}

// TouchAPIKey implements intake.Keys.
func (s intakeState) TouchAPIKey(ctx context.Context, id string, at time.Time) error {
	return s.state.TouchAPIKey(ctx, id, at)
}

// Intake takes records over HTTP at the configured address until Close, and returns that address; empty when none is configured.
func (rt *Runtime) Intake() (address string, err error) {
	c := rt.Config.Intake
	if c.Listen == "" {
		return "", nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return "", analytics.Wrap(analytics.KindBusy, err, "接口不能监听 %s：请换一个地址（设置 intake.listen）", c.Listen)
	}
	if c.Plain() {
		rt.log.Warn("接口没有 TLS，而别的机器可以连到它：请放在有 TLS 的反向代理之后，或设置 intake.tls_cert 与 intake.tls_key", "address", listener.Addr())
	}
	producer, admin := kafka.NewProducer(rt.Kafka), kafka.NewAdmin(rt.Kafka)
	in := intake.New(rt.intakeConfig(producer, admin))
	in.Start()
	server := in.Server()
	if address, err = serveIntake(server, listener, c, rt.log); err != nil {
		in.Stop()
		return "", errors.Join(err, listener.Close(), producer.Close())
	}
	rt.onClose(func() error {
		closing, cancel := context.WithTimeout(context.Background(), stopWait)
		defer cancel()
		err := errors.Join(server.Shutdown(closing), server.Close())
		in.Stop()
		admin.Close()
		return errors.Join(err, producer.Close())
	})
	if rt.hold != nil {
		rt.endpoints.Intake = address
		return address, rt.hold.publish(rt.endpoints)
	}
	return address, nil
}

func (rt *Runtime) intakeConfig(producer *kafka.Producer, admin *kafka.Admin) intake.Config {
	c := rt.Config.Intake
	kept := intakeState{rt.State}
	config := intake.Config{Producer: producer, Ledger: kept, Keys: kept, Masker: rt.Masker, Codec: rt.Codec, Seal: rt.seal,
		Status: rt.Status(), TrustedProxies: c.Proxies(), Log: rt.log, Observe: rt.watched.request}
	if rt.embedsKafka() {
		config.Backlog = func(ctx context.Context) (int64, error) { return admin.Backlog(ctx, Group) }
	}
	if c.Form {
		config.Form = &intake.Form{Source: c.FormSource, Secret: rt.keys.form, Link: rt.StatusLink}
	}
	return config
}

// request counts a request to the intake.
func (w *watched) request(r intake.Request) {
	if w.metrics == nil {
		return
	}
	w.metrics.IntakeRequest(strconv.Itoa(r.Status), r.Took)
	if r.Accepted > 0 {
		w.metrics.Intake(r.Source, "accepted", r.Accepted)
	}
	if r.Rejected > 0 {
		w.metrics.Intake(r.Source, "rejected", r.Rejected)
	}
}

// serveIntake begins to serve, with TLS where there is a certificate. One that cannot be read is told before anybody connects.
func serveIntake(server *http.Server, listener net.Listener, c config.Intake, log *slog.Logger) (address string, err error) {
	scheme := "http://"
	serve := func() error { return server.Serve(listener) }
	if c.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(c.Certificate, c.PrivateKey)
		if err != nil {
			return "", analytics.Wrap(analytics.KindInvalid, err, "接口的 TLS 证书 %s 与私钥 %s 不能用：请确认两个文件都在、是 PEM 格式且成对", c.Certificate, c.PrivateKey)
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
		scheme, serve = "https://", func() error { return server.ServeTLS(listener, "", "") }
	}
	serving(log, "intake", serve)
	return scheme + listener.Addr().String(), nil
}

// OpenState opens the state alone, for commands that need nothing else: whoever holds the data directory need not be asked.
func OpenState(ctx context.Context, c config.Config) (*state.State, error) {
	rt := &Runtime{Config: c}
	if err := rt.openKeys(ctx); err != nil {
		return nil, err
	}
	return rt.State, rt.openState(ctx)
}
