package runtime

import (
	"context"

	"huisheng/analytics"
	"huisheng/ingest/importer"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
	"huisheng/sql/state"
	"huisheng/sql/warehouse"
)

// imports is the importer's ledger over the state.
type imports struct {
	state *state.State
	kind  string         // state.KindFile when empty
	began func(n uint32) // called with the number of the import; may be nil
}

// BeginImport implements importer.Ledger.
func (l imports) BeginImport(ctx context.Context, e importer.Entry) (uint32, error) {
	new := entry(e)
	new.Kind = l.kind
	in, err := l.state.BeginImport(ctx, new)
	if err == nil && l.began != nil {
		l.began(in.Number)
	}
	return in.Number, err
}

// UpdateImport implements importer.Ledger.
func (l imports) UpdateImport(ctx context.Context, e importer.Entry) error {
	return l.state.UpdateImport(ctx, entry(e), e.Given...)
}

func entry(e importer.Entry) state.Import {
	return state.Import{Number: e.Number, File: e.File, SHA256: e.SHA256, Source: e.Source, Mapping: e.Mapping, State: e.State, Read: e.Read,
		Sending: e.Sending, Sent: e.Sent, Rejected: e.Rejected, Complaints: e.Complaints, Events: e.Events, Exposures: e.Exposures, Error: e.Error}
}

// seal keeps what cannot be read. The key was checked when it was made, so an error is a fault of ours; then nothing is kept of it.
func (rt *Runtime) seal(raw []byte) string {
	sealed, err := sink.Seal(rt.keys.seal, raw)
	if err != nil {
		rt.log.Error("sealing a record that cannot be read", "error", err)
	}
	return sealed
}

// Imported is the whole outcome of an import.
type Imported struct {
	importer.Result
	Books    analytics.Books      // of the complaints of this import, from the tables
	Rejected []analytics.Rejected // at most listed
	Why      []warehouse.Refused  // the reasons, and how often each, most first
}

// listed is how many rejected records an import lists; all are kept and counted.
const listed = 200

// Import sends a file through Kafka and returns when all of its records are stored or rejected. Where no process stores what this one
// sends, it does so itself. sent is called while records are sent, stored while they are stored.
func (rt *Runtime) Import(ctx context.Context, f *importer.File, sent func(importer.Result), stored func(left int64)) (Imported, error) {
	return rt.importAs(ctx, f, imports{state: rt.State}, sent, stored)
}

func (rt *Runtime) importAs(ctx context.Context, f *importer.File, ledger imports, sent func(importer.Result), stored func(left int64)) (Imported, error) {
	producer := kafka.NewProducer(rt.patient())
	defer producer.Close()
	to, done := rt.Paced(producer)
	defer done()
	result, err := f.Run(ctx, importer.Deps{Producer: to, Ledger: ledger, Masker: rt.Masker, Codec: rt.Codec,
		Seal: rt.seal, Progress: sent})
	out := Imported{Result: result}
	if err != nil {
		return out, err
	}
	if err := rt.WaitStored(ctx, producer.Produced(), stored); err != nil {
		return out, err
	}
	if out.Books, err = rt.Warehouse.ImportBooks(ctx, result.Number); err != nil {
		return out, err
	}
	// The tables know what was refused at the door as well, because refused records travel through Kafka too.
	out.Books.Received = result.Complaints + result.Unfit
	if out.Rejected, err = rt.Warehouse.ImportRejected(ctx, result.Number, listed); err != nil || len(out.Rejected) == 0 {
		return out, err
	}
	if out.Why, err = rt.Warehouse.ImportReasons(ctx, result.Number); err != nil {
		return out, err
	}
	return out, nil
}
