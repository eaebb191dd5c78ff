package importer

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
)

// Sizes of the work. A batch is what one call of Produce takes and what may be sent twice after a kill.
const (
	chunkRows    = 128
	batchRecords = 2_000
	batchBytes   = 4 << 20
	maxListed    = 1_000 // refused records that are kept for listing; all are counted
)

// Deps are the parts that an import works with. Ledger and Progress may be nil.
type Deps struct {
	Producer Producer
	Ledger   Ledger
	Masker   Masker
	Codec    Codec
	Seal     func(raw []byte) string // seals what cannot be read and so not be masked; nil keeps it masked as well as can be
	Progress func(Result)            // called after every batch, from the goroutine of Run
}

// Result is what became of the records so far: Read = Complaints + Events + Exposures + Rejected once all are sent.
type Result struct {
	Number     uint32 // of the import, 0 without a ledger
	Read       int64  // records that the rows gave: a complaint and each step of its handling count one
	Complaints int64  // sent
	Events     int64
	Exposures  int64
	Rejected   int64 // refused, and sent to the topic of rejected records
	Unfit      int64 // of those, the ones that would have been complaints
	Blank      int64 // empty rows, which are no records
	Bytes      int64 // of the file that were read, of TotalBytes (0 when unknown)
	TotalBytes int64
	Refusals   []Refusal      // the first thousand
	Notes      []string       // sentences on what the table held that became nothing, such as cells with an error
	Reasons    map[string]int // how many were refused for which field, all of them; "" counts records that were not readable
	Masked     text.Counts    // pieces of personal data taken out of what was read so far, by kind; 0 when the masker does not count
}

// Sent is how many messages Kafka confirmed.
func (r *Result) Sent() int64 { return r.Complaints + r.Events + r.Exposures + r.Rejected }

// chunk is a piece of work; ready is closed when outcomes are there.
type chunk struct {
	rows     []row
	outcomes []outcome
	bytes    int64
	ready    chan struct{}
}

// Run imports the file: one goroutine reads, as many as there are processors convert, and this one sends in the order of the file.
// What was sent stays sent when Run fails or is killed; running it again sends the same records, which then count as repeated.
func (f *File) Run(ctx context.Context, deps Deps) (Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	s := &sender{deps: deps, file: f, result: Result{TotalBytes: f.Size, Reasons: map[string]int{}}}
	if err := s.begin(ctx); err != nil {
		cancel()
		return s.result, err
	}
	work, ordered := make(chan *chunk, 8), make(chan *chunk, 8+runtime.GOMAXPROCS(0))
	var read error
	var all sync.WaitGroup
	all.Go(func() {
		defer close(work)
		defer close(ordered)
		read = f.read(ctx, deps.Codec, work, ordered)
	})
	c := &converter{reader: &f.reader, file: f.Name, mask: counting(deps.Masker, &s.masked), codec: deps.Codec, seal: deps.Seal}
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for piece := range work {
				piece.outcomes = make([]outcome, 0, len(piece.rows))
				for _, in := range piece.rows {
					piece.outcomes = append(piece.outcomes, c.convert(in)...)
				}
				close(piece.ready)
			}
		})
	}
	err := s.send(ctx, ordered)
	cancel()
	all.Wait()
	if err == nil {
		err = read
	}
	s.result.Blank, s.result.Notes = f.rows.told()
	return s.result, s.end(ctx, err)
}

