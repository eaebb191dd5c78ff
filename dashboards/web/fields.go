package web

// recordKinds are what a table can hold, in the order of a choice.
var recordKinds = []struct{ Name, Label string }{{"complaint", "投诉"}, {"event", "处理记录"}, {"exposure", "投诉率的基数"}}

func kindLabel(kind string) string {
	for _, k := range recordKinds {
		if k.Name == kind {
			return k.Label
		}
	}
	return kind
}
