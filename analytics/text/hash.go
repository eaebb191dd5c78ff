package text

// Hash is a stable 64-bit hash of the normalised words, 0 when there are none: FNV-1a with a final mix, so that its low and
// high bits may be used alone. The marks of masked values count, although Text leaves them out: two customers are not one text.
func (n *Normal) Hash() uint64 {
	if n.Wordless {
		return 0
	}
	h := uint64(14695981039346656037) ^ n.marks
	for i := 0; i < len(n.Text); i++ {
		h = (h ^ uint64(n.Text[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	if h == 0 {
		return 1
	}
	return h
}
