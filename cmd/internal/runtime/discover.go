package runtime

import (
	"time"

	"huisheng/analytics/text/jieba"
	"huisheng/jobs/discover"
)

// discover makes the job that finds emerging topics and cards of suggestions.
func (rt *Runtime) discover(segmenter *jieba.Segmenter) (*discover.Job, error) {
	rarity, err := segmenter.Rarity()
	if err != nil {
		return nil, err
	}
	job := discover.New(rt.Warehouse, rt.State, discover.Reader{Segmenter: segmenter, Rarity: rarity}, time.Now)
	return job, rt.renew(job)
}
