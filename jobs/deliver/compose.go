package deliver

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// mostItems bounds what one message tells; what is left comes in the next.
const mostItems = 50

// compose puts what is due into messages, one for each recipient, rule and step of it, and drops what is not to be told any more.
func (d *Deliverer) compose(ctx context.Context, b *book) error {
	due, err := d.ledger.WaitingDeliveries(ctx, b.now)
	if err != nil {
		return err
	}
	type group struct {
		recipient, rule uint64
		step            int
	}
	var order []group
	groups := map[group][]analytics.Delivery{}
	for _, one := range due {
		if why := b.pointless(one); why != "" {
			if err := d.ledger.DropDelivery(ctx, one.Number, why); err != nil {
				return err
			}
			continue
		}
		g := group{one.Recipient, one.Rule, one.Step}
		if len(groups[g]) == 0 {
			order = append(order, g)
		}
		groups[g] = append(groups[g], one)
	}
	for _, g := range order {
		list := groups[g]
		if err := d.notice(ctx, b.rules[g.rule], list[:min(len(list), mostItems)]); err != nil {
			return err
		}
	}
	return nil
}

// pointless says why a delivery is not told after all, nothing when it is.
func (b *book) pointless(one analytics.Delivery) string {
	rule := b.rules[one.Rule]
	switch {
	case !b.reaches(one.Recipient):
		return "收件人已移除"
	case rule == nil || rule.Off:
		return "规则已停用"
	case unwanted(b.verdicts[one.Finding]):
		return "已处置，不再通知"
	case one.Step > 0 && b.verdicts[one.Finding] != "":
		return "已确认，不再升级"
	}
	return ""
}

// notice keeps the message that tells deliveries of one rule and step.
func (d *Deliverer) notice(ctx context.Context, rule *analytics.DeliveryRule, list []analytics.Delivery) error {
	n := channel.Notice{Level: list[0].Level}
	tells := make([]uint64, len(list))
	for i, one := range list {
		var item channel.Item
		if err := json.Unmarshal([]byte(one.Content), &item); err != nil {
			return fmt.Errorf("delivery %d: %w", one.Number, err)
		}
		tells[i] = one.Number
		n.Items = append(n.Items, item)
		n.Level = max(n.Level, one.Level)
	}
	n.Title, n.Lead = title(rule, list[0].Step, n), lead(rule, list[0].Step)
	content, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = d.ledger.AddNotice(ctx, analytics.Notice{Recipient: list[0].Recipient, Content: string(content), Title: n.Title, Level: n.Level}, tells)
	return err
}

// title always has the word 回声: robots that ask for a keyword are given it.
func title(rule *analytics.DeliveryRule, step int, n channel.Notice) string {
	first := n.Items[0].Series
	what := fmt.Sprintf("%s等 %d 条发现", first, len(n.Items))
	if len(n.Items) == 1 {
		what = first
	}
	switch {
	case step > 0:
		return "回声" + channel.LevelNames[n.Level] + "待确认：" + what
	case rule.Digest == analytics.DigestDaily:
		return "回声每日摘要：" + counted(n)
	case rule.Digest == analytics.DigestWeekly:
		return "回声每周摘要：" + counted(n)
	}
	return "回声" + channel.LevelNames[n.Level] + "：" + what
}

// counted tells how many findings of each level there are, the highest first.
func counted(n channel.Notice) string {
	counts := make([]int, len(channel.LevelNames))
	for _, item := range n.Items {
		counts[item.Level]++
	}
	var parts []string
	for level := len(counts) - 1; level > 0; level-- {
		if counts[level] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 条", channel.LevelNames[level], counts[level]))
		}
	}
	return strings.Join(parts, "，")
}

// lead says why something comes to whom it was not meant for at first.
func lead(rule *analytics.DeliveryRule, step int) string {
	if step == 0 || step > len(rule.Escalate) {
		return ""
	}
	return fmt.Sprintf("首次通知后 %s仍无人确认，按规则“%s”转给您。", spoken(rule.Escalate[step-1].After), rule.Name)
}
