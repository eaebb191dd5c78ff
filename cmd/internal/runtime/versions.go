package runtime

import (
	"context"
	"encoding/json"

	"huisheng/analytics"
	"huisheng/jobs/enrich"
)

// versions tells by which versions words were read. It implements web.Readings.
type versions struct{ rt *Runtime }

// ReadBy implements web.Readings.
func (v versions) ReadBy(ctx context.Context, from, to analytics.Month) ([]analytics.ReadBy, error) {
	return v.rt.Warehouse.ReadBy(ctx, from, to)
}

// madeOf is the setting that keeps what a base was made of.
func madeOf(base string) string { return "reading " + base }

// MadeOf implements web.Readings.
func (v versions) MadeOf(ctx context.Context, base string) (map[string]string, error) {
	text, err := v.rt.State.Setting(ctx, madeOf(base))
	if err != nil || text == "" {
		return nil, err
	}
	var parts map[string]string
	return parts, json.Unmarshal([]byte(text), &parts)
}

// remember writes down what an analysis is made of, for when another one has taken its place.
func (r *readings) remember(ctx context.Context, a *enrich.Analysis) error {
	if r.written == a.Base() {
		return nil
	}
	text, err := json.Marshal(a.MadeOf())
	if err != nil {
		return err
	}
	if _, err := r.state.ClaimSetting(ctx, madeOf(a.Base()), string(text)); err != nil {
		return err
	}
	r.written = a.Base()
	return nil
}
