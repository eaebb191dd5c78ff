package importer

import "huisheng/analytics"

// life gives the steps of a complaint that its row tells.
func (c *converter) life(in row, r *analytics.Complaint, out []outcome) []outcome { return out }

// eventOfRow maps a row of a table of events.
func (c *converter) eventOfRow(in row) outcome { return outcome{} }
