package learn

import "math"

// table holds the weights of every feature as one row of int16: the two halves of the inverse document frequency, one weight for each label
// in the unit of the model, and zeros up to a round length. So what a text needs of a feature is one line of the processor's cache for up to
// 30 labels: features stand in the order of a hash, and waiting for memory is most of what an answer costs. It is made when a model is read
// or trained; the file has the weights that are not zero only.
type table struct {
	rows   []int16
	labels int
	stride uint // of a row, as a power of two
}

// beforeWeights is how many places of a row come before its weights.
const beforeWeights = 2

// tableGrowth is by how much a table may be larger than the weights that are not zero. Beyond it most of a row would be zeros.
const tableGrowth = 4

// newTable makes the table of a model, nil when its weights are so sparse that rows would waste memory.
func newTable(m *Model) *table {
	t := &table{labels: len(m.Labels)}
	for 1<<t.stride < t.labels+beforeWeights {
		t.stride++
	}
	idf := m.vocabulary.idf
	if len(idf)<<t.stride > tableGrowth*(len(m.entries)+len(idf)) {
		return nil
	}
	t.rows = make([]int16, len(idf)<<t.stride)
	for id, f := range idf {
		row := t.rows[id<<t.stride:]
		halves := math.Float32bits(f)
		row[0], row[1] = int16(halves), int16(halves>>16)
		for _, e := range m.entries[m.start[id]:m.start[id+1]] {
			row[beforeWeights+int(e.label)] = e.weight
		}
	}
	return t
}

// idf reads the inverse document frequency of a feature, and with it the row.
func (t *table) idf(id int32) float32 {
	row := t.rows[int(id)<<t.stride:]
	return math.Float32frombits(uint32(uint16(row[0])) | uint32(uint16(row[1]))<<16)
}

// weights are those of a feature, one for each label.
func (t *table) weights(id int32) []int16 {
	from := int(id)<<t.stride + beforeWeights
	return t.rows[from : from+t.labels]
}

// add adds what features say to the scores.
func (t *table) add(features []feature, quantum float32, scores []float64) {
	for i := range features {
		value := features[i].value * quantum
		weights := t.weights(features[i].id)
		scores := scores[:len(weights)]
		for k, w := range weights {
			scores[k] += float64(float32(w) * value)
		}
	}
}
