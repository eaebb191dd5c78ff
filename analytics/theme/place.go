package theme

import (
	"strings"
	"unicode/utf8"
)

// placeEnds are the characters with which names of places end: settlements, roads, estates, buildings, waters.
const placeEnds = "省市区县镇乡村屯组路街巷弄道桥站苑园庄寓厦楼栋城府邸湾岛湖滩山岭坪塘池河江院校馆场厂港台里庭居轩阁墅郡"

// placed is the share of the texts, and of the headings where there are some, that name the place of a matter at least.
const (
	placedTexts    = 0.5
	placedHeadings = 0.3
)

// where is the name of the place that the texts are about, empty when none of their own words ends as places do. The place of a matter stands
// in headings: what only the bodies hold, such as a planned line or a tunnel, is a thing that the texts tell of.
func (s *Space) where(texts []int) string {
	held, headed := s.headed(texts)
	numbers := map[string]term{}
	for t := range held {
		numbers[s.names[t]] = t
	}
	best, most := "", 0
	for _, c := range s.core(texts, placeTerms, placedTexts) {
		end, _ := utf8.DecodeLastRuneInString(c.Term)
		if !strings.ContainsRune(placeEnds, end) || runesOf(c.Term) <= 2 || strings.Contains(c.Term, "的") {
			continue
		}
		n := c.Inside
		if headed > 0 {
			t, known := numbers[c.Term]
			if n = held[t]; !known || float64(n) < placedHeadings*float64(headed) {
				continue
			}
		}
		longer := strings.Contains(c.Term, best) && 10*n >= 7*most
		if best == "" || longer || n > most && !(strings.Contains(best, c.Term) && 10*most >= 7*n) {
			best, most = c.Term, n
		}
	}
	return best
}

// placeTerms is how many of a matter's own terms are looked at for its place.
const placeTerms = 40

// Spelled finds in an original the words that name is the normalised form of, and returns them as they stand there; name itself when they are
// not in it.
func Spelled(normal string, original func(from, to int) string, name string) string {
	at := strings.Index(normal, name)
	if at < 0 {
		return name
	}
	return original(at, at+len(name))
}
