package runtime

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/analytics/trend"
	"huisheng/cmd/internal/config"
	"huisheng/dashboards"
	"huisheng/dashboards/web"
	"huisheng/sql/state"
	"huisheng/sql/warehouse"
)

// names gives topics the names of the taxonomy.
type names struct{ taxonomy *topic.Taxonomy }

// Topic implements dashboards.Names.
func (n names) Topic(code string) (name, group string) {
	return n.taxonomy.Name(code), n.taxonomy.Group(code)
}

// Names gives labels the names of the taxonomy that the settings ask for.
func Names(c config.Config) (dashboards.Names, error) {
	classifier, err := Taxonomy(c)
	if err != nil {
		return nil, err
	}
	return names{classifier.Taxonomy()}, nil
}

// taxonomies gives the page of the taxonomy the classifier of now.
type taxonomies struct {
	rt   *Runtime
	base *topic.Classifier // while this process reads no words
}

// Classifier implements web.Taxonomies.
func (t taxonomies) Classifier(ctx context.Context) (*topic.Classifier, error) {
	read := t.rt.read.Load()
	if read == nil {
		return t.base, nil
	}
	current, err := read.now.Current(ctx)
	if err != nil {
		return nil, err
	}
	return current.Classifier, nil
}

// Current implements dashboards.Crosswalks.
func (n names) Current(code string) []string { return n.taxonomy.Current(code) }

// reader is what the pages read: the warehouse, and in place of the days that a source was heard on those that were declared for it.
type reader struct {
	*warehouse.Warehouse
	state *state.State
}

// Coverages implements panel.Reader.
func (r reader) Coverages(ctx context.Context) ([]analytics.Coverage, error) {
	received, err := r.Warehouse.Coverages(ctx)
	if err != nil {
		return nil, err
	}
	declared, err := r.state.DeclaredCoverages(ctx)
	if err != nil {
		return nil, err
	}
	return trend.Coverages(received, declared, time.Now().AddDate(0, 0, 1)), nil // the pages leave today out themselves
}

// Seals implements panel.Reader.
func (r reader) Seals(ctx context.Context) ([]analytics.Seal, error) {
	return r.state.SealsThatHold(ctx)
}

// Pages serves the pages at the configured loopback address until Close, and returns their address.
func (rt *Runtime) Pages() (address string, err error) {
	classifier, err := Taxonomy(rt.Config)
	if err != nil {
		return "", err
	}
	uploads, err := rt.openUploads(rt.Config.UploadLimitMB)
	if err != nil {
		return "", err
	}
	book, err := Policy(rt.Config)
	if err != nil {
		return "", err
	}
	listener, err := net.Listen("tcp", rt.Config.Listen)
	if err != nil {
		return "", analytics.Wrap(analytics.KindBusy, err, "不能监听 %s：换一个端口，例如 --listen 127.0.0.1:8081", rt.Config.Listen)
	}
	pages := web.Config{Reader: reader{rt.Warehouse, rt.State}, Ledger: rt.Ledger(), Names: names{classifier.Taxonomy()}, Assets: rt.Config.Assets, Log: rt.log,
		Themes: rt.Warehouse, Findings: rt.Warehouse, Decisions: rt.Decisions(), Imports: rt.importPages(uploads), Uploads: uploads,
		Status: rt.Status(), StatusLink: rt.StatusLink, Seals: rt.SealPages(), Accounts: rt.Accounts(), Rejected: rt.Rejected(),
		Judged: judged{rt.Warehouse, book}, Accountable: rt.accountable(judged{rt.Warehouse, book}), Alike: rt.Warehouse, Readings: versions{rt}, Models: modelPages{rt}, Cases: rt.Cases(), Corrections: &correctionPages{rt, classifier.Taxonomy()}, Taxonomies: taxonomies{rt, classifier}}
	pages.Satisfaction, pages.Customers, pages.Valued = rt.Warehouse, rt.Warehouse, rt.Config.ValuedTiers
	pages.Actions = actionPages{rt}
	pages.Deliveries = rt.DeliveryPages()
	pages.Precheck = rt.Warehouse
	if rt.watched.watch != nil {
		pages.Operations, pages.Metrics = rt.watched.watch, rt.watched.metrics.Handler()
	}
	server := &http.Server{
		Handler: web.Loopback(web.New(pages)),
		// A page answers in well under a second; these only end what hangs.
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      5 * time.Minute, // an export of many complaints over a slow line
	}
	serving(rt.log, "pages", func() error { return server.Serve(listener) })
	rt.onClose(func() error {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return errors.Join(server.Shutdown(closing), server.Close())
	})
	address = "http://" + listener.Addr().String() + "/"
	if rt.hold != nil {
		rt.endpoints.Pages = address
		if err := rt.hold.publish(rt.endpoints); err != nil {
			return "", err
		}
	}
	return address, nil
}

// Owner are the addresses of the process that holds the data directory.
func (rt *Runtime) Owner() Endpoints { return rt.endpoints }
