package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text/jieba"
	"huisheng/analytics/theme"
	"huisheng/dashboards"
	"huisheng/ingest/importer"
)

type topicsCommand struct {
	File     string   `arg:"" help:"表格文件，- 为标准输入。"`
	Text     []string `help:"文字在哪些列；多于一列时，第一列是标题。" required:"" placeholder:"COL"`
	Time     string   `help:"时间在哪一列。" required:"" placeholder:"COL"`
	By       string   `help:"地点（地区、门店等）在哪一列：不同地点的事不算一件。" placeholder:"COL"`
	ID       string   `name:"id" help:"编号在哪一列；不写时按列名找，找不到用行号。" placeholder:"COL"`
	Customer string   `help:"客户在哪一列：一位客户说几次算一人。没有时，几乎一样的文字算同一人。" placeholder:"COL"`
	Likes    string   `help:"点赞数在哪一列。" placeholder:"COL"`
	Dislikes string   `help:"反对数在哪一列。" placeholder:"COL"`
	From     string   `help:"从哪天起，如 2019-01-01。" placeholder:"DATE"`
	To       string   `help:"到哪天止。" placeholder:"DATE"`
	Recent   int      `help:"最近多少天里冒头的算新话题。" default:"30"`
	Least    int      `help:"一个话题至少几条。" default:"3"`
	Top      int      `help:"列出多少个话题。" default:"10"`
	Table    string   `help:"文件里有几张表时，用哪一张。" placeholder:"NAME"`
	Out      string   `help:"把每个话题的每条原文写进这个文件（CSV）。" placeholder:"FILE" type:"path"`
}

// topicPost is one row of the file.
type topicPost struct {
	id, place string
	at        time.Time
	reactions int
	author    uint64
	subject   string
	original  string // subject and text
	text      int    // its number in the corpus; rows alike to the letter have the same
}

