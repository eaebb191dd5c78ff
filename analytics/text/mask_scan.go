package text

// suspicious is the quick look that nearly every text gets away with: is there an @, eleven digits with at most one character
// between any two of them, or a letter behind the sign of a province? It may say yes in vain, never no in vain.
func suspicious(s string) bool {
	digits, gap := 0, 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			if digits++; digits >= 11 {
				return true
			}
			gap = 0
			i++
		case c < 0x80:
			if c == '@' || asciiLetter(rune(c)) && i >= 3 && s[i-1] >= 0x80 && platePrefixes[s[i-3:i]] {
				return true
			}
			if gap++; gap > 1 {
				digits = 0
			}
			i++
		case c == 0xEF && i+2 < len(s) && (s[i+1] == 0xBC || s[i+1] == 0xBD):
			switch r := halfWidth(rune(c&0xF)<<12 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)); {
			case asciiDigit(r):
				if digits++; digits >= 11 {
					return true
				}
				gap = 0
			case r == '@', asciiLetter(r) && i >= 3 && platePrefixes[s[i-3:i]]:
				return true
			default:
				if gap++; gap > 1 {
					digits = 0
				}
			}
			i += 3
		case c >= 0xE4 && c <= 0xE9: // most Chinese characters
			digits = 0
			i += 3
		default:
			if c >= 0xC0 { // the first byte of a character, as the bytes after it do not separate digits
				if gap++; gap > 1 {
					digits = 0
				}
			}
			i++
		}
	}
	return false
}
