package runtime

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/broker"
	"huisheng/jobs/enrich"
	"huisheng/sql"
	"huisheng/sql/engine"
	"huisheng/sql/warehouse"
)

// user is who logs in to the embedded parts on loopback, with the secret of endpoints.json as the password.
const user = broker.User

// readPath is below which the engine's address takes statements that only read.
const readPath = "/read/"

// openEmbedded starts the parts that run in this process, side by side, and tells other processes where they are.
func (rt *Runtime) openEmbedded(ctx context.Context) error {
	if rt.hold == nil {
		return nil
	}
	secret, err := newSecret()
	if err != nil {
		return err
	}
	rt.endpoints = Endpoints{PID: os.Getpid(), Secret: secret, Since: time.Now()}
	started := make(chan error, 2)
	var b *broker.Broker
	var e *engine.Engine
	go func() {
		if !rt.embedsKafka() {
			started <- nil
			return
		}
		b = broker.New(broker.Config{Dir: filepath.Join(rt.Config.Data, "kafka"), Topics: rt.partitions(), Group: Group, Secret: secret, Logger: rt.log})
		started <- b.Start()
	}()
	go func() {
		if !rt.embedsClickHouse() {
			started <- nil
			return
		}
		var err error
		e, err = engine.Open(engine.Config{Library: rt.Config.ClickHouseLibrary, Dir: filepath.Join(rt.Config.Data, "clickhouse"),
			Cluster: rt.Config.ClickHouseCluster})
		started <- err
	}()
	err = errors.Join(<-started, <-started)
	if b != nil {
		rt.endpoints.Broker = b.Addr()
		rt.onClose(b.Stop)
	}
	if e != nil {
		rt.engine = e
		rt.onClose(e.Close)
	}
	if err != nil {
		return err
	}
	if e != nil {
		if err := rt.serveEngine(e); err != nil {
			return err
		}
	}
	return rt.hold.publish(rt.endpoints)
}

// serveEngine opens the engine on loopback at a random port, for the other processes of this installation.
func (rt *Runtime) serveEngine(e *engine.Engine) error {
	read := e.Handler(engine.Access{User: user, Password: rt.endpoints.Secret, ReadOnly: true})
	mux := http.NewServeMux()
	mux.Handle("/", e.Handler(engine.Access{User: user, Password: rt.endpoints.Secret}))
	mux.Handle(readPath, http.StripPrefix(strings.TrimSuffix(readPath, "/"), read))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return analytics.Wrap(analytics.KindDown, err, "不能在本机回环上开放 ClickHouse")
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	serving(rt.log, "ClickHouse", func() error { return server.Serve(listener) })
	rt.endpoints.ClickHouse = listener.Addr().String()
	rt.onClose(func() error {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return errors.Join(server.Shutdown(closing), server.Close())
	})
	return nil
}

func (rt *Runtime) openWarehouse(ctx context.Context) (err error) {
	c := warehouse.Config{Address: rt.Config.ClickHouseAddress, Database: rt.Config.ClickHouseDatabase, User: rt.Config.ClickHouseUser,
		Password: rt.Config.ClickHousePassword,
		Cluster:  sql.Cluster{Name: rt.Config.ClickHouseCluster, Replicated: rt.Config.ClickHouseReplicas, OnCluster: rt.Config.ClickHouseReplicas},
		Read:     func(ctx context.Context) ([]analytics.Position, error) { return rt.State.Watermark(ctx, enrich.Name) },
		Dirty:    rt.Ledger().DirtyMonths}
	if rt.embedsClickHouse() {
		c.Address, c.User, c.Password = rt.endpoints.ClickHouse, user, rt.endpoints.Secret
	}
	if rt.engine != nil {
		c.Transport = rt.engine.Transport()
	}
	if rt.Warehouse, err = warehouse.Open(ctx, c); err != nil {
		return err
	}
	rt.onClose(rt.Warehouse.Close)
	return rt.Warehouse.Migrate(ctx)
}
