package text

import "strings"

// platePrefixes are the signs of provinces on number plates (GA 36).
var platePrefixes = func() map[string]bool {
	m := make(map[string]bool)
	for _, r := range "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼" {
		m[string(r)] = true
	}
	return m
}()

func isPlatePrefix(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF && platePrefixes[string(r)]
}

// plateAt finds a number plate: the sign of a province, a letter, and five characters of which at most two are letters, or for a
// new-energy car six, with D or F and such at one end. I and O are never used.
func plateAt(f []rune, i int) (personal, bool) {
	if f[i] == '新' && i > 0 && strings.ContainsRune("全最创更重崭翻出换革清", f[i-1]) { // 全新A… is a new thing, no plate of Xinjiang
		return personal{}, false
	}
	j := i + 1
	if j >= len(f) || !isPlateLetter(f[j]) {
		return personal{}, false
	}
	j++
	if j < len(f) && strings.ContainsRune(" ·•.-—‧∙・", f[j]) {
		j++
	}
	body := j
	letters := 0
	for j < len(f) && j < body+7 && (asciiDigit(f[j]) || isPlateLetter(f[j])) {
		if asciiLetter(f[j]) {
			letters++
		}
		j++
	}
	switch n := j - body; {
	case n == 5 && letters <= 2:
	case n == 6 && isNewEnergy(f[body:j]):
	case n == 4 && letters <= 2 && j < len(f) && strings.ContainsRune("挂学警港澳", f[j]):
		j++
	default:
		return personal{}, false
	}
	if j < len(f) && (asciiLetter(f[j]) || asciiDigit(f[j]) || strings.ContainsRune("公元万千块", f[j])) {
		return personal{}, false
	}
	value := strings.ToUpper(string(f[i:i+2]) + string(f[body:j]))
	return personal{kindPlate, i, j, value}, true
}

func isPlateLetter(r rune) bool {
	r &^= 0x20
	return r >= 'A' && r <= 'Z' && r != 'I' && r != 'O'
}

// isNewEnergy: small cars have a letter first and then at most one more, large ones a letter at the end (GA 36-2018).
func isNewEnergy(body []rune) bool {
	digits := 0
	for _, r := range body {
		if asciiDigit(r) {
			digits++
		}
	}
	first, last := asciiLetter(body[0]), asciiLetter(body[5])
	return first && (digits == 5 || digits == 4 && asciiLetter(body[1])) || last && digits == 5
}
