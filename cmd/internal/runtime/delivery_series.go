package runtime

import (
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards"
)

// coded gives the labels of a series, which people write by their names, their codes. A code stays as it is.
func coded(taxonomy *topic.Taxonomy, series []analytics.AxisValue) ([]analytics.AxisValue, error) {
	out := slices.Clone(series)
	for i, v := range out {
		if !dashboards.Labelled(v.Axis) || v.Value == "" {
			continue
		}
		if v.Value == dashboards.ValueName(nil, v.Axis, "") {
			out[i].Value = ""
			continue
		}
		if _, known := taxonomy.Entry(v.Value); known {
			continue
		}
		axis := map[string]topic.Axis{"topic": topic.What, "topic_why": topic.Why, "topic_where": topic.Where}[v.Axis]
		found := slices.IndexFunc(taxonomy.Leaves(axis), func(e topic.Entry) bool { return taxonomy.Name(e.Code) == v.Value })
		if found < 0 {
			return nil, analytics.Invalid("series", "没有叫“%s”的%s：请照分类体系里的名称写", v.Value, dashboards.AxisName(v.Axis))
		}
		out[i].Value = taxonomy.Leaves(axis)[found].Code
	}
	return out, nil
}
