package jieba

import (
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"sync"

	"github.com/yanyiwu/gojieba"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Config says which dictionaries to use. The zero value uses those that Find finds.
type Config struct {
	Dictionaries string   // folder of the dictionary files; empty: beside the program, else the module cache
	Words        []string // the company's user dictionaries, in the order in which they are read
	// Discover joins single characters into words that no list knows, by the hidden Markov model. What it finds in complaints
	// is mostly names and slips, and it costs a third of the speed.
	Discover bool
}

// Segmenter is a text.Segmenter over one gojieba instance at a time (130 MB, about a second to load).
type Segmenter struct {
	lock    sync.RWMutex // readers cut; the writer swaps the instance, so that none is freed under a reader
	current *instance
}

var _ text.Segmenter = (*Segmenter)(nil)

type instance struct {
	jieba    *gojieba.Jieba
	files    Files
	discover bool
	version  string
}

// Open loads the dictionaries.
func Open(config Config) (*Segmenter, error) {
	first, err := load(config)
	if err != nil {
		return nil, err
	}
	return &Segmenter{current: first}, nil
}

// Reload loads dictionaries anew and then puts them in the place of the old ones. Cuts that run go on with the old ones; on an error
// the old ones stay.
func (s *Segmenter) Reload(config Config) error {
	next, err := load(config)
	if err != nil {
		return err
	}
	s.lock.Lock()
	old := s.current
	s.current = next
	s.lock.Unlock()
	if old != nil {
		old.jieba.Free()
	}
	return nil
}

// Close frees the dictionaries. Segment returns no words afterwards.
func (s *Segmenter) Close() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.current != nil {
		s.current.jieba.Free()
		s.current = nil
	}
	return nil
}

// Version is a hash of the dictionaries and of the way of cutting.
func (s *Segmenter) Version() string {
	s.lock.RLock()
	defer s.lock.RUnlock()
	if s.current == nil {
		return ""
	}
	return s.current.version
}

// Rarity reads the inverse document frequencies that lie beside the dictionary.
func (s *Segmenter) Rarity() (*text.Rarity, error) {
	s.lock.RLock()
	if s.current == nil {
		s.lock.RUnlock()
		return text.NewRarity(), nil
	}
	path := s.current.files.Rarity
	s.lock.RUnlock()
	file, err := os.Open(path)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到词频表 %s", path)
	}
	defer file.Close()
	return text.ReadRarity(file)
}

func load(config Config) (*instance, error) {
	// 1. Everything that gojieba would panic about is checked before it is called.
	files, err := Find(config.Dictionaries)
	if err != nil {
		return nil, err
	}
	words, err := userWords(config.Words)
	if err != nil {
		return nil, err
	}
	version, err := versionOf(files, words, config.Discover)
	if err != nil {
		return nil, err
	}
	// 2. Our words and the company's are one file, which is needed only while gojieba loads.
	temporary, err := writeTemporary(words)
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary)
	return &instance{
		jieba:    gojieba.NewJieba(files.Words, files.Model, temporary, files.Rarity, files.Stop),
		files:    files,
		discover: config.Discover,
		version:  version,
	}, nil
}

// versionOf hashes the sizes of the shipped dictionaries, as they change only with gojieba, and every user word.
func versionOf(files Files, words []string, discover bool) (string, error) {
	h := fnv.New64a()
	for _, path := range []string{files.Words, files.Model} {
		info, err := os.Stat(path)
		if err != nil {
			return "", analytics.Wrap(analytics.KindMissing, err, "读不到分词词典 %s", path)
		}
		fmt.Fprintf(h, "%d\n", info.Size())
	}
	fmt.Fprintf(h, "%t\n%s", discover, strings.Join(words, "\n"))
	return fmt.Sprintf("jieba-%016x", h.Sum64()), nil
}
