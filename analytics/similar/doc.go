// Package similar tells which texts say the same again: copies to the letter, edited copies, a customer who asks after the same matter in other
// words, and wordings that go round among many customers.
//
// # How it is found
//
// A text becomes the set of its shingles, runs of three letters without punctuation, spaces and numbers between them (Broder 1997). How alike
// two texts are is the Jaccard index of their sets, and for a copy with sentences around it how much of the smaller set is in the larger. To
// compare every text with every other would take the square of their number, so only texts that share a key are compared: a key is made of
// several minima of random permutations of the shingles, and two texts share one of their keys with a probability that rises steeply with their
// Jaccard index (MinHash with banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3). Of a key that many texts share each
// one meets a few, so that work and memory grow with the number of texts only.
//
// # What a group is
//
// A text joins the group of the text it is most like, or founds one that bears its name. Groups never merge: what two groups have in common
// is found too late for the figures that were told before. So a text is in exactly one group, whatever comes after it.
//
// A matter has one customer. Where nobody says who a customer is, texts about the same product and place are taken for one. A wording is of
// many: it is called a template when enough customers used it, which says something about the text and nothing about any of them.
package similar
