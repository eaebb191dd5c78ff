// Package planted makes sentences in which the personal data is known, for measuring the masker: templates of ours filled with values of
// ours or with invented numbers of the right shape. Hard cases that are nobody's data (orders, models, brands that begin with a surname)
// stand among them.
//
// A third of the templates, chosen by the hash of their words, and a third of the names, places and ways of writing numbers make the part
// that rules are not fitted to. The same seed gives the same sentences.
package planted
