package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// classOf is the class of a customer over the columns of people, as analytics.CustomerProfile tells it.
const classOf = "multiIf(is_valued AND n >= 2, 'valued_often', is_valued, 'valued', n >= 3, 'often', retold, 'retold', escalated_once, 'escalated', n >= 2, 'twice', 'once')"

// peopleOf writes the query of customers with what their class is told from, over the months behind prefix. where keeps to some of them.
func peopleOf(prefix, where string) string {
	return "SELECT customer, count() AS n, sum(ifNull(amount_fen, 0)) AS amount, max(customer_tier IN {" + prefix + "valued:Array(String)}) = 1 AS has_tier, has_tier OR amount >= {" + prefix +
		"valued_fen:Int64} AS is_valued, max(repeated) = 1 OR sum(reopened) > 0 AS retold, sum(escalated) > 0 OR max(sender_kind = 'regulator') = 1 AS escalated_once, max(day) AS last_day" +
		" FROM facts WHERE month BETWEEN {" + prefix + "people_first:UInt32} AND {" + prefix + "people_last:UInt32} AND customer != 0" + where + " GROUP BY customer"
}

// people puts the parameters of peopleOf into p: the months up to one, and the tiers of valued customers.
func people(prefix string, last analytics.Month, valued []string, p P) {
	p[prefix+"people_first"], p[prefix+"people_last"] = last.Add(1-analytics.CustomerMonths), last
	p[prefix+"valued"], p[prefix+"valued_fen"] = append([]string{"\x00none"}, valued...), int64(analytics.ValuedFen)
}

// toldBy writes the condition that a complaint is one of the customers that a selection picks, over the columns of facts.
func toldBy(s analytics.Selection, prefix string, p P) (string, error) {
	condition := "1"
	if s.Customer.Key != 0 {
		p[prefix+"customer"] = s.Customer.Key
		condition = "customer = {" + prefix + "customer:UInt64}"
	}
	switch s.Customer.Class {
	case "":
		return condition, nil
	case analytics.ClassUnknown:
		return condition + " AND customer = 0", nil
	}
	if s.To.IsZero() {
		return "", analytics.Invalid("class", "按客户类别看投诉要有月份：类别按到那个月为止的 12 个月定")
	}
	people(prefix, analytics.MonthOf(s.To), s.Customer.Valued, p)
	p[prefix+"class"] = s.Customer.Class
	return condition + " AND customer IN (SELECT customer FROM (" + peopleOf(prefix, "") + ") WHERE " + classOf + " = {" + prefix + "class:String})", nil
}

// customerText is what the queries over customers read besides their parameters.
type customerText struct {
	People, Class, Value string
	Ended                string
	Sides                []side
}

// overCustomers runs a query over the customers of a selection.
func (w *Warehouse) overCustomers(ctx context.Context, name string, s analytics.Selection, valued []string, text customerText, p P, scan func(driver.Rows) error) error {
	err := factsOnly(s)
	if err != nil {
		return err
	}
	people("", analytics.MonthOf(s.To), valued, p)
	p["here_first"], p["here_last"] = s.Months()
	text.People = peopleOf("", " AND customer IN (SELECT customer FROM facts WHERE month BETWEEN {here_first:UInt32} AND {here_last:UInt32})")
	text.Class, text.Ended = classOf, hasEnded
	if text.Sides, err = sides(s, "n", p); err != nil {
		return err
	}
	return w.eachOf(ctx, name, text, p, scan)
}

// CustomerClasses counts the complaints of a selection, which has a last day, by the classes of their customers.
func (w *Warehouse) CustomerClasses(ctx context.Context, s analytics.Selection, valued []string) ([]analytics.CustomerCount, error) {
	return w.customerCounts(ctx, "customer_classes", s, valued, "")
}

// CustomersBy counts the complaints of a selection by one of analytics.CustomerAxes, most first.
func (w *Warehouse) CustomersBy(ctx context.Context, s analytics.Selection, axis string) ([]analytics.CustomerCount, error) {
	column, err := axisColumn(axis)
	if err != nil {
		return nil, err
	}
	return w.customerCounts(ctx, "customers_by", s, nil, "toString("+column+")")
}

func (w *Warehouse) customerCounts(ctx context.Context, query string, s analytics.Selection, valued []string, value string) ([]analytics.CustomerCount, error) {
	var list []analytics.CustomerCount
	err := w.overCustomers(ctx, query, s, valued, customerText{Value: value}, P{}, func(rows driver.Rows) error {
		var c analytics.CustomerCount
		err := rows.Scan(&c.Value, &c.Customers, &c.N, &c.Open, &c.Reopened, &c.Answered, &c.Satisfied)
		list = append(list, c)
		return err
	})
	return list, err
}

// RepeatCustomers returns the customers of a selection, which has a last day, with most complaints in analytics.CustomerMonths, at least two, at
// most limit of them.
func (w *Warehouse) RepeatCustomers(ctx context.Context, s analytics.Selection, valued []string, limit int) ([]analytics.RepeatCustomer, error) {
	var list []analytics.RepeatCustomer
	err := w.overCustomers(ctx, "customers_repeating", s, valued, customerText{}, P{"limit": limit}, func(rows driver.Rows) error {
		var c analytics.RepeatCustomer
		var tier, retold, escalated uint8
		err := rows.Scan(&c.Key, &c.N, &c.AmountFen, &tier, &retold, &escalated, &c.Tier, &c.Segment, &c.Here, &c.Open, &c.Last, &c.Topic)
		c.Valued, c.Retold, c.Escalated, c.Last = tier == 1, retold == 1, escalated == 1, civil(c.Last)
		list = append(list, c)
		return err
	})
	return list, err
}

// ValuedOpen returns the open complaints of valued tiers received since a day, those whose clocks run out first at the beginning, at most
// limit, and how many there are.
func (w *Warehouse) ValuedOpen(ctx context.Context, s analytics.Selection, limit int) (list []analytics.ValuedOpen, n int64, err error) {
	if err := factsOnly(s); err != nil {
		return nil, 0, err
	}
	p := P{"limit": limit}
	p["first"], p["last"] = monthsOf(s)
	text := customerText{Ended: hasEnded}
	if text.Sides, err = sides(s, "n", p); err != nil {
		return nil, 0, err
	}
	err = w.eachOf(ctx, "customers_open", text, p, func(rows driver.Rows) error {
		var o analytics.ValuedOpen
		var due int64
		err := rows.Scan(&o.Source, &o.ID, &o.ReceivedAt, &o.Tier, &o.Department, &o.Topic, &o.Clock, &due, &n)
		if o.Clock != "" {
			o.Due = time.UnixMilli(due).In(analytics.Zone)
		}
		list = append(list, o)
		return err
	})
	return list, n, err
}

// CustomerOf returns what is known of the customer of a complaint at the end of a month; the zero value when nothing is.
func (w *Warehouse) CustomerOf(ctx context.Context, key uint64, at time.Time, valued []string) (analytics.CustomerLine, error) {
	var line analytics.CustomerLine
	if key == 0 {
		return line, nil
	}
	p := P{"customer": key, "at": at}
	people("", analytics.MonthOf(at), valued, p)
	err := w.eachOf(ctx, "customer_of", customerText{People: peopleOf("", " AND customer = {customer:UInt64}")}, p, func(rows driver.Rows) error {
		var tier, retold, escalated uint8
		err := rows.Scan(&line.Key, &line.N, &line.AmountFen, &tier, &retold, &escalated, &line.Before)
		line.Valued, line.Retold, line.Escalated = tier == 1, retold == 1, escalated == 1
		return err
	})
	return line, err
}
