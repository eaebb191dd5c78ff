package main

import (
	"fmt"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/cmd/internal/runtime"
	"huisheng/sql/state"
)

// origins are what origins of labels are called.
var origins = map[string]string{"person": "人工更正", "category": "来源分类", "rule": "确定的规则命中"}

type learnDataCommand struct {
	Limit  int    `help:"最多学多少件投诉，从最近的月份起；0 用默认值 20000。" default:"0"`
	By     string `help:"谁做的，记在模型上。" placeholder:"NAME"`
	Unused bool   `help:"只学，不启用。"`
}

// Run learns a model of topics from the labels of the installation and puts it to use.
func (c learnDataCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	bar := p.newProgress("学习", 6)
	taught, err := rt.Teach(p.ctx, c.By, c.Limit, !c.Unused, func(done, _ int) { bar.set(int64(done)) })
	bar.finish()
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(struct {
			Number uint64       `json:"number"`
			Read   int          `json:"read"`
			Sparse int          `json:"sparse"`
			Header learn.Header `json:"header"`
		}{taught.Number, taught.Material.Read, taught.Material.Sparse, taught.Model.Header})
	}
	m := taught.Material
	p.printf("看了 %d 件投诉（%s 起往回 %d 个月），其中 %d 件有可学的标签", m.Read, m.Months[0], len(m.Months), len(m.Examples))
	if m.Sparse > 0 {
		p.printf("；另有 %d 件的标签太少，没有学", m.Sparse)
	}
	p.printf("\n✓ 模型 %d：%d 种主题，数据指纹 %s\n", taught.Number, len(taught.Model.Labels), taught.Model.Fingerprint)
	r := taught.Model.Report
	p.printf("  交叉验证（%d 折，n=%d）：与已有标签一致 %.1f%%（%.1f%%–%.1f%%），宏平均 F1 %.3f，校准误差 %.3f\n", r.Folds, r.Rows, r.Accuracy.Value*100,
		r.Accuracy.Low*100, r.Accuracy.High*100, r.MacroF1, r.ECE)
	for _, o := range r.Origins {
		p.printf("  · 标签来自%s的 %d 件：一致 %.1f%%\n", origins[o.Origin], o.Accuracy.N, o.Accuracy.Value*100)
	}
	p.printf("  置信度达到 %.2f 才算数，覆盖 %.1f%%\n", taught.Model.Threshold, r.ShareAt(taught.Model.Threshold)*100)
	if c.Unused {
		p.printf("  还没有启用：huisheng learn use %d\n", taught.Number)
	} else {
		p.printf("  已启用：各月从新到旧重读；不合适可退回：huisheng learn back\n")
	}
	return nil
}

type learnListCommand struct{}

// Run lists the models, newest first.
func (c learnListCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	list, err := rt.Models(p.ctx)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(listed(list))
	}
	if len(list) == 0 {
		p.printf("还没有模型；huisheng learn data 从已有的标签学一个\n")
	}
	for _, m := range list {
		mark := " "
		if m.InUse {
			mark = "✓"
		}
		r := m.Header.Report
		p.printf("%s %-4d %s  %d 种主题  n=%d  准确率 %.3f  宏平均 F1 %.3f  校准误差 %.3f  指纹 %s  %s\n", mark, m.Number, m.MadeAt.In(analytics.Zone).Format("2006-01-02 15:04"),
			len(m.Header.Labels), r.Rows, r.Accuracy.Value, r.MacroF1, r.ECE, m.Header.Fingerprint, m.By)
	}
	return nil
}

type listedModel struct {
	Number uint64       `json:"number"`
	InUse  bool         `json:"in_use"`
	By     string       `json:"by,omitempty"`
	Header learn.Header `json:"header"`
}

func listed(list []runtime.KeptModel) []listedModel {
	out := make([]listedModel, len(list))
	for i, m := range list {
		out[i] = listedModel{m.Number, m.InUse, m.By, m.Header}
	}
	return out
}

type learnUseCommand struct {
	Number uint64 `arg:"" help:"模型的编号，见 huisheng learn list；0 表示不用模型。"`
}

// Run puts a model to use. Every process of the installation takes it within a second, and months are read again newest first.
func (c learnUseCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	if err := rt.State.UseModel(p.ctx, c.Number); err != nil {
		return err
	}
	return p.used(c.Number)
}

type learnBackCommand struct{}

// Run puts the model to use that was in use before the present one.
func (c learnBackCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	list, err := rt.State.Models(p.ctx)
	if err != nil {
		return err
	}
	before := state.ModelBefore(list)
	if err := rt.State.UseModel(p.ctx, before); err != nil {
		return err
	}
	return p.used(before)
}

func (p *program) used(number uint64) error {
	if p.flags.JSON {
		return p.writeJSON(map[string]uint64{"number": number})
	}
	what := fmt.Sprintf("已启用模型 %d", number)
	if number == 0 {
		what = "不再使用模型"
	}
	p.printf("✓ %s；各月从新到旧重读\n", what)
	return nil
}

type learnExportCommand struct {
	Number uint64 `arg:"" help:"模型的编号，见 huisheng learn list。"`
	Model  string `help:"写到哪里。" placeholder:"FILE" required:"" type:"path"`
}

// Run writes a model that is kept to a file.
func (c learnExportCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	model, err := rt.Model(p.ctx, c.Number)
	if err != nil {
		return err
	}
	return writeModel(model, c.Model)
}
