// Package explain says why findings came about: which combinations of values explain each, what is left, and which findings are only parts of
// others. It reads the complaints of a month and of the days that it is compared with once, and explains every finding of the month from them.
package explain
