// Package precheck foretells what complaints a product draws that is not sold yet, from what similar ones drew.
//
// Products differ more than chance makes single ones swing, so what is to be expected is read from the spread between them: the rates of
// the similar ones are taken as log-normal, and the interval is the prediction interval of one more (Hahn and Meeker, Statistical
// Intervals, 1991, 4.7), widened by the Poisson variance of its own count. A product whose first complaint came well after the data begin
// counts by its first months; one that was there from the beginning counts by its usual ones, and that is said.
package precheck
