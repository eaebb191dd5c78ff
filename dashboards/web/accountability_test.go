package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards/memory"
)

// fakeAccount answers with one month.
type fakeAccount struct {
	fakeJudged
	named     bool
	exposures map[string]float64
}

func (f fakeAccount) Named() bool { return f.named }

func (f fakeAccount) FineSums(context.Context, analytics.Month) ([]analytics.FineSum, error) {
	return []analytics.FineSum{
		{Department: "售后<部>", Rule: service.RuleGrade, Grade: "A", N: 2, Yuan: 1000, UpToYuan: 1000},
		{Department: "售后<部>", Rule: service.RuleAccept, Grade: "A", N: 2, Yuan: 300, UpToYuan: 300},
		{Department: "销售", Rule: service.RuleGrade, Grade: "C", N: 3, Yuan: 300, UpToYuan: 300},
		{Department: "销售", Rule: service.RuleLate, Grade: "C", N: 1, Yuan: 50, UpToYuan: 50},
	}, nil
}

func (f fakeAccount) FineLines(_ context.Context, _ analytics.Month, limit int) ([]analytics.FinedComplaint, error) {
	line := func(id, department, rule, grade string, yuan int64) analytics.FinedComplaint {
		return analytics.FinedComplaint{Key: analytics.Key{Source: "s", ID: id}, ReceivedAt: time.Date(2024, 3, 4, 9, 0, 0, 0, analytics.Zone), Department: department, Handler: "王小明",
			Grade: grade, FineLine: analytics.FineLine{Rule: rule, Why: "依据 " + id, Yuan: yuan, UpToYuan: yuan}}
	}
	all := []analytics.FinedComplaint{line("a", "售后<部>", service.RuleGrade, "A", 500), line("b", "售后<部>", service.RuleGrade, "A", 500), line("b", "售后<部>", service.RuleAccept, "A", 200),
		line("a", "售后<部>", service.RuleAccept, "A", 100), line("c", "销售", service.RuleGrade, "C", 100), line("d", "销售", service.RuleGrade, "C", 100), line("e", "销售", service.RuleGrade, "C", 100),
		line("c", "销售", service.RuleLate, "C", 50)}
	if limit > 0 {
		all = all[:min(limit, 2)]
	}
	return all, nil
}

func (f fakeAccount) JudgedByDepartment(context.Context, analytics.Month) ([]analytics.ValueCount, error) {
	return []analytics.ValueCount{{Value: "销售", N: 90}, {Value: "售后<部>", N: 40}}, nil
}

func (f fakeAccount) PersonLoads(_ context.Context, _ analytics.Month, least int) ([]analytics.PersonLoad, error) {
	return []analytics.PersonLoad{{Department: "销售", Handler: "王小明", N: uint64(least) + 2}, {Department: "销售", Handler: "李大力", N: uint64(least)}}, nil
}

func (f fakeAccount) DepartmentExposures(_ context.Context, _ analytics.Month, unit string) (map[string]float64, error) {
	if unit != "orders" {
		return nil, nil
	}
	return f.exposures, nil
}

func accountHandler(t *testing.T, code string, named bool, exposures map[string]float64) http.Handler {
	var axis string
	return testHandler(t, memory.Sample(1, false), withPolicy(t, code, nil, nil, &axis), func(c *Config) {
		c.Accountable = fakeAccount{c.Judged.(fakeJudged), named, exposures}
	})
}

var yuanPattern = regexp.MustCompile(`<td class="n" data-label="小计">([0-9,]+) 元</td>`)

func TestTheSumsOfAMonthAddUp(t *testing.T) {
	h := accountHandler(t, "graded", false, map[string]float64{"销售": 10_000})
	body := page(t, h, "/accountability?month=2024-02")
	sum := 0
	for _, m := range yuanPattern.FindAllStringSubmatch(body, -1) {
		n, _ := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
		sum += n
	}
	if sum != 1000+300+300+50+150 { // of four rules for single complaints, and of the rate 0.90 %
		t.Errorf("the rows sum to %d", sum)
	}
	for _, want := range []string{"按规则测算：1,800 元", "按等级 · A 级 重大", "另有行政处分、承担损失", "0.90%", "负责人 150 元", "售后&lt;部&gt;没有当月订单量，不算投诉率（共 40 件）", "有订单量的 1 个部门里，1 个投诉率落档，负责人合计 150 元", "区间下端未落档", "部门投诉率", "售后&lt;部&gt;",
		"/complaints?grade=A&amp;judged=fine.%E6%8C%89%E7%AD%89%E7%BA%A7&amp;month=2024-02\">2</a>", "2 人当月被诉达到 3 件", "只数人数，不列姓名", `<td class="n" data-label="人数">2</td>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if w := get(t, h, "/complaints?month=2024-02&judged=handler.王小明"); w.Code != http.StatusBadRequest {
		t.Errorf("the complaints of a person are answered with %d", w.Code)
	}
}

func TestPersonsAreNamedOnlyWhereThatIsAllowed(t *testing.T) {
	for _, named := range []bool{false, true} {
		h := accountHandler(t, "graded", named, map[string]float64{"销售": 10_000})
		exported := get(t, h, "/accountability.csv?month=2024-02").Body.String()
		for what, text := range map[string]string{"page": page(t, h, "/accountability?month=2024-02"), "export": exported} {
			if strings.Contains(text, "王小明") != named {
				t.Errorf("named %v: the %s has the name: %v", named, what, !named)
			}
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(exported, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, r := range rows[1:] {
			n, err := strconv.Atoi(r[len(r)-1])
			if err != nil {
				t.Fatalf("%q", r)
			}
			sum += n
		}
		if sum != 1800 {
			t.Errorf("named %v: the lines of the export sum to %d", named, sum)
		}
	}
}

func TestAMonthWithoutDenominatorsOrRulesSaysSo(t *testing.T) {
	if body := page(t, accountHandler(t, "graded", false, nil), "/accountability?month=2024-02"); !strings.Contains(body, "需要各部门的订单量") {
		t.Error("the page does not say what a rate needs")
	}
	if body := page(t, accountHandler(t, "graded", false, map[string]float64{"销售": 12_000, "售后<部>": 40_000}), "/accountability?month=2024-02"); !strings.Contains(body, "有订单量的 2 个部门，投诉率都没有落档") ||
		!strings.Contains(body, "最高 销售：0.75%（90 件 ÷ 订单量 12,000）") || !strings.Contains(body, "区间上端达到 0.80%") || strings.Contains(body, "没有当月订单量") {
		t.Error("rates below all bands, all told, are not said so")
	}
	if body := page(t, accountHandler(t, "24-72", false, nil), "/accountability?month=2024-02"); !strings.Contains(body, "这套办法没有问责条款") {
		t.Error("the page does not say that the policy holds nobody to account")
	}
	if body := page(t, accountHandler(t, "graded", false, map[string]float64{"销售": 10_000}), "/accountability?month=2024-03"); !strings.Contains(body, "待月末") {
		t.Error("the rate of a running month is shown")
	}
}

func TestAListByARuleSaysSo(t *testing.T) {
	h := accountHandler(t, "graded", false, nil)
	if body := page(t, h, "/complaints?month=2024-02&judged=fine.延迟受理"); !strings.Contains(body, "按规则测算：延迟受理") {
		t.Error("the list does not name its rule")
	}
	if w := get(t, h, "/complaints?month=2024-02&judged=never.x"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown condition is answered with %d", w.Code)
	}
}
