package jieba

import (
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Config says which dictionaries to use. The zero value uses those that Find finds.
type Config struct {
	Dictionaries string   // folder of the dictionary files; empty: beside the program, else the module cache
	Words        []string // the company's user dictionaries, in the order in which they are read
}

// Segmenter is a text.Segmenter over one list of words at a time (10 MB, a fraction of a second to load).
type Segmenter struct {
	current atomic.Pointer[instance] // nil once closed
	cutters sync.Pool
}

var _ text.Segmenter = (*Segmenter)(nil)

type instance struct {
	tree    *tree
	files   Files
	version string
}

// Open loads the dictionaries.
func Open(config Config) (*Segmenter, error) {
	s := &Segmenter{cutters: sync.Pool{New: func() any { return new(cutter) }}}
	if err := s.Reload(config); err != nil {
		return nil, err
	}
	return s, nil
}

// Reload loads dictionaries anew and then puts them in the place of the old ones. Cuts that run go on with the old ones; on an error
// the old ones stay.
func (s *Segmenter) Reload(config Config) error {
	next, err := load(config)
	if err != nil {
		return err
	}
	s.current.Store(next)
	return nil
}

// Close forgets the dictionaries. Segment returns no words afterwards.
func (s *Segmenter) Close() error {
	s.current.Store(nil)
	return nil
}

// Segment implements text.Segmenter. The words are parts of the given strings. Bytes that are no UTF-8 are words of their own.
func (s *Segmenter) Segment(texts []string) [][]string {
	in := s.current.Load()
	if in == nil {
		return make([][]string, len(texts))
	}
	c := s.cutters.Get().(*cutter)
	defer s.cutters.Put(c)
	return c.list(in.tree, texts)
}

// Version is a hash of the dictionaries and of the way of cutting.
func (s *Segmenter) Version() string {
	if in := s.current.Load(); in != nil {
		return in.version
	}
	return ""
}

// Rarity reads the inverse document frequencies that lie beside the dictionary.
func (s *Segmenter) Rarity() (*text.Rarity, error) {
	in := s.current.Load()
	if in == nil {
		return text.NewRarity(), nil
	}
	file, err := os.Open(in.files.Rarity)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到词频表 %s", in.files.Rarity)
	}
	defer file.Close()
	return text.ReadRarity(file)
}

func load(config Config) (*instance, error) {
	files, err := Find(config.Dictionaries)
	if err != nil {
		return nil, err
	}
	words, err := userWords(config.Words)
	if err != nil {
		return nil, err
	}
	list, err := os.ReadFile(files.Words)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到分词词典 %s", files.Words)
	}
	tree, err := parse(string(list), words)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "分词词典 %s 不能用", files.Words)
	}
	return &instance{tree: tree, files: files, version: versionOf(len(list), words)}, nil
}

// way is the way of cutting; another one may cut otherwise.
const way = 1

// versionOf hashes the size of the shipped dictionary, as it changes only with gojieba, and every user word.
func versionOf(size int, words []string) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d\n%s", way, size, strings.Join(words, "\n"))
	return fmt.Sprintf("jieba-%016x", h.Sum64())
}
