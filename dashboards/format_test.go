package dashboards

import (
	"testing"
)

func TestNumbersReadAsPeopleWriteThem(t *testing.T) {
	for got, want := range map[string]string{
		Number(uint64(1939)): "1,939", Number(0): "0", Number(-1234567): "−1,234,567", Number(999): "999",
		Decimal(2.94): "2.9", Decimal(3.04): "3", Decimal(-0.26): "−0.3", Decimal(1234.5): "1,234.5", Decimal(0.96): "1",
		Percent(422, 1939): "21.8", Percent(1, 100000): "<0.1", Percent(99999, 100000): ">99.9", Percent(0, 5): "0", Percent(5, 5): "100", Percent(0, 0): "–",
		Change(1939, 968): "▲ 100.3%", Change(5, 10): "▼ 50%", Change(3, 3): "持平", Change(3, 0): "", Signed(128): "+128", Signed(-3): "−3",
		SpanText(day("2024-03-01"), day("2024-03-31")): "3 月 1 日 – 31 日", SpanText(day("2024-02-28"), day("2024-03-01")): "2 月 28 日 – 3 月 1 日",
		SpanText(day("2024-03-01"), day("2024-03-01")): "3 月 1 日", SpanText(day("2023-12-31"), day("2024-01-01")): "2023 年 12 月 31 日 – 2024 年 1 月 1 日",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
