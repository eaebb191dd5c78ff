package docs

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

var (
	code   = regexp.MustCompile("`([^`]+)`")
	strong = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	link   = regexp.MustCompile(`\[([^\]]+)\]\((/[^)\s]*)\)`)
)

// toHTML knows headings, paragraphs, lists, tables, fenced code, and inside of lines code, bold and links within this site. That is
// all that the documents use; anything else is text.
func toHTML(text string) string {
	var b strings.Builder
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); {
		line := lines[i]
		switch {
		case strings.TrimSpace(line) == "":
			i++
		case strings.HasPrefix(line, "```"):
			i = fenced(&b, lines, i+1)
		case strings.HasPrefix(line, "#"):
			level := min(3, len(line)-len(strings.TrimLeft(line, "#")))
			fmt.Fprintf(&b, "<h%d>%s</h%d>\n", level, inline(strings.TrimSpace(strings.TrimLeft(line, "#"))), level)
			i++
		case strings.HasPrefix(line, "- "):
			i = block(&b, lines, i, "ul", "- ", func(s string) string { return "<li>" + inline(s) + "</li>" })
		case strings.HasPrefix(line, "|"):
			i = table(&b, lines, i)
		default:
			i = paragraph(&b, lines, i)
		}
	}
	return b.String()
}

func inline(s string) string {
	s = html.EscapeString(s)
	s = code.ReplaceAllString(s, "<code>$1</code>")
	s = strong.ReplaceAllString(s, "<b>$1</b>")
	return link.ReplaceAllString(s, `<a class="door" href="$2">$1</a>`)
}

func fenced(b *strings.Builder, lines []string, i int) int {
	b.WriteString("<pre>")
	for ; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
		b.WriteString(html.EscapeString(lines[i]) + "\n")
	}
	b.WriteString("</pre>\n")
	return i + 1
}

func block(b *strings.Builder, lines []string, i int, tag, mark string, write func(string) string) int {
	b.WriteString("<" + tag + ">")
	for i < len(lines) && strings.HasPrefix(lines[i], mark) {
		item := lines[i][len(mark):]
		for i++; i < len(lines) && strings.HasPrefix(lines[i], "  "); i++ {
			item += strings.TrimSpace(lines[i])
		}
		b.WriteString(write(item))
	}
	b.WriteString("</" + tag + ">\n")
	return i
}

func table(b *strings.Builder, lines []string, i int) int {
	b.WriteString("<table>")
	for row := 0; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
		cells := strings.Split(strings.Trim(strings.TrimSpace(lines[i]), "|"), "|")
		if strings.Trim(strings.Join(cells, ""), "-: ") == "" {
			continue
		}
		tag := "td"
		if row == 0 {
			tag = "th"
		}
		b.WriteString("<tr>")
		for _, c := range cells {
			fmt.Fprintf(b, "<%s>%s</%s>", tag, inline(strings.TrimSpace(c)), tag)
		}
		b.WriteString("</tr>")
		row++
	}
	b.WriteString("</table>\n")
	return i
}

func paragraph(b *strings.Builder, lines []string, i int) int {
	var text []string
	for ; i < len(lines) && strings.TrimSpace(lines[i]) != "" && !strings.ContainsAny(lines[i][:1], "#-|`"); i++ {
		text = append(text, strings.TrimSpace(lines[i]))
	}
	if len(text) == 0 { // a line that only looks like something else
		text = append(text, strings.TrimSpace(lines[i]))
		i++
	}
	b.WriteString("<p>" + inline(strings.Join(text, "")) + "</p>\n")
	return i
}
