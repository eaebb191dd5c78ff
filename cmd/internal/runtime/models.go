package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huisheng/analytics/learn"
	"huisheng/analytics/text/jieba"
	"huisheng/analytics/topic"
	"huisheng/dashboards/web"
	"huisheng/jobs/teach"
	"huisheng/sql/state"
)

// Taught is a model that was learnt from the data of the installation, and what it learnt from.
type Taught struct {
	Number   uint64
	Model    *learn.Model
	Material *teach.Material
}

// Teach learns a model of topics from the labels that there are and keeps it, in use at once or not. limit bounds the examples, 0 for the
// usual.
func (rt *Runtime) Teach(ctx context.Context, by string, limit int, use bool, progress func(done, all int)) (*Taught, error) {
	classifier, err := rt.overlaid(ctx)
	if err != nil {
		return nil, err
	}
	segmenter, err := jieba.Open(jieba.Config{Dictionaries: rt.Config.Dictionaries, Words: rt.Config.UserDictionaries})
	if err != nil {
		return nil, err
	}
	defer segmenter.Close()
	corrections, err := rt.State.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	material, err := teach.Gather(ctx, rt.readable, teach.Reader{Segmenter: segmenter, Classifier: classifier}, corrections, limit)
	if err != nil {
		return nil, err
	}
	model, err := teach.Learn(ctx, material, classifier.Version(), time.Now().UTC().Truncate(time.Second), progress)
	if err != nil {
		return nil, err
	}
	number, err := rt.keep(ctx, model, by)
	if err == nil && use {
		err = rt.State.UseModel(ctx, number)
	}
	return &Taught{Number: number, Model: model, Material: material}, err
}

func (rt *Runtime) keep(ctx context.Context, model *learn.Model, by string) (uint64, error) {
	header, err := json.Marshal(model.Header)
	if err != nil {
		return 0, err
	}
	var content bytes.Buffer
	if err := model.Write(&content); err != nil {
		return 0, err
	}
	return rt.State.AddModel(ctx, by, string(header), content.Bytes())
}

// modelOf reads a model that is kept.
func modelOf(ctx context.Context, s *state.State, number uint64) (*learn.Model, error) {
	content, err := s.ModelContent(ctx, number)
	if err != nil {
		return nil, err
	}
	return learn.Read(bytes.NewReader(content), fmt.Sprintf("模型 %d", number))
}

// KeptModel is a model that is kept, with what its header tells.
type KeptModel struct {
	state.Model
	Header learn.Header
}

// Models lists the models of the installation, newest first.
func (rt *Runtime) Models(ctx context.Context) ([]KeptModel, error) {
	list, err := rt.State.Models(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]KeptModel, len(list))
	for i, m := range list {
		out[i].Model = m
		if err := json.Unmarshal([]byte(m.Header), &out[i].Header); err != nil {
			return nil, fmt.Errorf("model %d: %w", m.Number, err)
		}
	}
	return out, nil
}

// overlaid is the taxonomy of now, with what people changed of its words.
func (rt *Runtime) overlaid(ctx context.Context) (*topic.Classifier, error) {
	packs, err := Packs(rt.Config)
	if err != nil {
		return nil, err
	}
	changes, err := rt.State.Changes(ctx)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return topic.Compile(packs)
	}
	revision := uint64(0)
	for _, c := range changes {
		revision = max(revision, c.Revision)
	}
	return topic.Overlay(packs, changes, revision)
}

// Model reads a model that is kept.
func (rt *Runtime) Model(ctx context.Context, number uint64) (*learn.Model, error) {
	return modelOf(ctx, rt.State, number)
}

// modelPages is what the page 评估 reads and changes. It implements web.Models.
type modelPages struct{ rt *Runtime }

// LearntModels implements web.Models.
func (p modelPages) LearntModels(ctx context.Context) ([]web.LearntModel, error) {
	list, err := p.rt.Models(ctx)
	out := make([]web.LearntModel, len(list))
	for i, m := range list {
		out[i] = web.LearntModel{Number: m.Number, By: m.By, InUse: m.InUse, Header: m.Header}
	}
	return out, err
}

// UseModel implements web.Models.
func (p modelPages) UseModel(ctx context.Context, number uint64) error {
	return p.rt.State.UseModel(ctx, number)
}
