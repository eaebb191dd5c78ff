package bench

// WarningScore is how an early warning does on outbreaks of one size, as Noufaily et al. (2019) define it, over the judged days of all series. An
// outbreak day is one on which the outbreak has at least one complaint.
type WarningScore struct {
	Size        int     `json:"w"`
	Part        string  `json:"part,omitempty"` // a half of the signals; empty for all
	Series      int     `json:"series"`
	FPR         float64 `json:"fpr"`         // days with an alarm, of the days without outbreak
	POD         float64 `json:"pod"`         // outbreaks with an alarm on at least one of their days
	Sensitivity float64 `json:"sensitivity"` // days with an alarm, of the outbreak days
	Timeliness  float64 `json:"timeliness"`  // days from the first outbreak day to the first with an alarm, over the outbreak's length; 1 when there is none; mean
}

// WarningScores sums the files up by the size of their outbreaks; part chooses among the files.
func WarningScores(files []WarningFile, part string, chosen func(WarningFile) bool) []WarningScore {
	var list []WarningScore
	for at := 0; at < len(files); {
		size := files[at].Size
		var tally warningTally
		for ; at < len(files) && files[at].Size == size; at++ {
			if files[at].Planted != nil && chosen(files[at]) {
				tally.add(&files[at])
			}
		}
		if tally.series > 0 {
			list = append(list, tally.score(size, part))
		}
	}
	return list
}

type warningTally struct {
	series, outbreaks, detected          int
	calm, falseAlarms, outbreakDays, hit int
	delay                                float64
}

func (t *warningTally) add(f *WarningFile) {
	for j, alarms := range f.Alarms {
		t.series++
		first, last, found := -1, -1, -1
		for d, alarm := range alarms {
			if f.Planted[j][d] == 0 {
				t.calm++
				if alarm {
					t.falseAlarms++
				}
				continue
			}
			if last = d; first < 0 {
				first = d
			}
			t.outbreakDays++
			if alarm {
				t.hit++
				if found < 0 {
					found = d
				}
			}
		}
		if first < 0 {
			continue
		}
		t.outbreaks++
		if found < 0 {
			t.delay++
			continue
		}
		t.detected++
		t.delay += float64(found-first) / float64(last-first+1)
	}
}

func (t *warningTally) score(size int, part string) WarningScore {
	over := func(a float64, b int) float64 { return a / float64(max(b, 1)) }
	return WarningScore{Size: size, Part: part, Series: t.series, FPR: over(float64(t.falseAlarms), t.calm), POD: over(float64(t.detected), t.outbreaks),
		Sensitivity: over(float64(t.hit), t.outbreakDays), Timeliness: over(t.delay, t.outbreaks)}
}
