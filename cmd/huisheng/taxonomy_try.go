package main

import (
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards"
)

type taxonomyTry struct {
	Text     string `arg:"" help:"一段投诉原文。"`
	Category string `help:"来源自己的分类。" placeholder:"NAME"`
}

// trialJSON is one axis of a trial.
type trialJSON struct {
	Axis       string          `json:"axis"`
	Name       string          `json:"name"`
	Code       string          `json:"code"`
	Label      string          `json:"label"`
	Path       []string        `json:"path,omitempty"`
	From       string          `json:"from"`
	Confidence float32         `json:"confidence"`
	Others     []string        `json:"others,omitempty"`
	Candidates []candidateJSON `json:"candidates,omitempty"`
}

type candidateJSON struct {
	Code    string   `json:"code"`
	Label   string   `json:"label"`
	Score   float32  `json:"score"`
	Rule    int      `json:"rule,omitempty"`
	Implied bool     `json:"implied,omitempty"`
	Words   []string `json:"words"`
}

// Run reads one text and shows what was weighed.
func (c taxonomyTry) Run(p *program) error {
	if strings.TrimSpace(c.Text) == "" && c.Category == "" {
		return analytics.Invalid("text", "请给出一段原文，如 huisheng taxonomy try \"空调不制冷，报修一周没人上门\"")
	}
	classifier, err := p.classifier()
	if err != nil {
		return err
	}
	t := classifier.Taxonomy()
	e := classifier.Explain(c.Text, c.Category)
	trials := trialsOf(t, e)
	if p.flags.JSON {
		return p.writeJSON(map[string]any{"text": c.Text, "category": c.Category, "pack": e.Home, "model": classifier.Version(), "axes": trials})
	}
	for _, one := range trials {
		p.printf("%s：%s", one.Name, one.Label)
		if one.Code != "" {
			p.printf("（%s）", strings.Join(append(one.Path, one.Code), " › "))
		}
		if one.From == topic.FromRule {
			p.printf("，%s", dashboards.Signs(one.Confidence))
		} else if one.From == topic.FromCategory {
			p.printf("，依据来源分类")
		}
		p.printf("\n")
		for i, candidate := range one.Candidates {
			if i == mostCandidates {
				p.printf("   … 另有 %d 个更弱的\n", len(one.Candidates)-i)
				break
			}
			p.printf("   %.2f %s %s：%s\n", candidate.Score, candidate.Label, ruleText(candidate), strings.Join(candidate.Words, "、"))
		}
	}
	return nil
}

// mostCandidates is how many candidates of an axis a person is shown.
const mostCandidates = 5

func ruleText(c candidateJSON) string {
	switch {
	case c.Rule == 0:
		return "由现象推出"
	case c.Implied:
		return "第 " + strconv.Itoa(c.Rule) + " 条规则，并由现象推出"
	}
	return "第 " + strconv.Itoa(c.Rule) + " 条规则"
}

func trialsOf(t *topic.Taxonomy, e topic.Explanation) []trialJSON {
	var list []trialJSON
	names := axisNamesOf(t, e.Home)
	for _, axis := range topic.Axes {
		label := []analytics.Label{{Code: e.Topic, From: e.From, Confidence: e.Confidence}, e.Why, e.Where}[axis]
		one := trialJSON{Axis: axis.String(), Name: names[axis], Code: label.Code, Label: t.Name(label.Code), From: label.From, Confidence: label.Confidence}
		if path := t.Path(label.Code); len(path) > 1 {
			one.Path = path[:len(path)-1]
		}
		if axis == topic.What {
			for _, other := range e.Others {
				one.Others = append(one.Others, t.Name(other))
			}
		}
		for _, candidate := range e.Candidates[axis] {
			one.Candidates = append(one.Candidates, candidateJSON{Code: candidate.Code, Label: t.Name(candidate.Code), Score: candidate.Score, Rule: candidate.Rule,
				Implied: candidate.Implied, Words: candidate.Words})
		}
		list = append(list, one)
	}
	return list
}

// axisNamesOf is what the pack of a text calls the axes.
func axisNamesOf(t *topic.Taxonomy, pack string) (names [len(topic.Axes)]string) {
	for _, a := range topic.Axes {
		names[a] = a.Name()
	}
	for _, s := range t.Schemes() {
		if s.Code == pack {
			names = s.Axes
		}
	}
	return names
}
