package jieba

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// dictionary collects words with their frequencies, from which a tree is made.
type dictionary struct {
	words   []entry
	counts  []float64          // different frequencies
	times   []int              // how many words have each
	numbers map[float64]uint32 // of a frequency in counts
	sum     float64
}

// longest bounds a word, in bytes: gojieba looks no further than 512 runes.
const longest = 3 * 512

// entry is a word; value is 1 + the number of its frequency.
type entry struct {
	word  string
	value uint32
}

// parse reads a list in the form of jieba (a line is a word, its frequency and its part of speech, with one space between) and further words in
// the form of jieba's user dictionary: a word alone or with a part of speech has the median frequency of the list, else its frequency is the
// second of three columns. Of a word that is there twice the last one holds. Frequencies are shares of those of the list.
func parse(list string, further []string) (*tree, error) {
	d := dictionary{numbers: map[float64]uint32{}}
	n := 0
	for line := range strings.Lines(list) {
		n++
		word, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		number, tag, complete := strings.Cut(rest, " ")
		count, err := strconv.ParseFloat(number, 64)
		if err != nil || !(count > 0) || math.IsInf(count, 0) || !complete || strings.Contains(tag, " ") || !utf8.ValidString(word) || len(word) > longest {
			return nil, analytics.Invalid("dictionaries", "第 %d 行读不懂：一行应是词、词频（大于 0）、词性三栏，以一个空格分开", n)
		}
		d.add(word, count)
	}
	if n == 0 {
		return nil, analytics.Invalid("dictionaries", "里面没有词")
	}
	least, middle := d.spread()
	whole := d.sum
	for _, line := range further {
		count := middle
		columns := strings.Split(line, " ")
		if len(columns) == 3 {
			count, _ = strconv.ParseFloat(columns[1], 64) // checkWord has seen that it is a number
		}
		d.add(columns[0], count)
	}
	return d.tree(whole, least)
}

func (d *dictionary) add(word string, count float64) {
	number, ok := d.numbers[count]
	if !ok {
		number = uint32(len(d.counts))
		d.numbers[count] = number
		d.counts, d.times = append(d.counts, count), append(d.times, 0)
	}
	d.times[number]++
	d.sum += count
	d.words = append(d.words, entry{word, number + 1})
}

// spread returns the smallest frequency and the median one, of an even number of words the upper.
func (d *dictionary) spread() (least, middle float64) {
	sorted := slices.Sorted(slices.Values(d.counts))
	seen := 0
	for _, count := range sorted {
		if seen += d.times[d.numbers[count]]; seen > len(d.words)/2 {
			return sorted[0], count
		}
	}
	return sorted[0], sorted[0]
}

// tree makes the tree of the words.
func (d *dictionary) tree(whole, least float64) (*tree, error) {
	weights := make([]float64, 1, len(d.counts)+1)
	for _, count := range d.counts {
		weights = append(weights, weight(count, whole))
	}
	return newTree(d.words, weights, weight(least, whole))
}

// weight is the logarithm of a probability.
func weight(count, whole float64) float64 {
	if count == 0 {
		return math.Inf(-1)
	}
	return logarithm(count / whole)
}
