// Package theme finds what texts have in common when nobody said before what to look for: it discovers phrases, groups texts about one
// matter, names each group in words of the texts, weighs how a group burst against the past, and lets a group keep its identity from
// month to month.
//
// Texts come segmented. Costs grow with the number of words: texts are compared only where an index of rare words says that they share
// some, never all with all.
package theme
