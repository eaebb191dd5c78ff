package theme

import (
	"strings"
	"unicode/utf8"
)

// placeEnds are the characters with which names of places end: settlements, roads, estates, buildings, waters.
const placeEnds = "省市区县镇乡村屯组路街巷弄道桥站苑园庄寓厦楼栋城府邸湾岛湖滩山岭坪塘池河江院校馆场厂港台里庭居轩阁墅郡"

// Place is the name of the place that a matter is about, empty when none of its own words ends as places do.
func (m Matter) Place() string {
	best := ""
	for _, c := range m.Core {
		end, _ := utf8.DecodeLastRuneInString(c.Term)
		if strings.ContainsRune(placeEnds, end) && 2*c.Inside > len(m.Texts) && runesOf(c.Term) > max(2, runesOf(best)) {
			best = c.Term
		}
	}
	return best
}

// Spelled finds in an original the words that name is the normalised form of, and returns them as they stand there; name itself when they are
// not in it.
func Spelled(normal string, original func(from, to int) string, name string) string {
	at := strings.Index(normal, name)
	if at < 0 {
		return name
	}
	return original(at, at+len(name))
}
