package docs

import (
	"regexp"
	"strings"
	"testing"
)

func TestEveryDocumentIsRenderedWhole(t *testing.T) {
	for _, p := range Pages {
		page, body, found := Render(p.Name)
		if !found || page != p {
			t.Fatalf("%s is not there", p.Name)
		}
		text := regexp.MustCompile(`(?s)<pre>.*?</pre>|<code>.*?</code>`).ReplaceAllString(string(body), "")
		for _, mark := range []string{"**", "`", "](", "\n#", "\n|", "\n- "} {
			if strings.Contains(text, mark) {
				t.Errorf("%s still holds %q", p.Name, mark)
			}
		}
		if strings.Count(string(body), "<h1>") != 1 {
			t.Errorf("%s has not one title", p.Name)
		}
		for _, link := range regexp.MustCompile(`href="/docs/([a-z]+)"`).FindAllStringSubmatch(string(body), -1) {
			if _, _, found := Render(link[1]); !found {
				t.Errorf("%s leads to %s, which is not there", p.Name, link[1])
			}
		}
	}
	if _, _, found := Render("../docs"); found {
		t.Error("a document that is none was found")
	}
}

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"# 一 `x`":                             "<h1>一 <code>x</code></h1>\n",
		"####### 深":                           "<h3>深</h3>\n",
		"甲\n乙\n\n丙":                           "<p>甲乙</p>\n<p>丙</p>\n",
		"- 一\n  续\n- 二":                       "<ul><li>一续</li><li>二</li></ul>\n",
		"| a | b |\n|---|---|\n| 1 | **2** |": "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><b>2</b></td></tr></table>\n",
		"```sh\na < b\n# c\n```\n后":           "<pre>a &lt; b\n# c\n</pre>\n<p>后</p>\n",
		"<script>alert(1)</script>":           "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
		"[里](/docs/usage)":                    "<p><a class=\"door\" href=\"/docs/usage\">里</a></p>\n",
		"[外](https://example.com)":            "<p>[外](https://example.com)</p>\n",
		"[坏](javascript:alert(1))":            "<p>[坏](javascript:alert(1))</p>\n",
		"```\n没有结束":                           "<pre>没有结束\n</pre>\n",
		"`":                                   "<p>`</p>\n",
		"":                                    "",
	} {
		if got := toHTML(text); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", text, got, want)
		}
	}
}
