package runtime

import (
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
)

const someBad = "投诉编号,投诉时间,投诉内容,姓名,电话\n1,2024-03-01,空调不制冷，报修三次没人来,王小明,13812345678\n2,什么时候,\"空调漏水：地板泡坏了\n没人管\",李小红,13912345678\n3,哪天,退款一个月没有到账,赵大,13612345678\n4,,测试测试测试测试测试,,\n"

// rejectedBy returns the rejected records by the ids that they carry.
func rejectedBy(t *testing.T, rt *Runtime, f analytics.RefusedFilter) map[string]analytics.Refused {
	t.Helper()
	list, err := rt.Rejected().ListRejected(t.Context(), f, analytics.RefusedCursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]analytics.Refused{}
	for _, r := range list {
		byID[r.ID] = r
	}
	return byID
}

func TestARejectedRecordIsCorrectedRetriedOrDiscarded(t *testing.T) {
	rt := open(t, settings(t))
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	first := importFile(t, rt, someBad)
	x, ctx := rt.Rejected(), t.Context()
	all := rejectedBy(t, rt, analytics.RefusedFilter{Import: first.Number})
	if n, err := x.OpenRejected(ctx); err != nil || n != 3 || len(all) != 3 {
		t.Fatalf("%d open of %d, %v", n, len(all), err)
	}
	_, fields, err := x.ReadRejected(ctx, all["2"].Place)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]analytics.RefusedField{}
	for _, f := range fields {
		values[f.Name] = f
	}
	if v := values["投诉内容"]; v.Value != "空调漏水：地板泡坏了\n没人管" || v.Field != "text" || v.Personal {
		t.Errorf("%+v", v)
	}
	if v := values["电话"]; v.Field != "customer.phone" || !v.Personal || strings.Contains(v.Value, "13912345678") {
		t.Errorf("%+v", v)
	}

	// Corrected, with the phone told again.
	out, err := x.RetryRejected(ctx, []analytics.Place{all["2"].Place}, map[string]string{"投诉时间": "2024-03-05 09:00", "电话": "13912345678"}, "甲")
	if err != nil || out.Taken != 1 || len(out.Imports) != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	if d := rejectedBy(t, rt, analytics.RefusedFilter{})["2"].Decision; d == nil || d.Outcome != analytics.RefusedCorrected || d.Key != (analytics.Key{Source: "甲", ID: "2"}) || d.By != "甲" || d.Import != out.Imports[0] {
		t.Errorf("%+v", d)
	}
	if got := ask(t, rt, "SELECT text, customer_name, customer_phone, toUInt8(customer != 0) FROM complaints WHERE complaint_id = '2'"); got != "空调漏水：地板泡坏了\\n没人管\t\t139****5678\t1" {
		t.Errorf("the corrected complaint: %q", got)
	}
	in, err := rt.State.ImportOf(ctx, out.Imports[0])
	if err != nil || in.Kind != "retry" || in.Source != "甲" {
		t.Errorf("%+v, %v", in, err)
	}

	// As it is, it is rejected again, and the new record goes on for it.
	out, err = x.RetryRejected(ctx, []analytics.Place{all["3"].Place, all["2"].Place}, nil, "乙")
	if err != nil || out.Taken != 0 || out.Again != 1 || len(out.Left) != 1 || !strings.Contains(out.Left[0].Why, "别人") {
		t.Fatalf("%+v, %v", out, err)
	}
	again := rejectedBy(t, rt, analytics.RefusedFilter{Import: out.Imports[0]})
	if len(again) != 1 || again["3"].Decision != nil {
		t.Errorf("%+v", again)
	}

	// Discarded, and taken back.
	if _, err := x.DiscardRejected(ctx, []analytics.Place{all["4"].Place}, "", "甲"); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("without a reason: %v", err)
	}
	if n, err := x.DiscardRejected(ctx, []analytics.Place{all["4"].Place}, "测试数据", "甲"); err != nil || n != 1 {
		t.Errorf("%d discarded, %v", n, err)
	}
	if n, err := x.OpenRejected(ctx); err != nil || n != 1 {
		t.Errorf("%d open, %v", n, err)
	}
	if err := x.ReopenRejected(ctx, all["4"].Place); err != nil {
		t.Error(err)
	}
	if err := x.ReopenRejected(ctx, all["2"].Place); err == nil {
		t.Error("what was corrected is open again")
	}

	// A retry is a new 收到, and the books of the hour hold.
	r, err := rt.Accounts().Account(ctx, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	if err != nil || r.Verdict() != accounting.Balanced {
		t.Fatalf("%+v, %v", r.Faults, err)
	}
	if b := r.Totals()[0].Books; b != (analytics.Books{Received: 6, Stored: 2, Rejected: 4}) {
		t.Errorf("%+v", b)
	}
}

func TestWhatWasSentAsOneObjectIsCorrectedAsOne(t *testing.T) {
	rt := open(t, settings(t))
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	importFile(t, rt, `{"complaint_id":"7","received_at":"2024-03-01T08:00:00+08:00","text":"空调不制冷","version":2,"customer":{"name":"王小明","tier":"金"},"amount_cny":"好多"}
{"complaint_id":"8","received_at":"2024-03-01T08:00:00+08:00","text":"空调不制冷"}
`)
	all := rejectedBy(t, rt, analytics.RefusedFilter{})
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	out, err := rt.Rejected().RetryRejected(t.Context(), []analytics.Place{all["7"].Place}, map[string]string{"amount_cny": "12.5"}, "甲")
	if err != nil || out.Taken != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := ask(t, rt, "SELECT version, customer_tier, customer_name, amount_fen FROM complaints WHERE complaint_id = '7'"); got != "2\t金\t\t1250" {
		t.Errorf("%q", got)
	}
}
