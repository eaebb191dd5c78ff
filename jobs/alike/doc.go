// Package alike finds which complaints say the same: tellings of one matter and wordings that go round (analytics/similar). It runs between
// enrich and assemble, which copies what it finds into the facts.
//
// A complaint is compared once, when a telling of it counts for the first time, with those that share a key with it, and joins a group or founds
// one. What changes later is who stands in the groups: a telling that counts no longer is taken out, and put back when it counts again. The
// marks of a month follow from its groups alone and are computed anew whenever the month is dirty, so that a run that was killed is
// finished by the next one. Where a mark of another month changes, as when its complaint counts no longer for a group because an earlier
// one came in, that month is assembled again too.
package alike
