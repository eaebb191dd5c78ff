package text

import "strings"

func isMailChar(r rune) bool {
	return asciiDigit(r) || asciiLetter(r) || r == '.' || r == '_' || r == '%' || r == '+' || r == '-'
}

// mailAt finds an e-mail address that begins at i, where a run of its characters begins; next is the end of that run or of its
// first part that could be a number of its own.
func mailAt(f []rune, i int) (h personal, ok bool, next int) {
	j := i
	for j < len(f) && isMailChar(f[j]) {
		j++
	}
	next = i + 1
	if j == len(f) || f[j] != '@' || j-i > 64 {
		return personal{}, false, next
	}
	end, dot := j+1, -1
	for end < len(f) && (asciiDigit(f[end]) || asciiLetter(f[end]) || f[end] == '-' || f[end] == '.') {
		if f[end] == '.' {
			if end == j+1 || f[end-1] == '.' {
				break
			}
			dot = end
		}
		end++
	}
	if dot == end-1 { // a full stop of the sentence
		end--
		for dot = end - 1; dot > j && f[dot] != '.'; dot-- {
		}
	}
	if dot <= j+1 || end-dot < 3 {
		return personal{}, false, next
	}
	for _, r := range f[dot+1 : end] {
		if !asciiLetter(r) {
			return personal{}, false, next
		}
	}
	return personal{kindMail, i, end, strings.ToLower(string(f[i:end]))}, true, end
}
