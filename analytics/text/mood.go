package text

// The signs that Normal.Text has for faces and hands that show a mood: of the basic plane, as an Automaton matches only such. Faces that are
// as often meant the other way round (🙂 😂 🙏) stay as they are.
const (
	Pleased    = '☺'
	Displeased = '☹'
)

// mood is what an emoji is matched as, itself for most.
func mood(r rune) rune {
	switch r {
	case '😡', '🤬', '😠', '👿', '💢', '👎', '😤', '🤮', '🤢', '😭', '😢', '😞', '😔', '💔', '😩', '😫', '😖', '😣', '😒', '🙄', '🖕', '💩', '😓', '😱', '🤯':
		return Displeased
	case '👍', '👏', '💯', '🌹', '💐', '❤', '🥰', '😍', '😊', '😘', '👌', '🤩':
		return Pleased
	}
	return r
}
