// Package assets carries the style, the script and the icon of the pages. ECharts is not here: npm installs it.
package assets

import "embed"

// Files are served under /assets/; status.css under /s/ as well.
//
//go:embed app.css app.js data.js icon.svg status.css
var Files embed.FS
