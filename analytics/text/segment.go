package text

// Segmenter cuts normalised texts into words.
type Segmenter interface {
	// Segment cuts every text into its words, in the order of texts; the words of one text joined give the text. Texts are
	// normalised (Normal.Text). Safe for many goroutines. The words may be parts of the given strings: whoever keeps one longer
	// clones it.
	Segment(texts []string) [][]string

	// Version names the dictionary and the way of cutting; another version may cut otherwise.
	Version() string
}
