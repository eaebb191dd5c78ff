// Package cause explains a change by attributes: of two selections, or of what was observed against what was expected, it finds the
// smallest set of attribute combinations ("brand = X and problem = Y") under which the difference lies, and says what is left.
//
// It is a likelihood-ratio scan, as spatial scan statistics are (Kulldorff, "A spatial scan statistic", Communications in Statistics 26,
// 1997), over the elements of all cuboids up to three attributes: the gain in log-likelihood of giving one element a level of its own,
// less the logarithm of how many elements its cuboid has, since the best of many is large by chance. The best element over all cuboids is
// explained away, the global drift is estimated anew, and the search goes on until nothing passes the bound. Causes are then reconsidered one by
// one in the light of the others.
//
// Published methods that cut or cluster the deviations of single leaves (Adtributor, Squeeze, RiskLoc and others) fail on complaints,
// because a leaf expects a fraction of one complaint: there a deviation of one leaf is nothing but noise. Sums over elements are not.
//
// A rate may also move because its parts have other shares: Mix takes that apart from what their rates did, and tells when a total goes against
// its parts.
//
// The package knows no files, tables or clocks. Its input are cells: distinct combinations of values with their weights, so that the cost
// depends on how many combinations there are and not on the number of rows.
package cause
