package importer

// exposuresOfRow maps a row of a table of exposures.
func (c *converter) exposuresOfRow(in row) []outcome { return nil }
