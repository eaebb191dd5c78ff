// Package sample makes believable complaints about a maker of appliances and phones that does not exist, together with what
// happened to each of them, and plants causes whose truth is known. It feeds the demonstration and is what the scoring of topics,
// duplicates, suggestions, warnings and root causes runs on. Equal configurations give equal bytes on every machine.
package sample
