// Package tone reads how a complaint was said: how good or bad its words are, what must not wait, and how to meet the person who wrote it.
// Everything is found by short lists of words with their negations, degrees and turns, so that each result can show the words that it
// comes from. It is the method of sentiment lexicons with valence shifters (Polanyi and Zaenen 2006; Taboada et al. 2011), for Chinese.
package tone
