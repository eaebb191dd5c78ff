// Package jieba cuts Chinese text into words with gojieba. It is the only importer of gojieba, and the only cgo of the analytics.
package jieba
