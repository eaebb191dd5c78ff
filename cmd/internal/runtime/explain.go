package runtime

import (
	"huisheng/analytics/topic"
	"huisheng/dashboards"
	"huisheng/jobs/explain"
)

// spoken gives sentences the names that pages have for axes and their values.
type spoken struct{ names names }

// Spoken are the names that people have for axes and values, with the labels of a taxonomy.
func Spoken(taxonomy *topic.Taxonomy) explain.Names { return spoken{names{taxonomy}} }

// Labels are the names of a taxonomy, as pages use them.
func Labels(taxonomy *topic.Taxonomy) dashboards.Names { return names{taxonomy} }

// Axis implements explain.Names.
func (s spoken) Axis(axis string) string { return dashboards.AxisName(axis) }

// Value implements explain.Names.
func (s spoken) Value(axis, value string) string { return dashboards.ValueName(s.names, axis, value) }
