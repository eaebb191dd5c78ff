package text

// Lexeme is a word, normalised as texts are, with the kinds of things that it names: two words of one kind say the same for some purpose.
// Who reads kinds compares them only.
type Lexeme struct {
	Word  string
	Kinds []string
}
