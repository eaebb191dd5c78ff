package jieba

import (
	"os"

	"github.com/yanyiwu/gojieba"
)

// Bare is gojieba's own Cut over the dictionaries of a Config, one call a text, as a program without us would use it: the reference of benchmarks
// and of tests. discover joins unknown words by the hidden Markov model, which is gojieba's default. It takes 130 MB and about a second to load;
// free gives the memory back, after which cut must not be called.
func Bare(config Config, discover bool) (cut func(text string) []string, free func(), err error) {
	// 1. Everything that gojieba would panic about is checked before it is called.
	files, err := Find(config.Dictionaries)
	if err != nil {
		return nil, nil, err
	}
	words, err := userWords(config.Words)
	if err != nil {
		return nil, nil, err
	}
	// 2. Our words and the company's are one file, which is needed only while gojieba loads.
	temporary, err := writeTemporary(words)
	if err != nil {
		return nil, nil, err
	}
	defer os.Remove(temporary)
	j := gojieba.NewJieba(files.Words, files.Model, temporary, files.Rarity, files.Stop)
	return func(text string) []string { return j.Cut(text, discover) }, j.Free, nil
}
