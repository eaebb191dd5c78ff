package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// peopled is the visited sample with customers of several tiers.
func peopled(seed uint64) *memory.Reader {
	m := visited(seed)
	for i := range m.Records {
		c := &m.Records[i].Complaint
		c.Customer = analytics.Customer{}
		if i%6 > 0 {
			c.Customer = analytics.Customer{Key: uint64(i*i%307 + 1), Name: "王**", Tier: []string{"普通", "普通", "普通", "钻石", ""}[i%5], Segment: []string{"家庭", "企业"}[i%2]}
		}
	}
	return m
}

func withCustomers(m *memory.Reader) func(*Config) {
	return func(c *Config) { c.Customers, c.Valued = m, []string{"钻石", "VIP"} }
}

func TestEveryNumberOfCustomersIsADoorToExactlyAsManyComplaints(t *testing.T) {
	m := peopled(6)
	h := testHandler(t, m, withCustomers(m))
	for address, least := range map[string]int{"/customers?month=2024-02": 40, "/customers?month=2024-03&product_line=空调": 30} {
		body := page(t, h, address)
		seen, checked := map[string]bool{}, 0
		for _, link := range linked(t, body) {
			match := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
			if match == nil || seen[link[0]] || strings.HasPrefix(link[1], "客户 ") {
				continue
			}
			seen[link[0]] = true
			checked++
			if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(match[1], ",", "") != fmt.Sprint(got) {
				t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
			}
		}
		if checked < least {
			t.Errorf("%s: only %d doors", address, checked)
		}
		if strings.Contains(body, "王**") {
			t.Error("the page names a person")
		}
		for _, want := range []string{"重点客户，多次投诉", "没有客户标识", "没有来投诉就离开的客户不在这些数据里", "重点客户（钻石、VIP）近 12 个月"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", address, want)
			}
		}
	}
}

func TestCustomersSayWhatTheyNeed(t *testing.T) {
	m := memory.Sample(1, false)
	h := testHandler(t, m, withCustomers(m))
	body := page(t, h, "/customers")
	for _, want := range []string{"未接入 · 需要客户编号或电话", "需要投诉里的客户等级（customer.tier）", "没有未办结的"} {
		if !strings.Contains(body, want) {
			t.Errorf("without customers the page lacks %q", want)
		}
	}
	empty := &memory.Reader{}
	if body := page(t, testHandler(t, empty, withCustomers(empty)), "/customers"); !strings.Contains(body, "还没有可以看的月份") {
		t.Error("without complaints the page says nothing")
	}
	for _, bad := range []string{"/complaints?class=often", "/complaints?class=rich&month=2024-03", "/complaints?customer=12", "/complaints?customer=0000000000000000"} {
		if w := get(t, h, bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s is answered with %d", bad, w.Code)
		}
	}
}

func TestAComplaintTellsOfItsCustomer(t *testing.T) {
	m := peopled(6)
	h := testHandler(t, m, withCustomers(m))
	counts := map[uint64]int{}
	for _, r := range m.Records {
		counts[r.Complaint.Customer.Key]++
	}
	told := 0
	for _, r := range m.Records {
		c := r.Complaint
		if c.Customer.Key == 0 || counts[c.Customer.Key] < 3 || takenBack(r) {
			continue
		}
		body := page(t, h, "/complaint?in="+c.Source+"&open="+c.ID)
		if !strings.Contains(body, "customer="+analytics.IDText(c.Customer.Key)) || !strings.Contains(body, "12 个月内，此前 ") {
			t.Errorf("%s does not tell of its customer", c.ID)
		}
		if told++; told == 5 {
			break
		}
	}
	if told == 0 {
		t.Error("no complaint was tried")
	}
}

// takenBack reports whether a record does not count.
func takenBack(r memory.Record) bool {
	for _, e := range r.Events {
		if e.Kind == "withdrawn" {
			return true
		}
	}
	return false
}
