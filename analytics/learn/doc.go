// Package learn is a linear text classifier: hashed n-grams of words and characters and kinds of known words, support vector machines by dual coordinate descent,
// calibrated probabilities, evidence for every answer, and honest evaluation. It knows nothing of complaints: labels are strings.
//
// Training does not depend on the order of the examples, nor on the number of processors: the same examples give the same model to the
// byte.
package learn
