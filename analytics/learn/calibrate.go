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
// examples that count, answers the label of each, weights what each counts.
func calibrate(scores [][]float32, labels int, rows []int32, answers []int32, weights []float32) calibration {
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
			weight := float64(weights[r])
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
