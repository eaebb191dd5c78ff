package learn

import "math"

// calibration turns the scores of several scorers into probabilities: softmax over labels of Σ factor × score + bias. With one scorer and no
// bias it is temperature scaling (Guo, Pleiss, Sun and Weinberger 2017); the biases make up for classes of different size.
type calibration struct {
	factor []float64 // for each scorer
	bias   []float64 // for each label
}

// stiffness is the weight of the penalty that keeps biases near zero: about that of one example per label.
const stiffness = 1

// calibrate fits the calibration to scores that were made without the example scored: scores[scorer][example×labels + label]. rows are the
// examples that count, answers the label of each, weights what each counts. Examples of small labels count more, see lifts: what comes out is
// tilted towards small labels, and Curve makes it honest.
func calibrate(scores [][]float32, labels int, rows []int32, answers []int32, weights []float32) calibration {
	lift := lifts(labels, rows, answers, weights)
	scorers := len(scores)
	x := make([]float64, scorers+labels)
	for i := range scorers {
		x[i] = 2 / float64(scorers)
	}
	logits := make([]float64, labels)
	minimise(x, func(x, gradient []float64) float64 {
		clear(gradient)
		c := calibration{x[:scorers], x[scorers:]}
		loss := 0.0
		for _, r := range rows {
			weight := float64(weights[r]) * lift[answers[r]]
			c.logits(scores, int(r), logits)
			right := logits[answers[r]]
			loss += weight * (softmax(logits) - right)
			for k, p := range logits {
				if k == int(answers[r]) {
					p--
				}
				p *= weight
				gradient[scorers+k] += p
				for s := range scorers {
					gradient[s] += p * float64(scores[s][int(r)*labels+k])
				}
			}
		}
		for k, b := range c.bias {
			loss += stiffness * b * b / 2
			gradient[scorers+k] += stiffness * b
		}
		n := float64(max(len(rows), 1))
		for i := range gradient {
			gradient[i] /= n
		}
		return loss / n
	})
	return calibration{x[:scorers:scorers], x[scorers:]}
}

// liftPower measured best over components of cars (18 labels, long-tailed) and topics of messages (7 labels): with 0 small labels are hardly
// ever an answer, with 1 some of the large ones' right answers are lost.
const liftPower = 0.7

// lifts are by what factor an example of each label counts in the likelihood (weighted as by King and Zeng 2001): labels below the mean size
// by (mean/size)^liftPower, so that they are answered where they are nearly as likely as a large one. Two labels have no tail: they count as
// they are.
func lifts(labels int, rows []int32, answers []int32, weights []float32) []float64 {
	lift, all := make([]float64, labels), 0.0
	for _, r := range rows {
		lift[answers[r]] += float64(weights[r])
		all += float64(weights[r])
	}
	for k, size := range lift {
		if lift[k] = 1; labels > 2 && size > 0 {
			lift[k] = math.Pow(max(1, all/float64(labels)/size), liftPower)
		}
	}
	return lift
}

// logits writes what softmax makes probabilities of.
func (c *calibration) logits(scores [][]float32, row int, into []float64) {
	labels := len(into)
	copy(into, c.bias)
	for s, factor := range c.factor {
		for k, v := range scores[s][row*labels : (row+1)*labels] {
			into[k] += factor * float64(v)
		}
	}
}

// softmax turns logits into probabilities in place and returns the logarithm of the sum of their exponentials.
func softmax(logits []float64) float64 {
	highest := math.Inf(-1)
	for _, v := range logits {
		highest = max(highest, v)
	}
	sum := 0.0
	for _, v := range logits {
		sum += math.Exp(v - highest)
	}
	for k, v := range logits {
		logits[k] = math.Exp(v-highest) / sum
	}
	return highest + math.Log(sum)
}
