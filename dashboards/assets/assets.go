// Package assets carries the style, the script and the icon of the pages. ECharts is not here: npm installs it.
package assets

import "embed"

// Files are served under /assets/.
//
//go:embed app.css app.js data.js icon.svg
var Files embed.FS