// hotTopic is one topic as the command reports it.
type hotTopic struct {
	Rank      int      `json:"rank"`
	Name      string   `json:"name"`
	Place     string   `json:"place,omitempty"`
	Heat      float64  `json:"heat"`
	N         int      `json:"n"`
	People    int      `json:"people"`
	Reactions int      `json:"reactions"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Recent    int      `json:"recent"`           // of the last days
	Before    float64  `json:"before"`           // expected in as many days, from the days before
	Growth    float64  `json:"growth,omitempty"` // see theme.Burst
	Words     []string `json:"words"`
	First     string   `json:"first"` // id of the earliest
	IDs       []string `json:"ids"`

	posts []*topicPost
}

// Run groups the rows by matter and lists the hottest, and those that are new.
func (c topicsCommand) Run(p *program) error {
	posts, skipped, err := c.read()
	if err != nil {
		return err
	}
	if len(posts) == 0 {
		return analytics.Invalid("text", "%s 里没有可以归并的文字：请检查 --text、--time 和日期范围", c.File)
	}
	topics, err := c.topics(p, posts)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := writeTopicRows(c.Out, topics); err != nil {
			return err
		}
	}
	hot, fresh := topics[:min(c.Top, len(topics))], emergingOf(topics, c.Top)
	if p.flags.JSON {
		return p.writeJSON(map[string]any{"rows": len(posts), "skipped": skipped, "topics": len(topics), "hot": hot, "emerging": fresh})
	}
	p.printf("%s 条，归成 %s 个话题", dashboards.Number(len(posts)), dashboards.Number(len(topics)))
	if skipped > 0 {
		p.printf("；%s 行没有文字或时间，没有计入", dashboards.Number(skipped))
	}
	p.printf("\n热度 =（人数 + √反应数）× 集中度 × √专有度 ÷ ∛月数；反应数是点赞与反对之和\n\n热点\n")
	for _, t := range hot {
		t.print(p)
	}
	if len(fresh) > 0 {
		p.printf("\n最近 %d 天新出现或突然增多\n", c.Recent)
		for _, t := range fresh {
			t.print(p)
		}
	}
	return nil
}

func (t *hotTopic) print(p *program) {
	p.printf("%2d  %s\n    热度 %.1f　%s 条 %s 人", t.Rank, t.Name, t.Heat, dashboards.Number(t.N), dashboards.Number(t.People))
	if t.Reactions > 0 {
		p.printf("　反应 %s", dashboards.Number(t.Reactions))
	}
	p.printf("　%s 至 %s", t.From, t.To)
	if t.Place != "" {
		p.printf("　地点 %s", t.Place)
	}
	p.printf("\n    词 %s\n", strings.Join(t.Words, " "))
	for _, post := range t.posts[:min(3, len(t.posts))] {
		p.printf("    · %s %s %s\n", post.id, dashboards.DateText(post.at), clipped(cmp.Or(post.subject, post.original), 40))
	}
}

func clipped(s string, runes int) string {
	list := []rune(strings.Join(strings.Fields(s), " "))
	if len(list) <= runes {
		return string(list)
	}
	return string(list[:runes]) + "…"
}

// columns are the headers that are read, text first.
func (c topicsCommand) columns() []string {
	return append(slices.Clone(c.Text), c.Time, c.By, c.ID, c.Customer, c.Likes, c.Dislikes)
}

// read takes the rows of the chosen days that have words.
func (c topicsCommand) read() (posts []*topicPost, skipped int, err error) {
	from, err := parseDate("from", c.From)
	if err != nil {
		return nil, 0, err
	}
	to, err := parseDate("to", c.To)
	if err != nil {
		return nil, 0, err
	}
	place := map[string]int{} // header → its place in the cells
	var asked []string
	for _, name := range c.columns() {
		if _, known := place[name]; name != "" && !known {
			place[name] = len(asked)
			asked = append(asked, name)
		}
	}
	var table *importer.Table
	if c.File == "-" {
		table, err = importer.OpenTableReader(os.Stdin, "标准输入", asked, importer.Options{Table: c.Table})
	} else {
		table, err = importer.OpenTable(c.File, asked, importer.Options{Table: c.Table})
	}
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	ids := -1
	if c.ID == "" {
		ids = table.IDColumn()
	}
	for {
		row, err := table.Next()
		if err == io.EOF {
			return posts, skipped, nil
		}
		if err != nil {
			return nil, 0, err
		}
		post, timed, err := c.post(&row, place, ids)
		switch {
		case err != nil:
			return nil, 0, err
		case !timed || post.subject+post.original == "":
			skipped++
		case !from.IsZero() && post.at.Before(from) || !to.IsZero() && !post.at.Before(to.AddDate(0, 0, 1)):
		default:
			posts = append(posts, post)
		}
	}
}

// post reads one row; timed is false when its time cannot be read. place tells where the cells of the asked columns stand, ids the column of
// numbers when none was asked for, -1 without one.
func (c topicsCommand) post(row *importer.TableRow, place map[string]int, ids int) (post *topicPost, timed bool, err error) {
	cell := func(name string) string {
		if at, known := place[name]; known {
			return row.Cells[at]
		}
		return ""
	}
	at, timed := importer.ParseTime(cell(c.Time))
	post = &topicPost{id: strconv.Itoa(row.Number), place: cell(c.By), at: at, author: hashOf(cell(c.Customer))}
	switch {
	case c.ID != "":
		post.id = cell(c.ID)
	case ids >= 0 && ids < len(row.All):
		post.id = strings.TrimSpace(row.All[ids])
	}
	for _, name := range []string{c.Likes, c.Dislikes} {
		said := strings.TrimSpace(cell(name))
		if said == "" {
			continue
		}
		n, err := strconv.Atoi(said)
		if err != nil {
			return nil, false, analytics.Invalid(name, "第 %d 行的“%s”应为整数，现为 %q", row.Number, name, said)
		}
		post.reactions += max(0, n)
	}
	if len(c.Text) == 1 {
		post.original = cell(c.Text[0])
		return post, timed, nil
	}
	post.subject = cell(c.Text[0])
	var rest []string
	for _, name := range c.Text[1:] {
		rest = append(rest, cell(name))
	}
	post.original = strings.Join(rest, "\n")
	return post, timed, nil
}

func hashOf(s string) uint64 {
	if s == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, s)
	return h.Sum64()
}

// topics groups the posts, the hottest first.
func (c topicsCommand) topics(p *program, posts []*topicPost) ([]*hotTopic, error) {
	settings, err := p.config()
	if err != nil {
		return nil, err
	}
	segmenter, err := jieba.Open(jieba.Config{Dictionaries: settings.Dictionaries, Words: settings.UserDictionaries})
	if err != nil {
		return nil, err
	}
	defer segmenter.Close()
	rarity, err := segmenter.Rarity()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(posts, func(a, b *topicPost) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	b := newTopicBook(segmenter, rarity)
	for _, post := range posts {
		b.take(post)
	}
	b.flush()
	space := theme.NewSpace(b.corpus, c.Least)
	matters := space.Matters(theme.Grouping{Alike: 0.25, Together: 0.15, Neighbours: 20, Least: c.Least, Apart: b.apart})
	end := analytics.DayOf(posts[len(posts)-1].at).AddDate(0, 0, 1)
	topics := make([]*hotTopic, 0, len(matters))
	for _, m := range matters {
		if t := b.topic(m, posts[0].at, end, c.Recent); m.Titled >= titled && t.People > 1 { // one who writes again and again is one
			topics = append(topics, t)
		}
	}
	slices.SortStableFunc(topics, func(a, b *hotTopic) int { return cmp.Or(cmp.Compare(b.Heat, a.Heat), cmp.Compare(a.First, b.First)) })
	for i, t := range topics {
		t.Rank = i + 1
	}
	return topics, nil
}

// titled is the share of headings that name what the texts have in common at least; what only the bodies share is a manner of writing.
const titled = 0.3

// emergingOf are the topics whose recent number is more than chance makes of the days before, the most surprising first.
func emergingOf(topics []*hotTopic, top int) []*hotTopic {
	var fresh []*hotTopic
	for _, t := range topics {
		if t.Growth >= theme.Surprising {
			fresh = append(fresh, t)
		}
	}
	slices.SortStableFunc(fresh, func(a, b *hotTopic) int { return cmp.Compare(b.Growth, a.Growth) })
	return fresh[:min(top, len(fresh))]
}

// writeTopicRows writes a line for each post of each topic.
func writeTopicRows(path string, topics []*hotTopic) error {
	file, err := os.Create(path)
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	w := csv.NewWriter(file)
	_ = w.Write([]string{"rank", "topic", "heat", "n", "people", "from", "to", "place", "id", "time", "reactions", "subject", "text"})
	for _, t := range topics {
		for _, post := range t.posts {
			_ = w.Write([]string{strconv.Itoa(t.Rank), t.Name, fmt.Sprintf("%.1f", t.Heat), strconv.Itoa(t.N), strconv.Itoa(t.People), t.From, t.To, t.Place,
				post.id, dashboards.TimeText(post.at), strconv.Itoa(post.reactions), post.subject, post.original})
		}
	}
	w.Flush()
	if err := errors.Join(w.Error(), file.Close()); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了文件 %s", path)
	}
	return nil
}
