package text

import "strings"

// Fold is the form in which texts are searched. It is Normal.Text without anything that depends on more than one rune and its neighbouring
// white space: marks of masked values stay whole, so that the same telephone number can be looked for, slips stay as they were written, and a line feed is a space. So the
// folded form of a piece of a text is a piece of the folded text, but for white space at its ends.
func Fold(original string) string {
	n := normalise(original, false)
	return strings.ReplaceAll(n.Text, "\n", " ")
}

// Fold is Fold(original) for the original that n was made from. Most texts hold nothing that the two forms tell apart, and for those it
// costs one look at them.
func (n *Normal) Fold(original string) string {
	if n.marks != 0 || n.corrected {
		return Fold(original)
	}
	return strings.ReplaceAll(n.Text, "\n", " ")
}
