// Package teach gathers the labels that an installation has, from people's corrections, from categories of the sources and from rules that
// are sure, and learns a classifier of topics from them.
package teach