// read cuts the file into chunks, in order, and gives rows without an id theirs.
func (f *File) read(ctx context.Context, codec Codec, work, ordered chan<- *chunk) error {
	names := namer{seen: make(map[uint64]uint32)} // the one thing that grows with a file of rows without an id
	head := f.head
	for {
		piece := &chunk{rows: make([]row, 0, chunkRows), ready: make(chan struct{})}
		var err error
		for len(piece.rows) < chunkRows && err == nil {
			var in row
			if len(head) > 0 {
				in, head = head[0], head[1:]
			} else if in, err = f.rows.next(); err != nil {
				break
			}
			if in.problem == nil && in.object == mapped && f.reader.nameless() {
				in.id, in.problem = names.name(f.reader.identity(codec, in))
			}
			piece.rows = append(piece.rows, in)
		}
		piece.bytes = f.done()
		if len(piece.rows) > 0 {
			for _, to := range []chan<- *chunk{work, ordered} {
				select {
				case to <- piece:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return analytics.Wrap(analytics.KindOf(err), err, "读不了文件 %s", f.Name)
		}
	}
}

// sender sends outcomes and keeps the books.
type sender struct {
	deps   Deps
	file   *File
	entry  Entry
	result Result
	batch  []ingest.Message
	kinds  [4]int64 // of the batch, by objectKind; mapped counts refusals
	bytes  int
	listed []Refusal
	given  tally
	masked text.Tally
}

// counting is a masker that counts what it masks, where it can.
func counting(mask Masker, into *text.Tally) Masker {
	if m, ok := mask.(*text.Masker); ok {
		return m.Counting(into)
	}
	return mask
}

func (s *sender) begin(ctx context.Context) error {
	if s.file.reader.mapping == nil || s.file.rows == nil {
		return analytics.Invalid("", "文件 %s 没有打开", s.file.Name)
	}
	if s.file.problem != nil {
		return s.file.problem
	}
	s.entry = Entry{File: s.file.Name, SHA256: s.file.SHA256, Source: s.file.reader.source, Mapping: s.file.mappingJSON(), State: Running}
	if s.deps.Ledger == nil {
		return nil
	}
	number, err := s.deps.Ledger.BeginImport(ctx, s.entry)
	s.entry.Number, s.result.Number = number, number
	return err
}

func (s *sender) send(ctx context.Context, ordered <-chan *chunk) error {
	for piece := range ordered {
		select {
		case <-piece.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		s.result.Bytes = piece.bytes
		for _, out := range piece.outcomes {
			s.add(out)
			if len(s.batch) >= batchRecords || s.bytes >= batchBytes {
				if err := s.flush(ctx); err != nil {
					return err
				}
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.flush(ctx)
}

func (s *sender) add(out outcome) {
	s.entry.Read++
	out.message.Import = s.entry.Number
	s.batch = append(s.batch, out.message)
	s.bytes += len(out.message.Value)
	s.kinds[out.kind]++
	s.given.add(&out)
	if out.refusal != nil {
		s.listed = append(s.listed, *out.refusal)
	}
}

// flush sends the batch. The ledger first says what is going to be sent; what was sent is written with the next batch or at the end.
func (s *sender) flush(ctx context.Context) error {
	if len(s.batch) == 0 {
		return nil
	}
	s.entry.Sending += int64(len(s.batch))
	s.entry.Given = s.given.begin(s.entry.Number, s.batch, s.file.reader.now())
	if s.deps.Ledger != nil {
		if err := s.deps.Ledger.UpdateImport(ctx, s.entry); err != nil {
			return err
		}
	}
	if err := s.deps.Producer.Produce(ctx, s.batch); err != nil {
		return err
	}
	s.given.confirm()
	r := &s.result
	r.Read, r.Masked = s.entry.Read, s.masked.Counts()
	r.Rejected += s.kinds[mapped]
	r.Complaints += s.kinds[complaintV1]
	r.Events += s.kinds[eventV1]
	r.Exposures += s.kinds[exposureV1]
	for _, one := range s.listed {
		r.Reasons[one.Field]++
		if one.Topic == ingest.TopicComplaints {
			r.Unfit++
		}
		if len(r.Refusals) < maxListed {
			r.Refusals = append(r.Refusals, one)
		}
	}
	s.entry.Sent, s.entry.Rejected = r.Sent(), r.Rejected
	s.entry.Complaints, s.entry.Events, s.entry.Exposures = r.Complaints, r.Events, r.Exposures
	clear(s.batch)
	s.batch, s.bytes, s.kinds, s.listed = s.batch[:0], 0, [4]int64{}, s.listed[:0]
	if s.deps.Progress != nil {
		s.deps.Progress(s.result)
	}
	return nil
}

// end writes the last line of the ledger, also when the context is done.
func (s *sender) end(ctx context.Context, err error) error {
	s.entry.State = Done
	if err != nil {
		s.entry.State, s.entry.Error = Failed, err.Error()
	}
	if s.deps.Ledger == nil {
		return err
	}
	s.entry.Given = s.given.rest()
	return errors.Join(err, s.deps.Ledger.UpdateImport(context.WithoutCancel(ctx), s.entry))
}
