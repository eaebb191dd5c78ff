package ingest

// Member is one member of a JSON object: its value as text.
type Member struct{ Name, Text string }

// Members reads a JSON object of any shape: strings as they are, other values as their JSON, null as empty. The members of an object
// inside it are named outer.inner, one level deep.
func Members(data []byte) ([]Member, error) {
	p := open(data)
	members := make([]Member, 0, 16)
	p.object("", func(outer string) {
		if p.peek() != '{' {
			members = append(members, Member{outer, p.any()})
			return
		}
		p.object(outer, func(inner string) {
			members = append(members, Member{outer + "." + inner, p.any()})
		})
	})
	return members, p.close()
}
