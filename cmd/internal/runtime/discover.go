package runtime

import (
	"time"

	"huisheng/jobs/discover"
	"huisheng/jobs/enrich"
)

// discover makes the job that finds emerging topics and cards of suggestions.
func (rt *Runtime) discover(analysis *enrich.Analysis) (*discover.Job, error) {
	job := discover.New(rt.Warehouse, rt.State, discover.Reader{Segmenter: analysis.Segmenter, Rarity: analysis.Rarity}, time.Now)
	return job, rt.renew(job)
}
