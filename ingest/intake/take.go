package intake

import (
	"fmt"
	"net/http"
	"time"
)

// Receipt says what became of the records of a request. All in it is in Kafka.
type Receipt struct {
	Import   uint32   `json:"import"`
	Source   string   `json:"source"`
	Accepted int      `json:"accepted"`
	Rejected int      `json:"rejected"`
	Records  []Record `json:"records"`
	Errors   []Fault  `json:"errors,omitempty"`
}

// Record is what became of one record.
type Record struct {
	Index int    `json:"index"`        // from 0, in the order of the request
	ID    string `json:"id,omitempty"` // complaint_id or event_id; an exposure has none
	State string `json:"state"`        // accepted or rejected
}

// Fault says why a record was refused.
type Fault struct {
	Index  int    `json:"index"`
	Field  string `json:"field"` // empty when the record as a whole is at fault
	Detail string `json:"detail"`
}

// take answers the requests of one topic.
func (in *Intake) take(topic string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		var told Request
		s, err := in.ring.authorise(r) // 1.
		var receipt *Receipt
		if err == nil {
			told.Source = s.Source
			receipt, err = in.receive(w, r, s, topic)
		}
		if err == nil {
			told.Accepted, told.Rejected = receipt.Accepted, receipt.Rejected
		}
		told.Status = in.answer(w, r, receipt, err) // 7.
		if in.Observe != nil {
			told.Took = time.Since(began)
			in.Observe(told)
		}
	}
}

// answer tells the sender and returns the status.
func (in *Intake) answer(w http.ResponseWriter, r *http.Request, receipt *Receipt, err error) int {
	if err == nil && receipt.Accepted > 0 {
		write(w, http.StatusAccepted, receipt)
		return http.StatusAccepted
	}
	if err == nil {
		p := problem("none-accepted", fmt.Sprintf("%d 条记录都有错，已作为退回保存；逐条原因见 errors", receipt.Rejected))
		p.Receipt = receipt
		err = p
	}
	return in.refuse(w, r, err)
}

// receive brings the records of a request into Kafka.
func (in *Intake) receive(w http.ResponseWriter, r *http.Request, s *sender, topic string) (*Receipt, error) {
	form, err := formOf(r)
	if err != nil {
		return nil, err
	}
	if err := in.withinRate(s, 1); err != nil {
		return nil, err
	}
	leave, err := in.enter(r, s) // 2.
	if err != nil {
		return nil, err
	}
	defer leave()
	body, err := in.readBody(w, r) // 3.
	if err != nil {
		return nil, err
	}
	records, err := in.cut(body, form)
	if err != nil {
		return nil, err
	}
	if err := in.withinRate(s, len(records)-1); err != nil {
		return nil, err
	}
	from := origin{key: s.Key, name: "接口 " + s.ID, now: in.Clock()}
	outcomes := make([]outcome, len(records))
	for i, raw := range records {
		outcomes[i] = in.convert(topic, from, i, raw) // 4.
	}
	number, err := in.send(r.Context(), from, outcomes)
	if err != nil {
		return nil, err
	}
	in.used(r, s, from.now)
	return receiptOf(number, s.Source, outcomes), nil
}

// withinRate takes n records off what a key may send, or refuses.
func (in *Intake) withinRate(s *sender, n int) error {
	now := in.Clock()
	reserved := s.limiter.ReserveN(now, n)
	wait := reserved.DelayFrom(now)
	if reserved.OK() && wait == 0 {
		return nil
	}
	reserved.CancelAt(now)
	return later("rate", fmt.Sprintf("这把密钥每秒最多 %d 条记录，请在 %.0f 秒后再发", s.Rate, max(1, wait.Seconds())), max(time.Second, wait))
}

// used writes down now and then that a key is in use. It is for people who look for keys that nobody needs, so a failure is only logged.
func (in *Intake) used(r *http.Request, s *sender, now time.Time) {
	if !in.ring.touch(s.ID, now) {
		return
	}
	if err := in.Keys.TouchAPIKey(r.Context(), s.ID, now); err != nil {
		in.Log.Warn("the use of a key was not written down", "key", s.ID, "error", err)
	}
}

func receiptOf(number uint32, source string, outcomes []outcome) *Receipt {
	receipt := &Receipt{Import: number, Source: source, Records: make([]Record, len(outcomes))}
	for i, o := range outcomes {
		receipt.Records[i] = Record{Index: i, ID: o.id, State: "accepted"}
		if o.refusal == nil {
			receipt.Accepted++
			continue
		}
		receipt.Rejected++
		receipt.Records[i].State = "rejected"
		receipt.Errors = append(receipt.Errors, Fault{Index: i, Field: o.refusal.Field, Detail: o.refusal.Reason})
	}
	return receipt
}
