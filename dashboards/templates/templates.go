// Package templates carries the HTML of the pages.
package templates

import "embed"

// Files are the templates: layout.html around every page, panels.html and detail.html with the parts, one file for each page.
//
//go:embed *.html
var Files embed.FS
