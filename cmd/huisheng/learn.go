package main

import (
	"os"
	"path/filepath"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/learn"
)

type learnCommand struct {
	File   learnFileCommand   `cmd:"" default:"withargs" help:"从任意表格学一个分类器，写成模型文件。"`
	Data   learnDataCommand   `cmd:"" help:"从本套数据已有的标签学：人工更正、来源分类、确定的规则命中。"`
	List   learnListCommand   `cmd:"" help:"列出学过的模型。"`
	Use    learnUseCommand    `cmd:"" help:"启用一个模型；0 表示不用模型。"`
	Back   learnBackCommand   `cmd:"" help:"退回到上一个用过的模型。"`
	Export learnExportCommand `cmd:"" help:"把一个模型写成文件，供 huisheng classify 使用。"`
}

type learnFileCommand struct {
	textFile
	Label []string `help:"标签列；给几列时按层级连成路径，如 部件/问题。" placeholder:"COL" required:""`
	Model string   `help:"模型写到哪里。" placeholder:"FILE" required:"" type:"path"`
	Seed  uint64   `help:"交叉验证分份的随机种子。" default:"1"`
}

// Run learns from the file, measures by cross-validation and writes the model.
func (c learnFileCommand) Run(p *program) error {
	rows, err := c.labelled(c.Label)
	if err != nil {
		return err
	}
	examples, err := rows.examples(p)
	if err != nil {
		return err
	}
	words, err := p.lexicon()
	if err != nil {
		return err
	}
	bar := p.newProgress("学习", 6)
	model, err := learn.Train(p.ctx, examples, learn.Options{Seed: c.Seed, Lexicon: words, Progress: func(done, _ int) { bar.set(int64(done)) }})
	bar.finish()
	if err != nil {
		return err
	}
	model.MadeAt = time.Now().UTC().Truncate(time.Second)
	if err := writeModel(model, c.Model); err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(model.Header)
	}
	p.printf("%s\n", rows.left())
	r := model.Report
	p.printf("✓ 模型 %s：%d 种标签，数据指纹 %s\n", c.Model, len(model.Labels), model.Fingerprint)
	p.printf("  %d 折交叉验证：准确率 %.4f（n=%d），宏平均 F1 %.4f，校准误差 %.4f\n", r.Folds, r.Accuracy.Value, r.Rows, r.MacroF1, r.ECE)
	p.printf("  逐类结果：huisheng evaluate；用它分类：huisheng classify FILE --model %s --text COL --out CSV\n", c.Model)
	return nil
}

// writeModel writes beside and renames, so that a reader never finds half a model.
func writeModel(m *learn.Model, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".model-*")
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "不能写到 %s：请换一个目录", path)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	err = m.Write(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644) //nolint:gosec // a model is for others to use
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// readModel opens a model file.
func readModel(path string) (*learn.Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "打不开模型文件 %s；huisheng learn 可以训练一个", path)
	}
	defer f.Close()
	return learn.Read(f, path)
}
