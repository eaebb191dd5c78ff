// Package topic says what a complaint is about: packs of topics written as YAML, one automaton over all their words, and rules whose
// evidence a person can check.
package topic
