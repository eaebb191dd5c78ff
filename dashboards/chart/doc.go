// Package chart builds ECharts options. It is the only importer of go-echarts, and uses it for options only: nothing of it that writes
// HTML or script is called. Colours are names of the page's tokens (--data), which the page's script looks up, so that one option
// serves light, dark and print. Every item carries the sentence of its tip and the door to its complaints.
package chart
