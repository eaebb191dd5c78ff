package runtime

import (
	"errors"
	"runtime"

	"huisheng/analytics/idea"
	"huisheng/analytics/text/jieba"
	"huisheng/analytics/tone"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/config"
	"huisheng/jobs/enrich"
)

// Packs are the taxonomy packs in use: those of the program, with a company's own in place of or beside them, and of these the chosen ones
// with all that they extend.
func Packs(c config.Config) ([]topic.Pack, error) {
	packs, err := topic.Shipped()
	if err != nil {
		return nil, err
	}
	if c.Taxonomy != "" {
		own, err := topic.ReadFolder(c.Taxonomy)
		if err != nil {
			return nil, err
		}
		packs = topic.Join(packs, own)
	}
	return topic.Select(packs, c.TaxonomyPacks)
}

// Taxonomy compiles the taxonomy packs in use.
func Taxonomy(c config.Config) (*topic.Classifier, error) {
	packs, err := Packs(c)
	if err != nil {
		return nil, err
	}
	return topic.Compile(packs)
}

// OpenAnalysis loads the dictionaries and the taxonomy; it takes half a second. The caller closes the segmenter after its last use.
func OpenAnalysis(c config.Config) (*enrich.Analysis, *jieba.Segmenter, error) {
	classifier, err := Taxonomy(c)
	if err != nil {
		return nil, nil, err
	}
	segmenter, err := jieba.Open(jieba.Config{Dictionaries: c.Dictionaries, Words: c.UserDictionaries})
	if err != nil {
		return nil, nil, err
	}
	rarity, err := segmenter.Rarity()
	if err != nil {
		return nil, nil, errors.Join(err, segmenter.Close())
	}
	said, err := tone.New()
	if err != nil {
		return nil, nil, errors.Join(err, segmenter.Close())
	}
	wanted, err := idea.New()
	if err != nil {
		return nil, nil, errors.Join(err, segmenter.Close())
	}
	return enrich.NewAnalysis(enrich.Parts{Segmenter: segmenter, Classifier: classifier, Rarity: rarity, Tone: said, Idea: wanted}, runtime.GOMAXPROCS(0)), segmenter, nil
}
