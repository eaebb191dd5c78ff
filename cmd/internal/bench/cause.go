package bench

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"huisheng/analytics/cause"
)

// CauseScore is how well the causes of a folder's cases were found. A cause counts only when it is exactly the true one.
type CauseScore struct {
	Folder    string  `json:"folder"`
	Cases     int     `json:"cases"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	CPU       float64 `json:"cpu_s_per_case"`
	Scored    int     `json:"scored"` // cases with a truth
	Right     int     `json:"right"`
	Wrong     int     `json:"wrong"`
	Missed    int     `json:"missed"`
}

// CauseAnswer is what was found for one case.
type CauseAnswer struct {
	Case   string
	Causes []string
	Truth  []string
	Known  bool
	Detail cause.Explanation
}

// Causes answers every case of a folder. Its CPU time is that of gathering the cells and of the search, not of reading the file.
func Causes(folder string) (CauseScore, []CauseAnswer, error) {
	score := CauseScore{Folder: filepath.Base(filepath.Clean(folder))}
	cases, err := causeCases(folder)
	if err != nil {
		return score, nil, err
	}
	var answers []CauseAnswer
	var spent time.Duration
	for _, c := range cases {
		table, err := c.read()
		if err != nil {
			return score, nil, err
		}
		runtime.GC() // what reading left behind is not the search's to clear up
		began := cpuTime()
		found, err := table.explain(c.minute)
		spent += cpuTime() - began
		if err != nil {
			return score, nil, err
		}
		answer := CauseAnswer{Case: c.Name, Truth: c.truth, Known: c.known, Detail: found}
		for _, one := range found.Causes {
			var parts []string
			for _, v := range one.Values {
				parts = append(parts, v.Attribute+"="+v.Value)
			}
			answer.Causes = append(answer.Causes, canonical(strings.Join(parts, "&")))
		}
		score.add(answer)
		answers = append(answers, answer)
	}
	score.finish(spent)
	return score, answers, nil
}

func (s *CauseScore) add(a CauseAnswer) {
	s.Cases++
	if !a.Known {
		return
	}
	s.Scored++
	right := 0
	for _, one := range a.Causes {
		if slices.Contains(a.Truth, one) {
			right++
		}
	}
	s.Right += right
	s.Wrong += len(a.Causes) - right
	s.Missed += len(a.Truth) - right
}

func (s *CauseScore) finish(spent time.Duration) {
	s.Precision, s.Recall = 1, 1 // nothing was there, and nothing was said
	if found := s.Right + s.Wrong; found > 0 {
		s.Precision = float64(s.Right) / float64(found)
	}
	if there := s.Right + s.Missed; there > 0 {
		s.Recall = float64(s.Right) / float64(there)
	}
	if s.Right+s.Wrong+s.Missed == 0 {
		s.F1 = 1
	} else {
		s.F1 = 2 * float64(s.Right) / float64(2*s.Right+s.Wrong+s.Missed)
	}
	s.CPU = spent.Seconds() / float64(s.Cases)
}

// cpuTime is what this process has used of all processors.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
