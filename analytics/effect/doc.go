// Package effect says whether a measure against a cause worked: what came after it is compared with what was to be expected without it.
//
// The comparison is a difference in differences of counts. Complaints of the cause (cases) and other complaints of the same sources
// (others) are counted by week before and after the day from which the measure should work. Given how many of both a week had, the cases
// are quasi-binomial, so whatever moves both alike (season, holidays, more orders, a new channel) cancels; the ratio of the odds after
// and before is the ratio of the rates, net of what became of the others. Without others the counts are quasi-Poisson over days or
// exposure. Over-dispersion is Pearson's statistic over weeks and over spells of four weeks, the larger of the two and at least 1
// (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, 4.5). Intervals are those of the profile quasi-likelihood, so that a
// fall to no complaint at all has one too.
//
// A measure is mostly taken after a bad stretch, and after a bad stretch things get better by themselves (regression to the mean). So
// short outbreaks are no part of the reference: the measure has to be better than the usual level before them. Only a level that stood for
// four weeks up to the measure is a reference of its own.
package effect
